package io.lethe.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps a number of connections busy, each with one request at a time, from a single thread: it costs a fraction of what any
 * server does, so that it is not what is measured.
 */
final class LoadGenerator {

    /** Of one event, and of each further one. */
    private static final int LARGEST_ANSWER = 4 * 1024;

    private static final int ANSWER_OF_EVENT = 256;

    private final InetSocketAddress server;
    private final RequestTemplate requests;

    LoadGenerator(InetSocketAddress server, RequestTemplate requests) {
        this.server = server;
        this.requests = requests;
    }

    /** Posts requests with the numbers from {@code first} on. The first part of the time is not measured. */
    LoadRun.Result run(int connections, int first, double warmUpSeconds, double seconds) throws IOException {
        LoadRun run = new LoadRun(first, requests.batch(), warmUpSeconds, seconds);
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

    /** One connection, with at most one request on its way. */
    private final class Connection {
        private final SocketChannel channel;
        private final LoadRun run;
        private final ByteBuffer request = requests.copy();
        private final ByteBuffer answer = ByteBuffer.allocate(LARGEST_ANSWER + requests.batch() * ANSWER_OF_EVENT);
        private int number;
        private long sent;

        Connection(SocketChannel channel, LoadRun run) {
            this.channel = channel;
            this.run = run;
        }

        void post() throws IOException {
            number = run.next();
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
            } else if (status == 503 || status == 429) {
                run.refused(sent, now);
            } else {
                throw new IOException("the server answers " + status + ": "
                        + new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8));
            }
            answer.clear();
            if (run.isOver(now)) {
                return false;
            }
            post();
            return true;
        }
    }
}
