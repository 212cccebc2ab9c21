package io.lethe.connectors.http;

import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Reads the body of an answer so far, and throws away what it has read: nobody looks at it. What is longer ends the connection. */
final class BoundedBody implements BodySubscriber<Void> {

    private static final long MOST = 64 * 1024;

    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;
    private long read;

    static BodyHandler<Void> handler() {
        return _ -> new BoundedBody();
    }

    @Override
    public CompletionStage<Void> getBody() {
        return end;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        buffers.forEach(buffer -> read += buffer.remaining());
        Flow.Subscription from = subscription;
        if (from == null) {
            return;
        }
        if (read > MOST) {
            from.cancel();
            end.complete(null);
        } else {
            from.request(1);
        }
    }

    /** The status is there, and says all that is asked. */
    @Override
    public void onError(Throwable broken) {
        end.complete(null);
    }

    @Override
    public void onComplete() {
        end.complete(null);
    }
}
