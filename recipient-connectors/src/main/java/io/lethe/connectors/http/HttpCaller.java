package io.lethe.connectors.http;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls one system, over connections of its own: answers come within a time, and are of bounded size. */
public final class HttpCaller implements AutoCloseable {

    private final Duration timeout;
    private final HttpClient client;

    public HttpCaller(Duration timeout) {
        this.timeout = timeout;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                // An identifier goes where the policy says, and nowhere else.
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    /** @throws NoAnswerException where there is none within the time */
    public HttpAnswer call(HttpRequest request) throws InterruptedException, NoAnswerException {
        // The client's own time-out ends with the headers; this one is for all of the answer.
        CompletableFuture<HttpResponse<Optional<byte[]>>> answer = client.sendAsync(request, BoundedBody.handler());
        try {
            HttpResponse<Optional<byte[]>> response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return new HttpAnswer(response.statusCode(), response.headers(), response.body());
        } catch (TimeoutException e) {
            throw new NoAnswerException("the system did not answer within " + timeout);
        } catch (ExecutionException e) {
            // Not the message, which may quote the address that was called.
            throw new NoAnswerException("the connection failed (" + name(e) + ")");
        } finally {
            answer.cancel(true);
        }
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
