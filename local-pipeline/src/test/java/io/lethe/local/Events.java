package io.lethe.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.local.folder.Json;
import io.lethe.policy.file.PolicyFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Events as front-ends post them, and policies as lawyers change them. */
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

    /** A legal hold, {@code place} or {@code release}. */
    static ObjectNode hold(String email, String action) {
        ObjectNode event = Json.MAPPER
                .createObjectNode()
                .put("holdId", "case-12")
                .put("action", action)
                .put("reason", "court case");
        event.putObject("subject").put("email", email);
        return event;
    }

    /** The built-in policy with another period. */
    static byte[] policyKeepingFor(String period) throws IOException {
        try (InputStream builtIn = PolicyFile.class.getResourceAsStream("/policy/" + PolicyFile.BUILT_IN)) {
            return new String(Objects.requireNonNull(builtIn).readAllBytes(), StandardCharsets.UTF_8)
                    .replace("keepFor: P5Y", "keepFor: " + period)
                    .getBytes(StandardCharsets.UTF_8);
        }
    }

    static ObjectNode erasureRequest(String email) {
        return erasureRequest("email", email);
    }

    static ObjectNode erasureRequestOfVisitor(String visitorId) {
        return erasureRequest("visitorId", visitorId);
    }

    static ObjectNode erasureRequest(String kind, String identifier) {
        ObjectNode event = Json.MAPPER
                .createObjectNode()
                .put("source", "www")
                .put("right", "erasure")
                .put("identity", "verified")
                .put("channel", "web");
        event.putObject("subject").put(kind, identifier);
        return event;
    }
}
