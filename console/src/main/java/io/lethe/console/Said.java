package io.lethe.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.service.HttpProblem;
import io.lethe.service.HttpProblem.Error;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The JSON object that the page has sent, and all that is wrong with it. No value of it is repeated. */
final class Said {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** In this alphabet no address can be written. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:/-]{1,100}");

    private final ObjectNode body;
    private final List<Error> problems = new ArrayList<>();

    private Said(ObjectNode body) {
        this.body = body;
    }

    /** Empty where it is none, which the request has been told then. */
    static Optional<Said> by(RoutingContext context, Set<String> members) {
        Optional<ObjectNode> body =
                object(Objects.requireNonNullElse(context.body().asString(), ""));
        if (body.isEmpty()) {
            HttpProblem.of(400, "Bad request", "The body has to be a JSON object.")
                    .answer(context);
        }
        return body.map(object -> {
            Said said = new Said(object);
            object.fieldNames().forEachRemaining(name -> {
                if (!members.contains(name)) {
                    said.wrong(
                            "",
                            "has a member that is not known; there are "
                                    + String.join(
                                            ", ", members.stream().sorted().toList()));
                }
            });
            return said;
        });
    }

    private static Optional<ObjectNode> object(String text) {
        try {
            JsonNode read = JSON.readTree(text);
            return read instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (JsonProcessingException noJson) {
            return Optional.empty();
        }
    }

    void wrong(String pointer, String detail) {
        problems.add(new Error(pointer, detail));
    }

    /** Whether anything is, which the request has been told then. */
    boolean isWrong(RoutingContext context) {
        if (problems.isEmpty()) {
            return false;
        }
        HttpProblem.of(422, "Breaks a rule", "Nothing was done.", problems).answer(context);
        return true;
    }

    /** An id, which names nobody; null where there is none. */
    @Nullable
    String id(String name) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual() || !ID.matcher(value.textValue()).matches()) {
            wrong("/" + name, "must be an id: letters (A to Z, a to z), digits, and . _ - : /");
            return null;
        }
        return value.textValue();
    }

    /** One of these words; empty where it is none, which is wrong then. */
    String word(String name, Set<String> words) {
        String said = body.path(name).asText("");
        if (!words.contains(said)) {
            wrong(
                    "/" + name,
                    "must be one of: "
                            + String.join(", ", words.stream().sorted().toList()));
            return "";
        }
        return said;
    }

    String text(String name) {
        return body.path(name).asText("");
    }

    ObjectNode body() {
        return body;
    }
}
