package io.lethe.connectors.http;

import io.lethe.connectors.work.Connector;
import io.lethe.connectors.work.Deletion;
import io.lethe.connectors.work.Verdict;
import io.lethe.policy.dispatch.HttpTemplate;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls a system by the template that the policy has for it. Each has a client of its own, and so its own connections. */
public final class HttpConnector implements Connector {

    private final HttpTemplate template;
    private final RequestWriter requests;
    private final InstantSource clock;
    private final HttpClient client;

    public HttpConnector(HttpTemplate template, Credentials credentials, InstantSource clock) {
        this.template = template;
        this.requests = new RequestWriter(template, credentials);
        this.clock = clock;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                // An identifier goes where the policy says, and nowhere else.
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(template.timeout())
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    @Override
    public Verdict attempt(Deletion deletion) throws InterruptedException {
        HttpRequest request;
        try {
            request = requests.request(deletion);
        } catch (UnfitException e) {
            return e.isFailure() ? Verdict.failed(e.why()) : Verdict.notSupported(e.why());
        }
        // The client's own time-out ends with the headers; this one is for all of the answer.
        CompletableFuture<HttpResponse<Void>> answer = client.sendAsync(request, BoundedBody.handler());
        try {
            HttpResponse<Void> response = answer.get(template.timeout().toMillis(), TimeUnit.MILLISECONDS);
            return verdict(response.statusCode(), response.headers());
        } catch (TimeoutException e) {
            return later("the system did not answer within " + template.timeout());
        } catch (ExecutionException e) {
            // Not the message, which may quote the address that was called.
            return later("the connection failed (" + name(e) + ")");
        } finally {
            answer.cancel(true);
        }
    }

    private Verdict verdict(int status, HttpHeaders headers) {
        if (status >= 200 && status < 300) {
            return Verdict.COMPLETED;
        }
        return switch (status) {
            case 404, 409, 410 -> Verdict.NOT_FOUND;
            case 408, 425, 429 -> new Verdict.Later(told(status), RetryAfter.in(headers, clock));
            default ->
                status >= 500
                        ? new Verdict.Later(told(status), RetryAfter.in(headers, clock))
                        : Verdict.failed(told(status));
        };
    }

    /** The phrases of RFC 9110: what the system itself has written may quote what it was sent. */
    private static String told(int status) {
        String phrase = switch (status) {
            case 301, 302, 303, 307, 308 -> " (redirects are not followed)";
            case 400 -> " (Bad Request)";
            case 401 -> " (Unauthorized: see to the credential)";
            case 403 -> " (Forbidden: see to the credential's rights)";
            case 405 -> " (Method Not Allowed)";
            case 422 -> " (Unprocessable Content)";
            case 429 -> " (Too Many Requests)";
            case 500 -> " (Internal Server Error)";
            case 502 -> " (Bad Gateway)";
            case 503 -> " (Service Unavailable)";
            case 504 -> " (Gateway Timeout)";
            default -> "";
        };
        return "the system answered " + status + phrase;
    }

    private static Verdict later(String reason) {
        return new Verdict.Later(reason, Optional.empty());
    }

    private static String name(ExecutionException e) {
        Throwable cause = e.getCause();
        return (cause == null ? e : cause).getClass().getSimpleName();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
