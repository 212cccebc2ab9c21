package io.lethe.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Keeps a number of connections busy, each with one request at a time, from a single thread: it costs a fraction of what any
 * server does, so that it is not what is measured.
 */
final class LoadGenerator {

    private static final int LARGEST_ANSWER = 16 * 1024;

    private final InetSocketAddress server;
    private final RequestTemplate requests;

    LoadGenerator(InetSocketAddress server, RequestTemplate requests) {
        this.server = server;
        this.requests = requests;
    }

    /**
     * What came of one run.
     *
     * @param next the first number that was not used
     * @param accepted the numbers of the events that were answered with 202
     * @param perSecond how many of them in the measured time
     * @param p99Millis how long the slowest of a hundred took, in the measured time
     */
    record Result(int next, BitSet accepted, double perSecond, double p99Millis) {}

    /** Posts events with the numbers from {@code first} on. The first part of the time is not measured. */
    Result run(int connections, int first, double warmUpSeconds, double seconds) throws IOException {
        Run run = new Run(first, warmUpSeconds, seconds);
        try (Selector selector = Selector.open()) {
            List<Connection> all = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                SocketChannel channel = SocketChannel.open(server);
                channel.socket().setTcpNoDelay(true);
                channel.configureBlocking(false);
                Connection connection = new Connection(channel, run);
                channel.register(selector, SelectionKey.OP_READ, connection);
                all.add(connection);
            }
            for (Connection connection : all) {
                connection.post();
            }
            int open = connections;
            while (open > 0) {
                selector.select();
                for (SelectionKey key : selector.selectedKeys()) {
                    if (!((Connection) key.attachment()).read()) {
                        key.cancel();
                        key.channel().close();
                        open--;
                    }
                }
                selector.selectedKeys().clear();
            }
        }
        return run.result();
    }

    /** The numbers and times of one run. */
    private static final class Run {
        private final double seconds;
        private final long measureFrom;
        private final long end;
        private final BitSet accepted = new BitSet();
        private int next;
        private long[] nanos = new long[1 << 16];
        private int measured;

        Run(int first, double warmUpSeconds, double seconds) {
            this.next = first;
            this.seconds = seconds;
            this.measureFrom = System.nanoTime() + (long) (warmUpSeconds * 1e9);
            this.end = measureFrom + (long) (seconds * 1e9);
        }

        void accepted(int number, long sent, long now) {
            accepted.set(number);
            if (now >= measureFrom && now < end) {
                if (measured == nanos.length) {
                    nanos = Arrays.copyOf(nanos, 2 * measured);
                }
                nanos[measured++] = now - sent;
            }
        }

        Result result() {
            long[] sorted = Arrays.copyOf(nanos, measured);
            Arrays.sort(sorted);
            double p99 = measured == 0 ? 0 : sorted[(int) (measured * 0.99)] / 1e6;
            return new Result(next, accepted, measured / seconds, p99);
        }
    }

    /** One connection, with at most one request on its way. */
    private final class Connection {
        private final SocketChannel channel;
        private final Run run;
        private final ByteBuffer request = requests.copy();
        private final ByteBuffer answer = ByteBuffer.allocate(LARGEST_ANSWER);
        private int number;
        private long sent;

        Connection(SocketChannel channel, Run run) {
            this.channel = channel;
            this.run = run;
        }

        void post() throws IOException {
            number = run.next++;
            requests.number(request, number);
            request.clear();
            sent = System.nanoTime();
            while (request.hasRemaining()) {
                channel.write(request);
            }
        }

        /** Whether it goes on. */
        boolean read() throws IOException {
            if (channel.read(answer) < 0) {
                throw new IOException("the server closed a connection");
            }
            int length = AnswerBytes.lengthOf(answer);
            if (length < 0 || answer.position() < length) {
                return true;
            }
            int status = AnswerBytes.status(answer);
            long now = System.nanoTime();
            if (status == 202) {
                run.accepted(number, sent, now);
            } else if (status != 503 && status != 429) {
                throw new IOException("the server answers " + status + ": "
                        + new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8));
            }
            answer.clear();
            if (now >= run.end) {
                return false;
            }
            post();
            return true;
        }
    }
}
