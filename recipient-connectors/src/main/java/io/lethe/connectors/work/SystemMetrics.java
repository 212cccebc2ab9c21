package io.lethe.connectors.work;

import io.lethe.schemas.DeletionOutcome;
import io.micrometer.core.instrument.Counter;
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
        count(
                "lethe_connector_answers",
                "answers that were passed on as acknowledgements",
                1,
                "outcome",
                outcome.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    /** @param outcome what the system made of being told to leave a command */
    void withdrawn(DeletionOutcome outcome) {
        String word = switch (outcome) {
            case COMPLETED -> "cancelled";
            case NOT_FOUND -> "unknown";
            case REFUSED -> "too-late";
            default -> "failed";
        };
        count("lethe_connector_withdrawals", "commands that the system was told to leave", 1, "outcome", word);
    }

    void retried() {
        retried(1);
    }

    private void retried(int times) {
        count("lethe_connector_retries", "calls that were made once more", times);
    }

    void unreadable() {
        unreadable(1);
    }

    private void unreadable(int times) {
        count("lethe_connector_unreadable", "records of the system's commands that could not be read", times);
    }

    private void count(String name, String description, int times, String... tags) {
        Counter.builder(name)
                .description(description)
                .tag("system", system)
                .tags(tags)
                .register(registry)
                .increment(times);
    }
}
