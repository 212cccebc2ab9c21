package io.lethe.service;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who is believed when saying for whom a request is made ({@code X-Forwarded-For}). An address is a number here, and is never written
 * anywhere: all of IPv4, and the network part of IPv6, since everybody has a whole network there.
 */
public final class TrustedProxies {

    /** Nobody's: where it cannot be told. */
    static final long UNKNOWN = -1;

    private static final String FORWARDED = "x-forwarded-for";
    private static final long IPV4 = 0xFFFFL << 32;

    /** Addresses that begin with the same bits. */
    private record Range(byte[] prefix, int bits) {

        boolean holds(byte[] address) {
            if (address.length != prefix.length) {
                return false;
            }
            int whole = bits / 8;
            int mask = 0xFF << 8 - bits % 8 & 0xFF;
            return Arrays.equals(address, 0, whole, prefix, 0, whole)
                    && (bits % 8 == 0 || (address[whole] & mask) == (prefix[whole] & mask));
        }
    }

    private final List<Range> ranges = new ArrayList<>();

    /**
     * From a list such as {@code 10.0.0.0/8, 2001:db8::/32, 192.0.2.7}.
     *
     * @throws IllegalArgumentException where a part is no address
     */
    static TrustedProxies of(String list) {
        TrustedProxies proxies = new TrustedProxies();
        for (String part : list.split(",", -1)) {
            if (!part.isBlank()) {
                proxies.ranges.add(range(part.strip()));
            }
        }
        return proxies;
    }

    private static Range range(String text) {
        String[] parts = text.split("/", 2);
        byte[] address = InetAddress.ofLiteral(parts[0]).getAddress();
        int bits = parts.length == 1 ? 8 * address.length : Integer.parseInt(parts[1]);
        if (bits < 0 || bits > 8 * address.length) {
            throw new IllegalArgumentException(text);
        }
        return new Range(address, bits);
    }

    boolean trust(InetAddress address) {
        byte[] bytes = address.getAddress();
        return ranges.stream().anyMatch(range -> range.holds(bytes));
    }

    /** For whom a request is made: whoever sent it, or whom the nearest proxy that is not ours had before it. */
    public long client(HttpServerRequest request) {
        @Nullable InetAddress peer = peer(request.connection());
        if (peer == null) {
            return UNKNOWN;
        }
        return number(
                ranges.isEmpty() || !trust(peer)
                        ? peer
                        : forwarded(peer, request.headers().getAll(FORWARDED)));
    }

    /** Proxies add to the right. What stands left of the first that is not ours may be anybody's invention. */
    private InetAddress forwarded(InetAddress peer, List<String> headers) {
        String[] hops = String.join(",", headers).split(",", -1);
        InetAddress nearest = peer;
        for (int i = hops.length - 1; i >= 0 && trust(nearest); i--) {
            Optional<InetAddress> hop = literal(hops[i].strip());
            if (hop.isEmpty()) {
                return nearest;
            }
            nearest = hop.get();
        }
        return nearest;
    }

    /** An address, perhaps with a port; never a name, which would have to be looked up. */
    private static Optional<InetAddress> literal(String text) {
        String address = text;
        if (text.startsWith("[")) {
            address = text.substring(1, Math.max(1, text.indexOf(']')));
        } else if (text.indexOf(':') == text.lastIndexOf(':') && text.indexOf(':') > 0) {
            address = text.substring(0, text.indexOf(':'));
        }
        try {
            return Optional.of(InetAddress.ofLiteral(address));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static long number(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return address instanceof Inet4Address ? IPV4 | Integer.toUnsignedLong(bytes.getInt()) : bytes.getLong();
    }

    /** Who is at the other end of a connection, as its socket has it: Vert.x has it only as text. */
    static @Nullable InetAddress peer(HttpConnection connection) {
        SocketAddress remote = ((HttpServerConnection) connection)
                .channelHandlerContext()
                .channel()
                .remoteAddress();
        return remote instanceof InetSocketAddress socket ? socket.getAddress() : null;
    }
}
