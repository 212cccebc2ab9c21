package io.lethe.local.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.lethe.local.folder.Json;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** For whom an answer is printed: a person, or a program. */
final class OutputOption {

    /** The form of what is printed. */
    enum Form {
        TABLE,
        JSON;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--output",
            paramLabel = "FORM",
            description = "${COMPLETION-CANDIDATES}: for people, or for programs (default: table).")
    private Form form = Form.TABLE;

    /** Prints one document, or what people read instead. */
    void print(JsonNode answer, Function<JsonNode, String> forPeople) {
        say(isForPrograms() ? pretty(answer) + System.lineSeparator() : forPeople.apply(answer));
    }

    /** Prints one document of several: an object a line for programs, over several lines for people. */
    void printOneOfSeveral(JsonNode answer) {
        say((isForPrograms() ? answer.toString() : pretty(answer)) + System.lineSeparator());
    }

    /** Whether a program reads it: JSON, and nothing else. */
    boolean isForPrograms() {
        return form == Form.JSON;
    }

    private void say(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(text);
        out.flush();
    }

    private static String pretty(JsonNode answer) {
        try {
            return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(answer);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
