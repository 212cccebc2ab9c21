package io.lethe.service;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.util.List;

/**
 * Reads requests, and takes none whose end two readers could see in different places (RFC 9112, 6.1 and 6.3): what follows
 * such a request on its connection could be somebody else's request, smuggled in. A request that is refused here is an
 * invalid one for the server, and nothing that comes after it is read.
 */
final class FramingDecoder extends VertxHttpRequestDecoder {

    FramingDecoder(HttpServerOptions options) {
        super(options);
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
