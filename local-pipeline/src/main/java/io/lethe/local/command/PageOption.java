package io.lethe.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.lethe.local.terminal.Table;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which part of a list that a service tells in pages, and what is printed below it. */
final class PageOption {

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "So many at most, up to 1000 (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--after", paramLabel = "PLACE", description = "Goes on where a list has ended, which says so.")
    private @Nullable String after;

    int limit() {
        return limit;
    }

    /** Null: from the first on. */
    @Nullable
    String after() {
        return after;
    }

    /** As the services are asked for it. */
    String query() {
        return "limit=" + limit + (after == null ? "" : "&after=" + URLEncoder.encode(after, StandardCharsets.UTF_8));
    }

    /**
     * A page as text, with whether and where it goes on.
     *
     * @param table of what is on it
     * @param none what is said where there is nothing at all
     */
    static String text(JsonNode answer, Table table, boolean isEmpty, String none) {
        StringBuilder told = new StringBuilder();
        boolean goesOn = answer.path("next").isTextual();
        if (!isEmpty) {
            told.append(table);
        } else if (!goesOn) {
            told.append(none).append(System.lineSeparator());
        }
        if (!answer.path("complete").asBoolean()) {
            told.append("the list is still being made, and more may follow%n".formatted());
        }
        if (goesOn) {
            told.append(
                    "it goes on: --after '%s'%n".formatted(answer.path("next").asText()));
        }
        return told.toString();
    }
}
