package io.lethe.opendsr;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** What a processor tells of a request, when it is asked and when it calls back. */
public final class StatusBody {

    private static final ObjectMapper JSON = new ObjectMapper();

    private StatusBody() {}

    public static ObjectNode of(String controllerId, String requestId, RequestStatus status, Instant dueAt) {
        return JSON.createObjectNode()
                .put(OpenDsr.CONTROLLER_ID, controllerId)
                .put(OpenDsr.EXPECTED_COMPLETION_TIME, dueAt.toString())
                .put(OpenDsr.SUBJECT_REQUEST_ID, requestId)
                .put(OpenDsr.REQUEST_STATUS, status.word())
                .put(OpenDsr.API_VERSION_NAME, OpenDsr.API_VERSION);
    }

    public static byte[] bytes(ObjectNode body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts can always be written", e);
        }
    }
}
