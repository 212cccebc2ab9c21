package io.lethe.policy;

import java.util.Optional;

/**
 * To whom requests are addressed.
 *
 * @param email empty where the policy fails to give one
 */
public record RightsContact(String name, Optional<String> email, Place place) {}
