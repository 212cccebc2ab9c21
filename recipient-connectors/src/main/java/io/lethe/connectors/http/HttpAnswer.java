package io.lethe.connectors.http;

import io.lethe.connectors.work.Deletion;
import io.lethe.connectors.work.Verdict;
import java.net.http.HttpHeaders;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What a system answered.
 *
 * @param body empty where it broke off, or was longer than anybody would read
 */
public record HttpAnswer(int status, HttpHeaders headers, Optional<byte[]> body) {

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** What comes of an answer that is no success: what may pass is tried again, after as long as the system asks for. */
    public Verdict refusal(InstantSource clock) {
        return refusal(clock, told());
    }

    /** As above, with why, where the system says so. */
    Verdict refusal(InstantSource clock, Deletion deletion) {
        return refusal(
                clock,
                body.flatMap(said -> Explanation.of(said, deletion))
                        .map(why -> told() + ": " + why)
                        .orElseGet(this::told));
    }

    private Verdict refusal(InstantSource clock, String told) {
        return switch (status) {
            case 408, 425, 429 -> new Verdict.Later(told, RetryAfter.in(headers, clock));
            default -> status >= 500 ? new Verdict.Later(told, RetryAfter.in(headers, clock)) : Verdict.failed(told);
        };
    }

    /** The phrases of RFC 9110. */
    private String told() {
        String phrase = switch (status) {
            case 301, 302, 303, 307, 308 -> " (redirects are not followed)";
            case 400 -> " (Bad Request)";
            case 401 -> " (Unauthorized: see to the credential)";
            case 403 -> " (Forbidden: see to the credential's rights)";
            case 404 -> " (Not Found)";
            case 405 -> " (Method Not Allowed)";
            case 409 -> " (Conflict)";
            case 422 -> " (Unprocessable Content)";
            case 429 -> " (Too Many Requests)";
            case 500 -> " (Internal Server Error)";
            case 502 -> " (Bad Gateway)";
            case 503 -> " (Service Unavailable)";
            case 504 -> " (Gateway Timeout)";
            default -> "";
        };
        return "the system answered " + status + phrase;
    }
}
