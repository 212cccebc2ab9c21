package io.lethe.retention.query;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.identity.Identifier;
import io.lethe.identity.SubjectIds;
import io.lethe.policy.IdentifierKind;
import io.lethe.service.HttpProblem;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Which subject an identifier stands for. The identifier is seen while the question is answered, and kept nowhere. */
final class SubjectIdQuery {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final SubjectIds subjectIds;

    SubjectIdQuery(SubjectIds subjectIds) {
        this.subjectIds = subjectIds;
    }

    /** The subject ids of the identifiers that a body holds. */
    JsonNode subjectIds(RoutingContext context) throws Refusal {
        JsonNode body = body(context);
        // The subject may stand alone, or as it does in an event.
        boolean wrapped = body.has("subject");
        String place = wrapped ? "/subject" : "";
        JsonNode subject = wrapped ? body.get("subject") : body;
        if (!subject.isObject()) {
            throw Refusal.invalid(place, "must be an object");
        }
        List<HttpProblem.Error> errors = new ArrayList<>();
        if (wrapped) {
            unknown(body, Predicate.not("subject"::equals), "", "is not known here", errors);
        }
        unknown(
                subject,
                name -> IdentifierKind.of(name).isEmpty(),
                place,
                "is not an identifier; use email, customerId or visitorId",
                errors);
        List<ObjectNode> ids = ids(subject, place, errors);
        if (errors.isEmpty() && ids.isEmpty()) {
            errors.add(new HttpProblem.Error(place, "holds no identifier; give an email, customerId or visitorId"));
        }
        if (!errors.isEmpty()) {
            throw new Refusal(HttpProblem.of(422, "Unprocessable content", "The subject cannot be read.", errors));
        }
        ObjectNode answer = JSON.createObjectNode();
        answer.set("subjectId", ids.getFirst().get("subjectId"));
        ArrayNode all = answer.putArray("subjectIds");
        ids.forEach(all::add);
        return answer;
    }

    private static void unknown(
            JsonNode object, Predicate<String> isUnknown, String place, String detail, List<HttpProblem.Error> errors) {
        object.fieldNames().forEachRemaining(name -> {
            if (isUnknown.test(name)) {
                errors.add(new HttpProblem.Error(place + "/" + pointer(name), detail));
            }
        });
    }

    private List<ObjectNode> ids(JsonNode subject, String place, List<HttpProblem.Error> errors) {
        List<ObjectNode> ids = new ArrayList<>();
        for (IdentifierKind kind : IdentifierKind.values()) {
            JsonNode value = subject.get(kind.id());
            if (value == null || value.isNull()) {
                continue;
            }
            try {
                if (!value.isTextual()) {
                    throw new IllegalArgumentException("must be a string");
                }
                ObjectNode one = JSON.createObjectNode();
                one.put("type", kind.id());
                one.put("subjectId", subjectIds.of(new Identifier(kind, value.textValue())));
                ids.add(one);
            } catch (IllegalArgumentException e) {
                errors.add(new HttpProblem.Error(place + "/" + kind.id(), String.valueOf(e.getMessage())));
            }
        }
        return ids;
    }

    private static JsonNode body(RoutingContext context) throws Refusal {
        Buffer body = context.body().buffer();
        try {
            JsonNode tree = body == null ? MissingNode.getInstance() : JSON.readTree(body.getBytes());
            if (tree.isMissingNode()) {
                throw notJson("is empty");
            }
            return tree;
        } catch (JsonProcessingException e) {
            throw notJson("is not JSON");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Refusal notJson(String detail) {
        return new Refusal(HttpProblem.of(
                400, "Not JSON", "The question cannot be read.", List.of(new HttpProblem.Error("", detail))));
    }

    private static String pointer(String name) {
        return name.length() > 40 ? "…" : name.replace("~", "~0").replace("/", "~1");
    }
}
