package io.lethe.ingest.tcf;

import io.lethe.ingest.tcf.TcString.Restriction;
import io.lethe.ingest.tcf.TcString.RestrictionType;
import io.lethe.policy.LegalBasis;
import io.lethe.policy.Policy;
import io.lethe.policy.Purpose;
import io.lethe.policy.RecipientSystem;
import io.lethe.policy.banner.TcfTable;
import io.lethe.schemas.Decision;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a TC string says about the purposes of the policy. A purpose of ours is granted only where every purpose and special feature of the framework
 * that the policy's table gives for it is; and of the recipients that the table knows as vendors, only to those whose vendors were consented to as well.
 */
public final class TcChoices {

    /**
     * A decision on a purpose.
     *
     * @param recipient null: all that serve the purpose
     */
    public record Said(String purpose, @Nullable String recipient, Decision decision) {}

    /** What the framework has to say for one purpose of ours. */
    private record Asked(
            Purpose purpose, List<Integer> purposes, List<Integer> features, Map<String, List<Integer>> vendors) {}

    private final List<Asked> asked;

    public TcChoices(Policy policy) {
        TcfTable table = policy.banners().tcf();
        this.asked = policy.purposes().stream()
                .map(purpose -> new Asked(
                        purpose,
                        numbers(table.purposes(), purpose.id()),
                        numbers(table.specialFeatures(), purpose.id()),
                        vendors(policy, purpose, table)))
                .filter(one -> !one.purposes.isEmpty() || !one.features.isEmpty())
                .toList();
    }

    /** Where the policy says of no purpose of the framework what it stands for, no string says anything. */
    public boolean isEmpty() {
        return asked.isEmpty();
    }

    /** In the order of the policy. */
    public List<Said> of(TcString said) {
        return asked.stream().flatMap(one -> of(one, said)).toList();
    }

    private static Stream<Said> of(Asked asked, TcString said) {
        boolean consent = asked.purpose.basis() == LegalBasis.CONSENT;
        BitSet purposes = consent ? said.purposeConsents() : said.purposeInterests();
        BitSet vendors = consent ? said.vendorConsents() : said.vendorInterests();
        boolean agreed = asked.purposes.stream().allMatch(purposes::get)
                && asked.features.stream().allMatch(said.specialFeatures()::get);
        String id = asked.purpose.id();
        if (!agreed || asked.vendors.isEmpty()) {
            return Stream.of(new Said(id, null, decision(consent, agreed)));
        }
        return asked.vendors.entrySet().stream()
                .map(recipient -> new Said(
                        id,
                        recipient.getKey(),
                        decision(
                                consent,
                                recipient.getValue().stream()
                                        .allMatch(vendor -> vendors.get(vendor)
                                                && said.disclosed()
                                                        .map(shown -> shown.get(vendor))
                                                        .orElse(true)
                                                && isAllowed(vendor, asked, consent, said)))));
    }

    /** What the publisher forbids a vendor, or wants on another basis, nobody has agreed to. */
    private static boolean isAllowed(int vendor, Asked asked, boolean consent, TcString said) {
        RestrictionType fits = consent ? RestrictionType.CONSENT_REQUIRED : RestrictionType.INTEREST_REQUIRED;
        for (Restriction restriction : said.restrictions()) {
            if (restriction.type() != fits
                    && restriction.vendors().get(vendor)
                    && asked.purposes.contains(restriction.purpose())) {
                return false;
            }
        }
        return true;
    }

    private static Decision decision(boolean consent, boolean agreed) {
        if (consent) {
            return agreed ? Decision.GRANTED : Decision.REFUSED;
        }
        return agreed ? Decision.OBJECTION_LIFTED : Decision.OBJECTED;
    }

    private static Map<String, List<Integer>> vendors(Policy policy, Purpose purpose, TcfTable table) {
        Map<String, List<Integer>> vendors = new LinkedHashMap<>();
        for (RecipientSystem system : policy.recipients()) {
            List<Integer> numbers = numbers(table.vendors(), system.id());
            if (system.purposes().contains(purpose.id()) && !numbers.isEmpty()) {
                vendors.put(system.id(), numbers);
            }
        }
        return vendors;
    }

    private static List<Integer> numbers(Map<Integer, List<String>> table, String id) {
        return table.entrySet().stream()
                .filter(entry -> entry.getValue().contains(id))
                .map(Map.Entry::getKey)
                .toList();
    }
}
