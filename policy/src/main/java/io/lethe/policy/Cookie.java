package io.lethe.policy;

/**
 * One row of the list of cookies.
 *
 * @param category the heading under which the list puts it
 * @param recipient id of the recipient system that reads it
 * @param purpose id of the purpose whose legal basis it rests on
 * @param storesChoices whether it is what remembers the visitor's choices on this device
 * @param place where the policy file lists it
 */
public record Cookie(
        String name,
        String category,
        String recipient,
        String purpose,
        Lifetime lifetime,
        String description,
        boolean storesChoices,
        Place place) {}
