package io.lethe.retention.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lethe.retention.query.Subjects.UnavailableException;
import io.lethe.service.HttpProblem;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.streams.state.HostInfo;

/** Passes a question on to the instance that has the answer, with the caller's credentials, and at most one hop far. */
final class Neighbours {

    private static final String FORWARDED = "x-lethe-forwarded";
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** It reads what it is handed before it answers. */
    private static final Duration PATIENCE_WITH_WORK = Duration.ofSeconds(15);

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    static boolean isForwarded(RoutingContext context) {
        return context.request().getHeader(FORWARDED) != null;
    }

    /** What a caller shows, for questions that are asked on their behalf. */
    static Optional<String> credentials(RoutingContext context) {
        return Optional.ofNullable(context.request().getHeader("authorization"));
    }

    /** Asks another instance what this one was asked. */
    JsonNode ask(HostInfo host, RoutingContext context) throws UnavailableException, Refusal {
        return ask(host, context.request().uri(), credentials(context));
    }

    /** Asks another instance something. */
    JsonNode ask(HostInfo host, String uri, Optional<String> credentials) throws UnavailableException, Refusal {
        return answer(request(host, uri, credentials));
    }

    /** Hands another instance something to work on. */
    JsonNode hand(HostInfo host, String uri, byte[] body, Optional<String> credentials)
            throws UnavailableException, Refusal {
        return answer(request(host, uri, credentials)
                .timeout(PATIENCE_WITH_WORK)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    private static HttpRequest.Builder request(HostInfo host, String uri, Optional<String> credentials) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://" + host.host() + ":" + host.port() + uri))
                .timeout(PATIENCE)
                .header(FORWARDED, "1");
        credentials.ifPresent(shown -> request.header("authorization", shown));
        return request;
    }

    private JsonNode answer(HttpRequest.Builder request) throws UnavailableException, Refusal {
        try {
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            JsonNode body = JSON.readTree(response.body());
            if (response.statusCode() / 100 == 2) {
                return body;
            }
            if (response.statusCode() == 503) {
                throw new UnavailableException("the instance that has the answer is not ready");
            }
            throw new Refusal(HttpProblem.of(
                    response.statusCode(),
                    body.path("title").asText(),
                    body.path("detail").asText()));
        } catch (IOException e) {
            throw new UnavailableException("the instance that has the answer cannot be reached", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted", e);
        }
    }
}
