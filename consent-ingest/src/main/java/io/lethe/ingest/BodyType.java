package io.lethe.ingest;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Locale;

/** How a request says its body is written. */
enum BodyType {
    /** One object, or an array of them. */
    JSON,
    /** One object a line. */
    LINES,
    /** Of {@code sendBeacon}, which can say nothing else without asking first; read as JSON. */
    TEXT,
    /** One CloudEvent in structured mode. */
    CLOUD_EVENT,
    /** An array of them. */
    CLOUD_EVENTS,
    UNKNOWN;

    static BodyType of(MultiMap headers) {
        String encoding = headers.get(HttpHeaders.CONTENT_ENCODING);
        String type = headers.get(HttpHeaders.CONTENT_TYPE);
        if (type == null || encoding != null && !encoding.equalsIgnoreCase("identity")) {
            return UNKNOWN;
        }
        return of(type);
    }

    private static BodyType of(String type) {
        String[] parts = type.toLowerCase(Locale.ROOT).split(";", -1);
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().replace("\"", "");
            if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
                return UNKNOWN;
            }
        }
        return switch (parts[0].strip()) {
            case "application/json" -> JSON;
            case "application/x-ndjson" -> LINES;
            case "text/plain" -> TEXT;
            case "application/cloudevents+json" -> CLOUD_EVENT;
            case "application/cloudevents-batch+json" -> CLOUD_EVENTS;
            default -> UNKNOWN;
        };
    }
}
