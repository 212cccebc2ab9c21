package io.lethe.policy;

import io.lethe.policy.banner.Banners;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * One version of a privacy policy: what was promised to people, as data.
 *
 * @param zone the time zone in which its periods are counted
 * @param language of its names and descriptions, as a BCP 47 tag
 * @param recipients the systems that hold data and are told to delete them
 * @param lastDays on which days the time for an answer to a request ends
 * @param warnBefore how long before its last day a request is at risk (G2)
 * @param proofWithin how long after receipt the identity behind a request can be proven (G1)
 * @param rightsContact to whom requests are addressed
 * @param banners how choices at consent banners translate into purposes
 */
public record Policy(
        String version,
        LocalDate effectiveFrom,
        ZoneId zone,
        String language,
        Controller controller,
        List<Purpose> purposes,
        List<DataCategory> dataCategories,
        List<RecipientCategory> recipientCategories,
        List<RecipientSystem> recipients,
        RetentionPolicy retention,
        ErasurePolicy erasure,
        List<Right> rights,
        LastDays lastDays,
        Period warnBefore,
        Period proofWithin,
        RightsContact rightsContact,
        List<Cookie> cookies,
        Banners banners) {

    public Policy {
        purposes = List.copyOf(purposes);
        dataCategories = List.copyOf(dataCategories);
        recipientCategories = List.copyOf(recipientCategories);
        recipients = List.copyOf(recipients);
        rights = List.copyOf(rights);
        cookies = List.copyOf(cookies);
    }

    public Optional<Purpose> purpose(String id) {
        return purposes.stream().filter(one -> one.id().equals(id)).findFirst();
    }

    public Optional<RecipientSystem> recipient(String id) {
        return recipients.stream().filter(one -> one.id().equals(id)).findFirst();
    }

    public Optional<Right> right(String id) {
        return rights.stream().filter(one -> one.id().equals(id)).findFirst();
    }

    /** Whether an interaction of this kind counts for retention (R1). */
    public boolean isInteractionKind(String kind) {
        return retention.interactionKinds().contains(kind);
    }

    /** The systems that are called by {@code recipient-connectors}; all others read their topics themselves. */
    public List<RecipientSystem> connectedRecipients() {
        return recipients.stream().filter(one -> one.dispatch().isConnected()).toList();
    }

    /**
     * The systems that are owed a deletion for a subject known by such an identifier (E1), in the policy's order: those that were
     * recipients when it was ordered. One that was added later holds nothing from before.
     */
    public List<RecipientSystem> recipientsKnowing(IdentifierKind kind, Instant ordered) {
        return recipientsAt(ordered).stream()
                .filter(one -> one.identifiers().contains(kind))
                .toList();
    }

    /** The systems that are, or were, recipients at a time, in the policy's order. */
    public List<RecipientSystem> recipientsAt(Instant time) {
        LocalDate day = LocalDate.ofInstant(time, zone);
        return recipients.stream().filter(one -> one.servedOn(day)).toList();
    }
}
