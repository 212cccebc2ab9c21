package io.lethe.ingest.cloudevents;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.ingest.event.EventKind;
import io.lethe.ingest.json.BodyProblems;
import io.lethe.ingest.json.Documents;
import io.lethe.ingest.json.Documents.Document;
import io.lethe.ingest.json.Members;
import io.lethe.ingest.json.Pointer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes CloudEvents 1.0 apart (JSON format 1.0, HTTP binding 1.0). What their attributes say goes into the data, where our events have it; what both say
 * must be the same.
 */
public final class CloudEvents {

    private static final String DATA = "data";
    private static final String BASE64 = "data_base64";
    private static final Set<String> ATTRIBUTES = Set.of(
            "specversion", "id", "source", "type", "time", "subject", "dataschema", "datacontenttype", DATA, BASE64);

    /** Of extensions, such as those of a tracer; they are taken, and not looked at. */
    private static final Pattern EXTENSION = Pattern.compile("[a-z0-9]{1,40}");

    private CloudEvents() {}

    /**
     * In structured mode: the body is the CloudEvent, or an array of them.
     *
     * @param batch whether it is {@code application/cloudevents-batch+json}
     */
    public static List<Document> structured(EventKind kind, byte[] body, boolean batch, BodyProblems problems) {
        List<Document> found = new ArrayList<>();
        for (Document whole : Documents.in(body, false, problems)) {
            if (batch == whole.at().isRoot()) {
                problems.addWhole(
                        batch
                                ? "must be an array of CloudEvents"
                                : "must be one CloudEvent; several are application/cloudevents-batch+json");
                break;
            }
            Members attributes = new Members(whole.node(), whole.at(), problems, known(whole.node()));
            Document data = data(whole, attributes, problems);
            Attributes.check(kind, attributes);
            if (data != null) {
                found.add(Attributes.merged(kind, attributes, data));
            }
        }
        return found;
    }

    /**
     * In binary mode: the body is the data, and the attributes are headers.
     *
     * @param headers all of the request, their names in small letters
     */
    public static List<Document> binary(
            EventKind kind, byte[] body, List<Map.Entry<String, String>> headers, BodyProblems problems) {
        List<Document> documents = Documents.in(body, false, problems);
        Members attributes = BinaryHeaders.attributes(headers, problems);
        Attributes.check(kind, attributes);
        if (documents.isEmpty()) {
            return documents;
        }
        if (!documents.getFirst().at().isRoot()) {
            problems.addWhole("must be one object: a CloudEvent in binary mode is one event");
            return List.of();
        }
        return List.of(Attributes.merged(kind, attributes, documents.getFirst()));
    }

    /**
     * Whether a request is a CloudEvent in binary mode, whole or not.
     *
     * @param hasHeader knows the headers' names in small letters
     */
    public static boolean isBinary(Predicate<String> hasHeader) {
        return BinaryHeaders.REQUIRED.stream().anyMatch(hasHeader);
    }

    private static Set<String> known(ObjectNode event) {
        Set<String> known = new HashSet<>(ATTRIBUTES);
        event.fieldNames().forEachRemaining(name -> {
            if (EXTENSION.matcher(name).matches()) {
                known.add(name);
            }
        });
        return known.stream().collect(Collectors.toUnmodifiableSet());
    }

    private static @Nullable Document data(Document whole, Members attributes, BodyProblems problems) {
        boolean encoded = attributes.has(BASE64);
        if (encoded == attributes.has(DATA)) {
            attributes.problem(DATA, encoded ? "is there twice, here and in data_base64" : "is missing");
            return null;
        }
        Pointer at = whole.at().member(encoded ? BASE64 : DATA);
        if (!encoded) {
            if (whole.node().get(DATA) instanceof ObjectNode object) {
                return new Document(at, object);
            }
            attributes.problem(DATA, "must be an object");
            return null;
        }
        String text = attributes.raw(BASE64);
        if (text == null) {
            return null;
        }
        try {
            ObjectNode object = Documents.object(Base64.getDecoder().decode(text), at, problems);
            return object == null ? null : new Document(at, object);
        } catch (IllegalArgumentException e) {
            attributes.problem(BASE64, "must be base64");
            return null;
        }
    }
}
