package io.lethe.policy;

/**
 * A category of those to whom data are passed on (GDPR art. 13(1)(e)).
 *
 * @param reason why they get them
 */
public record RecipientCategory(String id, String name, String reason) {}
