package io.lethe.service;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * A problem document (RFC 9457). {@code errors} points at each member that is wrong; no value that the caller sent is
 * repeated, because it could be somebody's identifier.
 *
 * @param type a URI that names the kind of problem; {@code about:blank} where the status says it all
 * @param status the HTTP status
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record HttpProblem(String type, String title, int status, String detail, List<Error> errors) {

    /**
     * One thing that is wrong.
     *
     * @param pointer JSON pointer (RFC 6901) into the request's body
     */
    public record Error(String pointer, String detail) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    public HttpProblem {
        errors = List.copyOf(errors);
    }

    public static HttpProblem of(int status, String title, String detail) {
        return new HttpProblem("about:blank", title, status, detail, List.of());
    }

    public static HttpProblem of(int status, String title, String detail, List<Error> errors) {
        return new HttpProblem("about:blank", title, status, detail, errors);
    }

    /** Answers a request with this problem, unless it is already answered. */
    public void answer(RoutingContext context) {
        if (!context.response().ended()) {
            answer(context.response());
        }
    }

    Future<Void> answer(HttpServerResponse response) {
        return response.setStatusCode(status)
                .putHeader("content-type", "application/problem+json")
                .end(Buffer.buffer(bytes()));
    }

    private byte[] bytes() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem document of strings and numbers can always be written", e);
        }
    }
}
