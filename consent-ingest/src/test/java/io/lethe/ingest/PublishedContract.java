package io.lethe.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The document as the door gives it out, and whether an answer is as it says. */
final class PublishedContract {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> METHODS = Set.of("get", "post", "delete", "options");

    private final String text;
    private final JsonNode root;
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final Map<JsonNode, Schema> schemas = new HashMap<>();

    PublishedContract(String text) {
        this.text = text;
        this.root = JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(text));
    }

    /** One path and method. */
    record Operation(String path, String method, JsonNode said) {

        List<String> keys() {
            return said.path("x-keys").valueStream().map(JsonNode::textValue).toList();
        }

        /** The bearer token of the first role that may call it. */
        String[] headers() {
            if (keys().isEmpty()) {
                return new String[0];
            }
            return new String[] {"Authorization", "Bearer " + keys().getFirst() + "-key"};
        }

        String name() {
            return method.toUpperCase(Locale.ROOT) + " " + path;
        }
    }

    /** An example of a body. */
    record Example(Operation of, String type, JsonNode schema, JsonNode said) {

        String body() {
            JsonNode value = said.path("value");
            return value.isTextual() ? value.textValue() : value.toString();
        }

        int answer() {
            return said.path("x-answer").asInt(202);
        }

        String[] headers() {
            Stream<String> own = said.path("x-headers")
                    .propertyStream()
                    .flatMap(header ->
                            Stream.of(header.getKey(), header.getValue().asText()));
            return Stream.concat(Stream.concat(Stream.of(of.headers()), Stream.of("Content-Type", type)), own)
                    .toArray(String[]::new);
        }
    }

    String text() {
        return text;
    }

    JsonNode root() {
        return root;
    }

    List<Operation> operations() {
        return root.path("paths")
                .propertyStream()
                .flatMap(path -> path.getValue()
                        .propertyStream()
                        .filter(one -> METHODS.contains(one.getKey()))
                        .map(one -> new Operation(path.getKey(), one.getKey(), one.getValue())))
                .toList();
    }

    List<Example> examples() {
        return operations().stream().flatMap(this::examples).toList();
    }

    Stream<Example> examples(Operation operation) {
        return operation
                .said()
                .path("requestBody")
                .path("content")
                .propertyStream()
                .flatMap(content -> content.getValue()
                        .path("examples")
                        .valueStream()
                        .map(example -> new Example(
                                operation, content.getKey(), content.getValue().path("schema"), example)));
    }

    Set<String> statuses(Operation operation) {
        Set<String> statuses = new TreeSet<>();
        operation.said().path("responses").fieldNames().forEachRemaining(statuses::add);
        return statuses;
    }

    /** That the body is what the document says of this status. */
    void check(Operation operation, HttpResponse<String> answer) {
        check(
                operation,
                answer.statusCode(),
                answer.headers().firstValue("content-type").orElse(""),
                answer.body());
    }

    void check(Operation operation, int status, String contentType, String body) {
        JsonNode response = operation.said().path("responses").path(Integer.toString(status));
        assertThat(response.isMissingNode())
                .as("%s answered %d, which is not in the document: %s", operation.name(), status, body)
                .isFalse();
        if (response.has("$ref")) {
            response = root.at(response.path("$ref").textValue().substring(1));
        }
        JsonNode content = response.path("content");
        if (content.isMissingNode()) {
            assertThat(body).as("%s %d", operation.name(), status).isEmpty();
            return;
        }
        String type = contentType.replaceFirst(";.*", "");
        assertThat(content.has(type))
                .as("%s %d as %s", operation.name(), status, type)
                .isTrue();
        if (type.endsWith("json")) {
            assertThat(problems(content.path(type).path("schema"), body))
                    .as("%s %d: %s", operation.name(), status, body)
                    .isEmpty();
        } else {
            assertThat(body).as("%s %d", operation.name(), status).isNotEmpty();
        }
    }

    /** What is wrong with a text that a schema of the document describes. */
    List<Error> problems(JsonNode schema, String body) {
        ObjectNode whole = JSON.createObjectNode();
        whole.putArray("allOf").add(schema);
        whole.set("components", root.path("components"));
        return schemas.computeIfAbsent(schema, _ -> registry.getSchema(whole.toString(), InputFormat.JSON))
                .validate(body, InputFormat.JSON);
    }
}
