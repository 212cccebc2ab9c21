package io.lethe.policy;

import static io.lethe.policy.Verb.GRANTED;
import static io.lethe.policy.Verb.OBJECTED;
import static io.lethe.policy.Verb.OBJECTION_LIFTED;
import static io.lethe.policy.Verb.REFUSED;
import static io.lethe.policy.Verb.WITHDRAWN;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** C1 the legal basis decides what a subject can say. */
class LegalBasisTest {

    @Test
    void C1_consent_is_granted_refused_withdrawn() {
        assertThat(LegalBasis.CONSENT.verbs()).containsExactlyInAnyOrder(GRANTED, REFUSED, WITHDRAWN);
        assertThat(LegalBasis.CONSENT.offersChoice()).isTrue();
    }

    @Test
    void C1_legitimate_interest_is_objected_to_and_the_objection_lifted() {
        assertThat(LegalBasis.LEGITIMATE_INTEREST.verbs()).containsExactlyInAnyOrder(OBJECTED, OBJECTION_LIFTED);
    }

    @Test
    void C1_the_others_offer_no_choice() {
        assertThat(LegalBasis.LEGAL_OBLIGATION.offersChoice()).isFalse();
        assertThat(LegalBasis.STRICTLY_NECESSARY.offersChoice()).isFalse();
        assertThat(LegalBasis.CONTRACT.offersChoice()).isFalse();
    }

    @Test
    void ids_are_the_ones_the_interfaces_fix() {
        assertThat(Verb.values())
                .extracting(Verb::id)
                .containsExactly("granted", "refused", "withdrawn", "objected", "objection-lifted");
        assertThat(Verb.of("objection-lifted")).contains(OBJECTION_LIFTED);
        assertThat(IdentifierKind.values())
                .extracting(IdentifierKind::id)
                .containsExactly("email", "customerId", "visitorId");
        assertThat(Verb.of("agreed")).isEmpty();
    }
}
