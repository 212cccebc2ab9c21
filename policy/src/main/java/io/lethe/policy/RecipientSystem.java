package io.lethe.policy;

import io.lethe.policy.dispatch.Dispatch;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * A system outside that holds data of a subject and is told to delete them.
 *
 * @param category id of its recipient category
 * @param purposes ids of the purposes it serves
 * @param dataCategories ids of the categories of data it receives
 * @param identifiers what it knows a subject by
 * @param region where it processes, as an ISO 3166 country code or {@code EU}
 * @param transfer what makes a transfer out of the Union lawful; empty inside it
 * @param since the first day on which it was a recipient, in the policy's zone; empty where it always was one
 * @param until the last such day; empty while it is one
 * @param inFlight how many commands it is given at one time
 * @param dispatch how commands reach it
 * @param place where the policy file lists it
 */
public record RecipientSystem(
        String id,
        String name,
        String category,
        List<String> purposes,
        List<String> dataCategories,
        List<IdentifierKind> identifiers,
        String region,
        Optional<TransferMechanism> transfer,
        Optional<LocalDate> since,
        Optional<LocalDate> until,
        InFlight inFlight,
        Dispatch dispatch,
        Place place) {

    public RecipientSystem {
        purposes = List.copyOf(purposes);
        dataCategories = List.copyOf(dataCategories);
        identifiers = List.copyOf(identifiers);
    }

    /** A system with a client of its own that stands in no file. */
    public RecipientSystem(
            String id,
            String name,
            String category,
            List<String> purposes,
            List<String> dataCategories,
            List<IdentifierKind> identifiers,
            String region,
            Optional<TransferMechanism> transfer) {
        this(
                id,
                name,
                category,
                purposes,
                dataCategories,
                identifiers,
                region,
                transfer,
                Optional.empty(),
                Optional.empty(),
                InFlight.UNLIMITED,
                Dispatch.OWN_CLIENT,
                Place.START);
    }

    /** Whether it was a recipient on a day: both bounds are such days. */
    public boolean servedOn(LocalDate day) {
        return since.filter(day::isBefore).isEmpty()
                && until.filter(day::isAfter).isEmpty();
    }
}
