package io.lethe.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The document as the door gives it out, and whether an answer is as it says. */
final class PublishedContract {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> METHODS = Set.of("get", "post", "delete", "options");

    /** Where the schemas of the specification are at home; here they come in the jar of a library. */
    private static final String OFFICIAL = "https://spec.openapis.org/";

    /** What HTTP itself says, of any answer. */
    private static final Set<String> OF_EVERY_ANSWER = Set.of("content-type", "content-length");

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

        /** Where it is sent; with the key, if that is to stand there. */
        String target() {
            return isKeyInQuery() ? of.path() + "?key=" + of.keys().getFirst() + "-key" : of.path();
        }

        private boolean isKeyInQuery() {
            return said.path("x-key-in-query").asBoolean();
        }

        int answer() {
            return said.path("x-answer").asInt(202);
        }

        String[] headers() {
            Stream<String> own = said.path("x-headers")
                    .propertyStream()
                    .flatMap(header ->
                            Stream.of(header.getKey(), header.getValue().asText()));
            Stream<String> key = isKeyInQuery() ? Stream.of() : Stream.of(of.headers());
            return Stream.concat(Stream.concat(key, Stream.of("Content-Type", type)), own)
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

    /** What the text that an example's body is, is to be, where it is JSON. */
    JsonNode schema(Example example) {
        return example.schema().has("contentSchema") ? example.schema().path("contentSchema") : example.schema();
    }

    /** That body and headers are what the document says of this status. */
    void check(Operation operation, HttpResponse<String> answer) {
        checkHeaders(operation, answer);
        check(
                operation,
                answer.statusCode(),
                answer.headers().firstValue("content-type").orElse(""),
                answer.body());
    }

    void check(Operation operation, int status, String contentType, String body) {
        JsonNode response = response(operation, status);
        assertThat(response.isMissingNode())
                .as("%s answered %d, which is not in the document: %s", operation.name(), status, body)
                .isFalse();
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

    private JsonNode response(Operation operation, int status) {
        return followed(operation.said().path("responses").path(Integer.toString(status)));
    }

    private JsonNode followed(JsonNode node) {
        return node.has("$ref") ? root.at(node.path("$ref").textValue().substring(1)) : node;
    }

    /** Every header that is sent is in the document, and as it says; every one that the document promises is sent. */
    private void checkHeaders(Operation operation, HttpResponse<String> answer) {
        JsonNode documented = response(operation, answer.statusCode()).path("headers");
        Map<String, String> sent = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        answer.headers().map().forEach((name, values) -> sent.put(name, String.join(", ", values)));
        sent.keySet().removeAll(OF_EVERY_ANSWER);
        String asked = operation.name() + " " + answer.statusCode();
        assertThat(documented.propertyStream().map(Map.Entry::getKey))
                .as(asked)
                .usingElementComparator(String.CASE_INSENSITIVE_ORDER)
                .containsAll(sent.keySet());
        documented.propertyStream().forEach(entry -> {
            JsonNode header = followed(entry.getValue());
            String value = sent.get(entry.getKey());
            if (value != null || header.path("required").asBoolean()) {
                assertThat(sent).as(asked).containsKey(entry.getKey());
                assertThat(problems(
                                header.path("schema"), JSON.valueToTree(value).toString()))
                        .as("%s %s: %s", asked, entry.getKey(), value)
                        .isEmpty();
            }
        });
    }

    /** What is wrong with the document itself, by the OpenAPI Initiative's own schema. */
    List<Error> flaws() {
        SchemaRegistry official = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(PublishedContract::official));
        return official.getSchema(SchemaLocation.of(OFFICIAL + "oas/3.1/schema-base/2022-10-07"))
                .validate(root.toString(), InputFormat.JSON);
    }

    private static @Nullable String official(String id) {
        if (!id.startsWith(OFFICIAL)) {
            return null;
        }
        try (InputStream file = PublishedContract.class.getResourceAsStream(id.substring("https:/".length()))) {
            return file == null ? null : new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
