package io.lethe.connectors.work;

import io.lethe.schemas.DeletionOutcome;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.function.Supplier;

/** What there is to count of one system. */
final class SystemMetrics {

    private final MeterRegistry registry;
    private final String system;

    SystemMetrics(MeterRegistry registry, String system) {
        this.registry = registry;
        this.system = system;
        retried(0);
        unreadable(0);
    }

    void watch(Supplier<Number> open) {
        Gauge.builder("lethe_connector_commands_open", open)
                .description("commands taken and not yet answered")
                .tag("system", system)
                .register(registry);
    }

    void answered(DeletionOutcome outcome) {
        registry.counter(
                        "lethe_connector_answers",
                        "system",
                        system,
                        "outcome",
                        outcome.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .increment();
    }

    /** @param outcome what the system made of being told to leave a command */
    void withdrawn(DeletionOutcome outcome) {
        String word = switch (outcome) {
            case COMPLETED -> "cancelled";
            case NOT_FOUND -> "unknown";
            case REFUSED -> "too-late";
            default -> "failed";
        };
        registry.counter("lethe_connector_withdrawals", "system", system, "outcome", word)
                .increment();
    }

    void retried() {
        retried(1);
    }

    private void retried(int times) {
        registry.counter("lethe_connector_retries", "system", system).increment(times);
    }

    void unreadable() {
        unreadable(1);
    }

    private void unreadable(int times) {
        registry.counter("lethe_connector_unreadable", "system", system).increment(times);
    }
}
