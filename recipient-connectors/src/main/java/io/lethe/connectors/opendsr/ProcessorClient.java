package io.lethe.connectors.opendsr;

import io.lethe.connectors.http.Credentials;
import io.lethe.connectors.http.HttpAnswer;
import io.lethe.connectors.http.HttpCaller;
import io.lethe.connectors.http.NoAnswerException;
import io.lethe.policy.dispatch.OpenDsrProcessor;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;

/** The calls that a processor takes. */
final class ProcessorClient implements AutoCloseable {

    private final OpenDsrProcessor processor;
    private final Credentials credentials;
    private final HttpCaller caller;

    ProcessorClient(OpenDsrProcessor processor, Credentials credentials) {
        this.processor = processor;
        this.credentials = credentials;
        this.caller = new HttpCaller(processor.timeout());
    }

    HttpAnswer submit(byte[] body) throws InterruptedException, NoAnswerException {
        return caller.call(request("/requests")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body))
                .build());
    }

    HttpAnswer status(String requestId) throws InterruptedException, NoAnswerException {
        return caller.call(request("/requests/" + requestId).GET().build());
    }

    HttpAnswer cancel(String requestId) throws InterruptedException, NoAnswerException {
        return caller.call(request("/requests/" + requestId).DELETE().build());
    }

    /** Open to everybody; asked for without our credentials, which are for the processor's own paths. */
    HttpAnswer discovery() throws InterruptedException, NoAnswerException {
        return open(URI.create(processor.url() + "/discovery"));
    }

    HttpAnswer open(URI address) throws InterruptedException, NoAnswerException {
        return caller.call(HttpRequest.newBuilder(address).GET().build());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(processor.url() + path)).header("Accept", "application/json");
        processor.headers().forEach((name, value) -> request.setHeader(name, credentials.filled(value)));
        return request;
    }

    @Override
    public void close() {
        caller.close();
    }
}
