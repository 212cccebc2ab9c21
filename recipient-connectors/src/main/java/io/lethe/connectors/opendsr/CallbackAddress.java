package io.lethe.connectors.opendsr;

/**
 * Where processors call back: an address for each command, so that a callback says itself what it is about.
 *
 * @param base where this process is reached from outside, without a slash at its end
 */
public record CallbackAddress(String base) {

    public static final String PATH = "/v1/opendsr-callbacks/";

    String of(String commandId) {
        return base + PATH + commandId;
    }
}
