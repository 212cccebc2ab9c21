package io.lethe.local.faults.door;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Bare connections to a door, and how many of them it has not closed yet. */
final class BareConnections implements AutoCloseable {

    private final List<Socket> sockets = new ArrayList<>();
    private final AtomicInteger open = new AtomicInteger();

    private BareConnections() {}

    static BareConnections of(int connections, int port) {
        BareConnections crowd = new BareConnections();
        for (int i = 0; i < connections; i++) {
            crowd.connect(port);
        }
        return crowd;
    }

    private void connect(int port) {
        try {
            Socket socket = new Socket("127.0.0.1", port);
            sockets.add(socket);
            open.incrementAndGet();
            Thread.ofVirtual().start(() -> readToTheEnd(socket));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void readToTheEnd(Socket socket) {
        byte[] some = new byte[1024];
        try {
            while (socket.getInputStream().read(some) >= 0) {
                // What a door says to the like of us does not matter here.
            }
        } catch (IOException e) {
            // Ended roughly.
        }
        open.decrementAndGet();
    }

    int open() {
        return open.get();
    }

    /** Each sends this, unless its connection has ended. */
    void send(byte[] bytes) {
        for (Socket socket : sockets) {
            try {
                socket.getOutputStream().write(bytes);
            } catch (IOException e) {
                // It has.
            }
        }
    }

    @Override
    public void close() {
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
