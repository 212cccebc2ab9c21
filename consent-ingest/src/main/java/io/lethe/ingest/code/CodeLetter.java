package io.lethe.ingest.code;

import java.time.Instant;

/**
 * What has to reach the person who made a request. It holds an address and a code in clear, and shows neither when it is printed.
 *
 * @param address the e-mail address that the request is about
 * @param requestId the request's id
 * @param right the policy's id of the right
 * @param validUntil the last moment at which the code proves anything
 */
public record CodeLetter(String address, String requestId, String right, OneTimeCode code, Instant validUntil) {

    @Override
    public String toString() {
        return "a code for the request " + requestId;
    }
}
