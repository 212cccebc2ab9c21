package io.lethe.service;

import io.lethe.service.Connections.Ended;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests, and takes none whose end two readers could see in different places (RFC 9112, 6.1 and 6.3): what follows
 * such a request on its connection could be somebody else's request, smuggled in. A request that is refused here is an
 * invalid one for the server, and nothing that comes after it is read.
 *
 * <p>A request that has begun has to be whole within a time, however steadily it trickles in; and who does not read our answers is not
 * read either. Both end the connection.
 */
final class FramingDecoder extends VertxHttpRequestDecoder {

    private final Duration wholeWithin;
    private final Consumer<Ended> ended;
    private boolean begun;
    private boolean completed;
    private boolean broken;
    private @Nullable ScheduledFuture<?> deadline;

    /**
     * @param wholeWithin how long a request may take to arrive
     * @param ended is told why a connection was ended
     */
    FramingDecoder(HttpServerOptions options, Duration wholeWithin, Consumer<Ended> ended) {
        super(options);
        this.wholeWithin = wholeWithin;
        this.ended = ended;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (!context.channel().isActive()) {
            ReferenceCountUtil.release(message);
            return;
        }
        completed = false;
        super.channelRead(context, message);
        if (completed || !begun) {
            disarm();
        }
        if (begun && deadline == null && context.channel().isActive()) {
            // Seldom: most requests arrive in one piece.
            deadline = context.executor()
                    .schedule(() -> end(context, Ended.TOO_SLOW), wholeWithin.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
        if (!context.channel().isWritable()) {
            // What was answered has piled up, and yet there are more questions.
            in.skipBytes(in.readableBytes());
            end(context, Ended.NOT_READ);
            return;
        }
        int before = out.size();
        begun |= in.isReadable();
        super.decode(context, in, out);
        for (int i = before; i < out.size(); i++) {
            if (out.get(i) instanceof HttpObject part) {
                broken |= part.decoderResult().isFailure();
                boolean last = part instanceof LastHttpContent;
                completed |= last;
                // What follows on a broken connection is thrown away, for as long as a request may take.
                begun = !last || broken;
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        disarm();
        super.channelInactive(context);
    }

    private void disarm() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    private void end(ChannelHandlerContext context, Ended why) {
        disarm();
        ended.accept(why);
        context.close();
    }

    /** Asked when all headers are there, and before the body's length is settled by any of them. */
    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
        List<String> encodings = message.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
        if (!encodings.isEmpty()) {
            if (message.headers().contains(HttpHeaderNames.CONTENT_LENGTH)) {
                throw new IllegalArgumentException("Content-Length together with Transfer-Encoding");
            }
            if (!message.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
                throw new IllegalArgumentException("Transfer-Encoding outside of HTTP/1.1");
            }
            if (encodings.size() != 1 || !HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(encodings.getFirst())) {
                throw new IllegalArgumentException("a Transfer-Encoding other than chunked");
            }
        }
        return super.isContentAlwaysEmpty(message);
    }
}
