package io.lethe.ingest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.opendsr.OpenDsr;
import io.lethe.opendsr.ProcessorKey;
import io.lethe.opendsr.StatusBody;
import io.lethe.service.HttpProblem;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;

/** What a processor says, signed. */
final class OpenDsrAnswers {

    static final ObjectMapper JSON = new ObjectMapper();

    private final ProcessorKey key;

    OpenDsrAnswers(ProcessorKey key) {
        this.key = key;
    }

    void signed(HttpServerResponse response, int status, ObjectNode said) {
        byte[] body = StatusBody.bytes(said);
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(OpenDsr.PROCESSOR_DOMAIN, key.domain())
                .putHeader(OpenDsr.SIGNATURE, key.sign(body))
                .end(Buffer.buffer(body));
    }

    /** OpenDSR's own form of a problem; like the other it repeats no value. */
    void refused(HttpServerResponse response, int status, String message, List<HttpProblem.Error> details) {
        ObjectNode said = JSON.createObjectNode();
        ObjectNode error = said.putObject("error").put("code", status).put("message", message);
        ArrayNode errors = error.putArray("errors");
        details.forEach(detail -> errors.addObject()
                .put("domain", "Validation")
                .put("reason", detail.pointer())
                .put("message", detail.detail()));
        signed(response, status, said);
    }
}
