package io.lethe.ingest.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lethe.ingest.contract.OpenApiDocument.Node;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An example as a command that works when it is pasted into a shell which has the keys. */
final class CurlCommand {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Map<String, String> KEYS = Map.of(
            "write", "LETHE_WRITE_KEY",
            "back-end", "LETHE_BACKEND_KEY",
            "operator", "LETHE_OPERATOR_KEY",
            "recipient", "LETHE_RECIPIENT_KEY");

    private CurlCommand() {}

    /** @param type of the body; empty where there is none */
    static String of(String method, String path, String type, List<String> keys, Node example) {
        StringBuilder command = new StringBuilder("curl");
        boolean inQuery = example.get("x-key-in-query").isThere();
        if (!keys.isEmpty() && !inQuery) {
            command.append(" -H \"Authorization: Bearer $")
                    .append(KEYS.get(keys.getFirst()))
                    .append('"');
        }
        if (!type.isEmpty()) {
            command.append(" -H ").append(quoted("Content-Type: " + type));
        }
        Node headers = example.get("x-headers");
        for (String header : headers.names()) {
            command.append(" -H ").append(quoted(header + ": " + headers.text(header)));
        }
        String address = DocumentPage.ADDRESS + path;
        command.append(' ').append(inQuery ? "\"" + address + "?key=$" + KEYS.get(keys.getFirst()) + "\"" : address);
        if (!type.isEmpty()) {
            command.append(" \\\n    --data-binary ")
                    .append(quoted(json(example.get("value").value())));
        }
        return method.equals("get") || !type.isEmpty() ? command.toString() : "";
    }

    private static String json(@Nullable Object value) {
        try {
            return value instanceof String lines ? lines : JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was read from YAML can be written as JSON", e);
        }
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
