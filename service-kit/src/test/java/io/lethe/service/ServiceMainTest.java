package io.lethe.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.service.ServiceMain.ExitCode;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The process of a service. */
class ServiceMainTest {

    @Test
    void ends_with_a_code_of_its_own_when_the_configuration_is_wrong() {
        ExitCode code = ServiceMain.run("a-service", Map.of(), environment -> {
            Settings.read(environment, settings -> settings.text("LETHE_STATE_DIR"));
            throw new AssertionError("must not get here");
        });

        assertThat(code).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(code.value()).isEqualTo(78);
    }

    @Test
    void ends_as_failed_when_it_cannot_start() {
        ExitCode code = ServiceMain.run("a-service", Map.of(), environment -> {
            throw new IllegalStateException("the port is taken");
        });

        assertThat(code).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void S3_closes_and_ends_as_failed_when_it_can_no_longer_work() {
        Running service = new Running();
        service.failure().completeExceptionally(new IllegalStateException("the timer failed"));

        ExitCode code = ServiceMain.run("a-service", Map.of(), environment -> service);

        assertThat(code).isEqualTo(ExitCode.FAILED);
        assertThat(service.closed).isTrue();
    }

    @Test
    void ends_as_stopped_when_it_was_told_to() {
        Running service = new Running();
        service.failure().complete(null);

        assertThat(ServiceMain.run("a-service", Map.of(), environment -> service))
                .isEqualTo(ExitCode.STOPPED);
        assertThat(service.closed).isTrue();
    }

    private static final class Running implements Service {

        private final CompletableFuture<Void> failure = new CompletableFuture<>();
        private boolean closed;

        @Override
        public CompletableFuture<Void> failure() {
            return failure;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
