package io.lethe.local.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.lethe.local.folder.Json;
import java.io.UncheckedIOException;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** For whom an answer is printed: a person, or a program. */
final class OutputOption {

    /** The form of what is printed. */
    enum Form {
        TABLE,
        JSON
    }

    @Option(
            names = "--output",
            paramLabel = "FORM",
            description = "table, or json: the answer of the service as it is (default: table).")
    private Form form = Form.TABLE;

    void print(JsonNode answer, Function<JsonNode, String> forPeople) {
        try {
            if (form == Form.JSON) {
                System.out.println(Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(answer));
            } else {
                System.out.print(forPeople.apply(answer));
            }
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
