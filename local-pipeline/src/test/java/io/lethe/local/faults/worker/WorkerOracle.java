package io.lethe.local.faults.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the orders given must come to, worked out from them and from what the recipients' scripts say, and from none of the product's
 * code.
 */
final class WorkerOracle {

    static final List<String> SYSTEMS =
            List.of("hubspot", "google-analytics", "google-ads", "microsoft-clarity", "linkedin", "cloudflare");

    /** Longer than the policy lets a recipient take. */
    static final Duration BEYOND_ALL_DEADLINES = Duration.ofDays(31);

    /** Whom an order is about. */
    record Person(String subject, boolean device, String identifier) {

        /** Those that know a device know it by its cookie; one of them knows people by their address as well. */
        List<String> knownTo() {
            return device ? SYSTEMS : List.of("hubspot");
        }
    }

    /** An order, and how it will be answered. */
    record Given(String orderId, Person person, Instant at, Map<String, Script> scripts) {}

    private final Map<String, Given> orders = new LinkedHashMap<>();
    private final Set<String> waived = new HashSet<>();
    private final List<String> deadLetters = new ArrayList<>();

    synchronized void given(Given order) {
        orders.put(order.orderId(), order);
    }

    /** An operator has released all that still owed something. */
    synchronized void waived(String orderId) {
        waived.add(orderId);
    }

    synchronized void willBeDeadLetter(String position) {
        deadLetters.add(position);
    }

    @Nullable
    synchronized Given order(String orderId) {
        return orders.get(orderId);
    }

    @Nullable
    synchronized Script script(String orderId, String system) {
        Given order = orders.get(orderId);
        return order == null ? null : order.scripts().get(system);
    }

    synchronized List<Given> orders() {
        return List.copyOf(orders.values());
    }

    synchronized List<String> deadLetters() {
        return List.copyOf(deadLetters);
    }

    /** Where each system of an order stands in the end: {@code ASKED} where its answer is still waited for. */
    synchronized Map<String, String> standing(Given order, Instant now) {
        Map<String, String> standing = new TreeMap<>();
        boolean over = now.isAfter(order.at().plus(BEYOND_ALL_DEADLINES));
        order.scripts().forEach((system, script) -> {
            if (!script.settles() && waived.contains(order.orderId())) {
                standing.put(system, "WAIVED");
            } else if (script == Script.NEVER) {
                standing.put(system, over ? "ESCALATED" : "ASKED");
            } else {
                standing.put(system, script.end());
            }
        });
        return standing;
    }

    /** What waits for an operator once all deadlines are over: order, system and state. */
    synchronized List<String> withPerson(Instant now) {
        List<String> waiting = new ArrayList<>();
        orders.values()
                .forEach(order -> standing(order, now).forEach((system, state) -> {
                    if (state.equals("ESCALATED") || state.equals("REFUSED")) {
                        waiting.add(order.orderId() + " " + system + " " + state.toLowerCase(Locale.ROOT));
                    }
                }));
        return waiting;
    }

    /** Whether nothing is owed for it in the end. */
    synchronized boolean finishes(Given order) {
        return waived.contains(order.orderId())
                || order.scripts().values().stream().allMatch(Script::settles);
    }
}
