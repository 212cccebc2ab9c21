package io.lethe.kafka.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * One request to a registry.
 *
 * @param path below the registry's url
 * @param body what to post; null for a GET
 * @param perhapsUnknown whether there are registries that do not know this path
 */
record RegistryCall(String path, @Nullable String body, boolean perhapsUnknown) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final long LARGEST_ANSWER = 4L << 20;

    static RegistryCall get(String path) {
        return new RegistryCall(path, null, false);
    }

    /** For a path that not every registry knows. */
    static RegistryCall getWhereKnown(String path) {
        return new RegistryCall(path, null, true);
    }

    static RegistryCall post(String path, String body) {
        return new RegistryCall(path, body, false);
    }

    static HttpClient client(RegistryConfig config) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(config.connectTimeout());
        if (config.tls() != null) {
            builder.sslContext(config.tls());
        }
        return builder.build();
    }

    /** Asks one registry, and waits no longer than a single answer may take nor than there is time left. */
    RegistryAnswer ask(HttpClient http, URI registry, RegistryConfig config, Duration left) {
        Duration timeout = left.compareTo(config.readTimeout()) < 0 ? left : config.readTimeout();
        CompletableFuture<HttpResponse<byte[]>> sent = http.sendAsync(
                request(registry, config),
                HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), LARGEST_ANSWER));
        try {
            HttpResponse<byte[]> response = sent.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return answer(response.statusCode(), parsed(response.body()));
        } catch (TimeoutException late) {
            sent.cancel(true);
            return new RegistryAnswer.Faulty("did not answer in " + timeout);
        } catch (ExecutionException failed) {
            return new RegistryAnswer.Faulty("failed: " + failed.getCause());
        } catch (InterruptedException interrupted) {
            sent.cancel(true);
            throw new InterruptException("interrupted while asking the schema registry", interrupted);
        }
    }

    private HttpRequest request(URI registry, RegistryConfig config) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(registry + path)).header("Accept", MEDIA_TYPE + ", application/json");
        if (config.authorization() != null) {
            request.header("Authorization", config.authorization());
        }
        return body == null
                ? request.GET().build()
                : request.header("Content-Type", MEDIA_TYPE)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
    }

    private RegistryAnswer answer(int status, @Nullable JsonNode body) {
        int code = body == null ? 0 : body.path("error_code").asInt(0);
        if (status == 200) {
            return body == null
                    ? new RegistryAnswer.Faulty("answered 200, but no JSON object")
                    : new RegistryAnswer.Found(body);
        }
        // 40401 no subject, 40402 no version, 40403 no schema. A 404 without one of them is some other server's.
        if (status == 404 && code >= 40401 && code <= 40403) {
            return new RegistryAnswer.NotThere();
        }
        if (status == 404 && perhapsUnknown) {
            return new RegistryAnswer.NoSuchPath();
        }
        String said = "answered " + status + (code == 0 ? "" : " (error code " + code + ")");
        return status == 404 || status == 408 || status == 429 || status >= 500
                ? new RegistryAnswer.Faulty(said)
                : new RegistryAnswer.Refused(said);
    }

    private static @Nullable JsonNode parsed(byte[] body) {
        try {
            JsonNode json = JSON.readTree(body);
            return json != null && json.isObject() ? json : null;
        } catch (IOException notJson) {
            return null;
        }
    }
}
