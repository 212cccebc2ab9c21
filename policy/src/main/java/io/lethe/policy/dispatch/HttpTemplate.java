package io.lethe.policy.dispatch;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The system is called over HTTP, once for each command.
 *
 * @param headers by their names; of what a placeholder stands for nothing is escaped here
 * @param body the JSON to send; empty for none
 * @param timeout until when a call has to be answered
 */
public record HttpTemplate(
        String method, Template url, Map<String, Template> headers, Optional<JsonTemplate> body, Duration timeout)
        implements Dispatch {

    public HttpTemplate {
        headers = Map.copyOf(new TreeMap<>(headers));
    }

    @Override
    public Set<String> secrets() {
        return names(templates().flatMap(template -> template.secrets().stream()));
    }

    /** What of a command the call needs, by the placeholders' names. */
    public Set<String> placeholders() {
        return names(templates().flatMap(template -> template.placeholders().stream()));
    }

    private Stream<Template> templates() {
        return Stream.of(
                        Stream.of(url), headers.values().stream(), body.stream().flatMap(JsonTemplate::texts))
                .flatMap(all -> all);
    }

    private static Set<String> names(Stream<String> all) {
        return all.collect(TreeSet::new, Set::add, Set::addAll);
    }
}
