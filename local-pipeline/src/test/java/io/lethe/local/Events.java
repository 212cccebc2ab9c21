package io.lethe.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.local.folder.Json;

/** Events as front-ends post them. */
final class Events {

    private Events() {}

    static ObjectNode grant(String visitorId, String purpose) {
        ObjectNode event = Json.MAPPER.createObjectNode().put("source", "www");
        event.putObject("subject").put("visitorId", visitorId);
        event.putArray("choices").addObject().put("purpose", purpose).put("decision", "granted");
        event.putObject("proof")
                .put("policyVersion", "2026-01")
                .put("noticeId", "banner-7")
                .put("language", "fr")
                .put("method", "save")
                .put("page", "https://www.example.org/");
        return event;
    }

    static ObjectNode interaction(String email) {
        ObjectNode event = Json.MAPPER.createObjectNode().put("source", "www").put("kind", "contact-form");
        event.putObject("subject").put("email", email);
        event.putArray("dataCategories").add("contact-details");
        return event;
    }

    static ObjectNode erasureRequest(String email) {
        ObjectNode event = Json.MAPPER
                .createObjectNode()
                .put("source", "www")
                .put("right", "erasure")
                .put("identity", "verified")
                .put("channel", "web");
        event.putObject("subject").put("email", email);
        return event;
    }
}
