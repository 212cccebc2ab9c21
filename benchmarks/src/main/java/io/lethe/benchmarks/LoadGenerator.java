package io.lethe.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

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

    /** Posts requests with the numbers from {@code first} on, each connection as soon as it has its answer. The first part of the time is not measured. */
    LoadRun.Result run(int connections, int first, double warmUpSeconds, double seconds) throws IOException {
        return run(connections, Double.POSITIVE_INFINITY, first, warmUpSeconds, seconds);
    }

    /**
     * Posts so many requests a second, however soon they are answered, as front-ends do that know nothing of each other. One for which no connection is free is
     * counted.
     */
    LoadRun.Result run(int connections, double perSecond, int first, double warmUpSeconds, double seconds)
            throws IOException {
        LoadRun run = new LoadRun(first, requests.batch(), warmUpSeconds, seconds);
        Pace pace = new Pace(perSecond);
        Deque<Connection> idle = new ArrayDeque<>();
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < connections; i++) {
                SocketChannel channel = SocketChannel.open(server);
                channel.socket().setTcpNoDelay(true);
                channel.configureBlocking(false);
                Connection connection = new Connection(channel, run);
                channel.register(selector, SelectionKey.OP_READ, connection);
                idle.add(connection);
            }
            int open = connections;
            while (open > 0) {
                long now = System.nanoTime();
                if (run.isOver(now)) {
                    for (Connection connection; (connection = idle.poll()) != null; open--) {
                        connection.close();
                    }
                } else {
                    run.unsent(pace.post(idle, now));
                }
                if (open > 0) {
                    await(selector, pace, idle);
                }
            }
        }
        return run.result();
    }

    /** Gives back the connections that have their answer. */
    private static void await(Selector selector, Pace pace, Deque<Connection> idle) throws IOException {
        selector.select(pace.millisToNext());
        for (SelectionKey key : selector.selectedKeys()) {
            Connection connection = (Connection) key.attachment();
            if (connection.read()) {
                idle.add(connection);
            }
        }
        selector.selectedKeys().clear();
    }

    /** When the next request is due. */
    private static final class Pace {
        private final double perNano;
        private final long begun = System.nanoTime();
        private long given;

        Pace(double perSecond) {
            this.perNano = perSecond / 1e9;
        }

        private boolean limited() {
            return Double.isFinite(perNano);
        }

        /** Posts what is due; returns for how many of them there was no connection. */
        int post(Deque<Connection> idle, long now) throws IOException {
            int due = limited() ? (int) ((long) ((now - begun) * perNano) - given) : idle.size();
            given += due;
            while (due > 0 && !idle.isEmpty()) {
                idle.remove().post();
                due--;
            }
            return due;
        }

        /** As {@link Selector#select(long)} takes it: 0 is for ever. */
        long millisToNext() {
            return limited() ? 1 : 0;
        }
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

        void close() throws IOException {
            channel.close();
        }

        /** Whether it has its answer. */
        boolean read() throws IOException {
            if (channel.read(answer) < 0) {
                throw new IOException("the server closed a connection");
            }
            int length = AnswerBytes.lengthOf(answer);
            if (length < 0 || answer.position() < length) {
                return false;
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
            return true;
        }
    }
}
