package io.lethe.console.openid;

import java.time.Instant;

/**
 * Somebody on their way to the provider and back. All of it is known to their browser alone, sealed, and to the provider as far as that is asked to
 * repeat it.
 *
 * @param state the answer repeats it: it is for this browser
 * @param nonce the provider's token repeats it: it was made for this attempt
 * @param verifier whoever shows it is who asked (PKCE)
 * @param until when it is too late to come back
 */
public record Attempt(String state, String nonce, String verifier, Instant until) {

    @Override
    public String toString() {
        return "an attempt until " + until;
    }
}
