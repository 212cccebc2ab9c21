package io.lethe.service;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a service until it is told to stop or fails, and tells by an exit code which it was. */
public final class ServiceMain {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceMain.class);
    private static final Duration SHUTDOWN_PATIENCE = Duration.ofSeconds(30);

    /** What a service's process ends with, so that whoever started it can tell why without reading the log. */
    public enum ExitCode {
        /** Stopped because it was told to. */
        STOPPED(0),
        /** Could not start, or failed while running: see the log. */
        FAILED(1),
        /** The configuration is wrong; starting again will not help. As in {@code sysexits.h}. */
        CONFIGURATION(78);

        private final int value;

        ExitCode(int value) {
            this.value = value;
        }

        public int value() {
            return value;
        }
    }

    /** Reads the configuration and starts the service. */
    @FunctionalInterface
    public interface Starter {
        /**
         * @throws ConfigurationException where the configuration is wrong
         * @throws Exception where the service cannot start
         */
        Service start(Map<String, String> environment) throws Exception;
    }

    private ServiceMain() {}

    /**
     * Blocks until the service has ended.
     *
     * @return what the process should exit with
     */
    public static ExitCode run(String name, Map<String, String> environment, Starter starter) {
        Service service;
        try {
            service = starter.start(environment);
        } catch (ConfigurationException e) {
            System.err.println(name + " cannot start; its configuration is wrong:");
            e.problems().forEach(problem -> System.err.println("  " + problem));
            return ExitCode.CONFIGURATION;
        } catch (Exception e) {
            LOG.error("{} cannot start", name, e);
            return ExitCode.FAILED;
        }
        LOG.info("{} is up", name);
        return untilTheEnd(name, service);
    }

    private static ExitCode untilTheEnd(String name, Service service) {
        CompletableFuture<Void> end = service.failure().copy();
        CountDownLatch closed = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(end, closed), name + "-shutdown"));
        try {
            end.join();
            LOG.info("{} stops", name);
            return ExitCode.STOPPED;
        } catch (CompletionException e) {
            LOG.error("{} failed and stops", name, e.getCause());
            return ExitCode.FAILED;
        } finally {
            try {
                service.close();
            } finally {
                closed.countDown();
            }
        }
    }

    /** The hook waits for the close to finish: the process must not end in the middle of it. */
    private static void stop(CompletableFuture<Void> end, CountDownLatch closed) {
        end.complete(null);
        try {
            if (!closed.await(SHUTDOWN_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                System.err.println("did not close within " + SHUTDOWN_PATIENCE + "; ends all the same");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
