package io.lethe.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.lethe.identity.IdentifierSeal;
import io.lethe.local.folder.DataFolder;
import io.lethe.local.folder.Keys;
import io.lethe.local.folder.Ports;
import io.lethe.local.folder.RunningPipeline;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rotation of the keys of identifiers, where the services of a pipeline can be asked how far they are. */
class IdentifierKeysTest {

    private final StringWriter printed = new StringWriter();

    private DataFolder data;
    private FileLock claim;
    private Service door;
    private Service worker;

    @SuppressWarnings("NullAway.Init") // JUnit calls open() first
    IdentifierKeysTest() {}

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        data = new DataFolder(folder.resolve("data"));
        data.prepare();
        claim = data.claim().orElseThrow();
        Keys.fresh().store(data);
        door = new Service();
        worker = new Service();
        Ports ports = new Ports(1, 2, door.port(), 4, worker.port(), 6, 7);
        new RunningPipeline(ProcessHandle.current().pid(), ports, true).store(data);
        everybodyKnowsTheFile();
    }

    @AfterEach
    void close() {
        DataFolder.release(claim);
        door.close();
        worker.close();
    }

    @Test
    void E5_a_key_is_promoted_only_once_both_services_know_it() throws IOException {
        assertThat(take("add")).isZero();
        String added = keySet();

        assertThat(take("promote")).isNotZero();
        assertThat(printed.toString()).contains("consent-ingest does not know the key set as it is in the file yet");

        door.knows(added, 0);
        assertThat(take("promote")).isNotZero();
        assertThat(printed.toString()).contains("erasure-worker does not know the key set as it is in the file yet");
        assertThat(keySet()).isEqualTo(added);

        worker.knows(added, 0);
        assertThat(take("promote")).isZero();
        assertThat(keySet()).isNotEqualTo(added);
    }

    @Test
    void E5_an_old_key_is_removed_only_once_nothing_is_left_that_it_has_sealed() throws IOException {
        take("add");
        everybodyKnowsTheFile();
        take("promote");
        String promoted = keySet();

        assertThat(take("remove-old")).isNotZero();
        assertThat(printed.toString()).contains("does not know the key set");

        door.knows(promoted, 0);
        worker.knows(promoted, 1);
        assertThat(take("remove-old")).isNotZero();
        assertThat(printed.toString()).contains("identifiers may be left that an older key has sealed");
        assertThat(keySet()).isEqualTo(promoted);

        worker.knows(promoted, 0);
        assertThat(take("remove-old")).isZero();
        assertThat(new IdentifierSeal(keySet()).size()).isEqualTo(1);
    }

    @Test
    void E5_a_service_that_does_not_answer_is_not_ready_for_a_step() throws IOException {
        take("add");
        everybodyKnowsTheFile();
        String added = keySet();
        worker.close();

        assertThat(take("promote")).isNotZero();

        assertThat(printed.toString()).contains("erasure-worker does not answer");
        assertThat(keySet()).isEqualTo(added);
    }

    private void everybodyKnowsTheFile() throws IOException {
        door.knows(keySet(), 0);
        worker.knows(keySet(), 0);
    }

    private String keySet() throws IOException {
        return Files.readString(data.identifierKeys());
    }

    private int take(String step) {
        PrintWriter writer = new PrintWriter(printed);
        return Lethe.commandLine()
                .setOut(writer)
                .setErr(writer)
                .execute("identifier-keys", step, "--data", data.root().toString());
    }

    /** As far as it can be asked for its metrics. */
    private static final class Service implements AutoCloseable {

        private final HttpServer server;
        private volatile String metrics = "";

        Service() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/metrics", exchange -> {
                byte[] body = metrics.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            server.start();
        }

        int port() {
            return server.getAddress().getPort();
        }

        /** @param resealing partitions with identifiers that another key may have sealed */
        void knows(String keySet, int resealing) {
            IdentifierSeal seal = new IdentifierSeal(keySet);
            metrics = "lethe_identifier_keys " + seal.size() + "\nlethe_identifier_key " + seal.primaryKey()
                    + "\nlethe_identities_resealing " + resealing + "\n";
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
