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
import org.apache.kafka.streams.state.HostInfo;

/** Passes a question on to the instance that has the answer, with the caller's credentials, and at most one hop far. */
final class Neighbours {

    private static final String FORWARDED = "x-lethe-forwarded";
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    static boolean isForwarded(RoutingContext context) {
        return context.request().getHeader(FORWARDED) != null;
    }

    /** Asks another instance what this one was asked. */
    JsonNode ask(HostInfo host, RoutingContext context) throws UnavailableException, Refusal {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + host.host() + ":" + host.port()
                        + context.request().uri()))
                .timeout(PATIENCE)
                .header(FORWARDED, "1");
        String credentials = context.request().getHeader("authorization");
        if (credentials != null) {
            request.header("authorization", credentials);
        }
        try {
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            JsonNode body = JSON.readTree(response.body());
            if (response.statusCode() == 200) {
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
