package io.lethe.connectors.opendsr;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.connectors.work.Deletion;
import io.lethe.opendsr.OpenDsr;
import java.util.Map;
import java.util.Optional;

/** A request for erasure, as a processor is sent it. */
final class Request {

    private Request() {}

    /** Whether a processor that knows people by these types can be told of somebody. */
    static boolean names(Deletion deletion, Map<String, String> types) {
        return deletion.identifiers().keySet().stream().anyMatch(types::containsKey);
    }

    /** The same for the same command: a processor may hold a repeat against it. */
    static byte[] body(Deletion deletion, Map<String, String> types, Optional<String> callback) {
        ObjectNode request = BoundedJson.JSON.createObjectNode();
        request.put("regulation", OpenDsr.GDPR);
        request.put(OpenDsr.SUBJECT_REQUEST_ID, RequestId.of(deletion.commandId()));
        request.put(OpenDsr.SUBJECT_REQUEST_TYPE, "erasure");
        request.put(OpenDsr.SUBMITTED_TIME, deletion.askedAt().toString());
        ArrayNode identities = request.putArray(OpenDsr.SUBJECT_IDENTITIES);
        deletion.identifiers().entrySet().stream()
                .filter(one -> types.containsKey(one.getKey()))
                .sorted(Map.Entry.comparingByKey())
                .forEach(one -> one.getValue()
                        .forEach(value -> identities
                                .addObject()
                                .put("identity_type", types.get(one.getKey()))
                                .put("identity_value", value)
                                .put("identity_format", OpenDsr.RAW)));
        request.put(OpenDsr.API_VERSION_NAME, OpenDsr.API_VERSION);
        callback.ifPresent(
                address -> request.putArray(OpenDsr.STATUS_CALLBACK_URLS).add(address));
        try {
            return BoundedJson.JSON.writeValueAsBytes(request);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts can always be written", e);
        }
    }
}
