package io.lethe.connectors.http;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Reads the body of an answer, up to so many bytes. What is longer ends the connection, and is not told at all. */
final class BoundedBody implements BodySubscriber<Optional<byte[]>> {

    private static final int MOST = 64 * 1024;

    private final CompletableFuture<Optional<byte[]>> end = new CompletableFuture<>();
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private Flow.@Nullable Subscription subscription;

    static BodyHandler<Optional<byte[]>> handler() {
        return _ -> new BoundedBody();
    }

    @Override
    public CompletionStage<Optional<byte[]>> getBody() {
        return end;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        Flow.Subscription from = subscription;
        if (from == null) {
            return;
        }
        for (ByteBuffer buffer : buffers) {
            if (read.size() + buffer.remaining() > MOST) {
                from.cancel();
                end.complete(Optional.empty());
                return;
            }
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            read.writeBytes(bytes);
        }
        from.request(1);
    }

    /** The status is there, which for many says all that is asked. */
    @Override
    public void onError(Throwable broken) {
        end.complete(Optional.empty());
    }

    @Override
    public void onComplete() {
        end.complete(Optional.of(read.toByteArray()));
    }
}
