package io.lethe.ingest;

import io.lethe.ingest.cloudevents.CloudEvents;
import io.lethe.ingest.event.EventKind;
import io.lethe.ingest.json.BodyProblems;
import io.lethe.ingest.json.Documents;
import io.lethe.ingest.json.Documents.Document;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The events of a request, by themselves or as CloudEvents, as its headers say. */
final class SentDocuments {

    private SentDocuments() {}

    static List<Document> in(EventKind kind, byte[] body, MultiMap headers, BodyProblems problems) {
        BodyType type = BodyType.of(headers);
        return switch (type) {
            case CLOUD_EVENT, CLOUD_EVENTS ->
                CloudEvents.structured(kind, body, type == BodyType.CLOUD_EVENTS, problems);
            case JSON ->
                CloudEvents.isBinary(headers::contains)
                        ? CloudEvents.binary(kind, body, entries(headers), problems)
                        : Documents.in(body, false, problems);
            case LINES, TEXT, UNKNOWN -> Documents.in(body, type == BodyType.LINES, problems);
        };
    }

    private static List<Map.Entry<String, String>> entries(MultiMap headers) {
        return headers.entries().stream()
                .map(header -> Map.entry(header.getKey().toLowerCase(Locale.ROOT), header.getValue()))
                .toList();
    }
}
