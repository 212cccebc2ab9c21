package io.lethe.retention.subject;

import static io.lethe.retention.subject.Events.aHold;
import static io.lethe.retention.subject.Events.aLink;
import static io.lethe.retention.subject.Events.aRelease;
import static io.lethe.retention.subject.Events.aStatement;
import static io.lethe.retention.subject.Events.aVerifiedRequest;
import static io.lethe.retention.subject.Events.anInteraction;
import static io.lethe.retention.subject.Events.anUnlink;
import static io.lethe.retention.subject.Events.time;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.lethe.policy.Witness;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Links carry interactions, holds and erasures; state is never merged. */
class LinkRulesTest {

    private static final String MAIL = "Mail";
    private static final String CUSTOMER = "Customer";
    private static final String THIRD = "Third";
    private static final String DEVICE = "device";
    private static final String REQUEST = "2026-06-01T00:00:00Z";

    private final LinkedSubjects world = new LinkedSubjects();

    @Test
    void a_subject_that_is_only_named_as_the_other_end_learns_what_it_is() {
        world.hears(MAIL, aLink(DEVICE, SubjectKind.VISITOR, "2026-01-01T00:00:00Z"))
                .hears(MAIL, aLink(CUSTOMER, SubjectKind.CONTACT, "2026-01-01T00:00:01Z"))
                .settles();

        assertThat(world.subject(DEVICE).kind()).isEqualTo(SubjectKind.VISITOR);
        assertThat(world.subject(CUSTOMER).kind()).isEqualTo(SubjectKind.CONTACT);
    }

    @Test
    void R1_an_interaction_of_one_contact_keeps_the_other_alive_whichever_comes_first() {
        world.hears(CUSTOMER, anInteraction("login", "2027-01-01T00:00:00Z"))
                .hears(MAIL, anInteraction("2026-01-01T00:00:00Z"))
                .hears(MAIL, aLink(CUSTOMER, SubjectKind.CONTACT, "2026-01-01T00:00:00Z"))
                .settles()
                .hears(CUSTOMER, anInteraction("login", "2028-01-01T00:00:00Z"))
                .settles();

        assertThat(world.subject(MAIL).lastInteractionAt()).isEqualTo(time("2028-01-01T00:00:00Z"));
    }

    @Test
    void R1_an_interaction_of_one_end_of_a_chain_keeps_the_other_end_alive_whichever_comes_first() {
        world.hears(THIRD, anInteraction("login", "2027-01-01T00:00:00Z"))
                .hears(MAIL, aLink(CUSTOMER, SubjectKind.CONTACT, "2026-01-01T00:00:00Z"))
                .settles()
                .hears(CUSTOMER, aLink(THIRD, SubjectKind.CONTACT, "2026-01-02T00:00:00Z"))
                .settles();
        assertThat(world.subject(MAIL).lastInteractionAt()).isEqualTo(time("2027-01-01T00:00:00Z"));

        world.hears(THIRD, anInteraction("login", "2028-01-01T00:00:00Z")).settles();
        assertThat(world.subject(CUSTOMER).lastInteractionAt()).isEqualTo(time("2028-01-01T00:00:00Z"));
        assertThat(world.subject(MAIL).lastInteractionAt()).isEqualTo(time("2028-01-01T00:00:00Z"));

        world.hears(MAIL, anInteraction("login", "2029-01-01T00:00:00Z")).settles();
        assertThat(world.subject(THIRD).lastInteractionAt()).isEqualTo(time("2029-01-01T00:00:00Z"));
    }

    @Test
    void R1_a_device_carries_no_interaction() {
        world.hears(MAIL, anInteraction("2026-01-01T00:00:00Z"))
                .hears(MAIL, aLink(DEVICE, SubjectKind.VISITOR, "2026-01-01T00:00:00Z"))
                .settles();

        assertThat(world.subject(DEVICE).lastInteractionAt()).isNull();
    }

    @Test
    void E8_an_erasure_reaches_the_linked_visitor_at_the_same_cut() {
        world.hears(DEVICE, aStatement().stated())
                .hears(MAIL, aLink(DEVICE, SubjectKind.VISITOR, "2026-02-01T00:00:00Z"))
                .settles()
                .hears(MAIL, aVerifiedRequest("erasure", REQUEST))
                .settles();

        assertThat(world.orders(DEVICE)).singleElement().satisfies(it -> {
            assertThat(it.erasure().cause()).isEqualTo(Erasure.Cause.LINKED_SUBJECT_ERASED);
            assertThat(it.erasure().at()).isEqualTo(time(REQUEST));
            assertThat(it.erasure().rootOrderId())
                    .isEqualTo(world.orders(MAIL).getFirst().erasure().orderId());
        });
    }

    @Test
    void E8_a_cycle_of_links_is_erased_once_and_falls_silent() {
        world.hears(MAIL, aLink(CUSTOMER, SubjectKind.CONTACT, "2026-01-01T00:00:00Z"))
                .hears(CUSTOMER, aLink(DEVICE, SubjectKind.VISITOR, "2026-01-01T00:00:00Z"))
                .hears(DEVICE, aLink(MAIL, SubjectKind.CONTACT, "2026-01-01T00:00:00Z"))
                .settles()
                .hears(MAIL, aVerifiedRequest("erasure", REQUEST))
                .settles();

        assertThat(world.orders(MAIL)).hasSize(1);
        assertThat(world.orders(CUSTOMER)).hasSize(1);
        assertThat(world.orders(DEVICE)).hasSize(1);
    }

    @Test
    void E8_an_unlink_before_the_order_spares_the_other() {
        world.hears(MAIL, aLink(DEVICE, SubjectKind.VISITOR, "2026-01-01T00:00:00Z"))
                .settles()
                .hears(MAIL, anUnlink(DEVICE, SubjectKind.VISITOR, "2026-03-01T00:00:00Z"))
                .settles()
                .hears(MAIL, aVerifiedRequest("erasure", REQUEST))
                .settles();

        assertThat(world.orders(DEVICE)).isEmpty();
    }

    @Test
    void E8_a_link_from_before_the_order_that_comes_after_it_still_carries_it() {
        world.hears(DEVICE, aStatement().stated())
                .hears(MAIL, aVerifiedRequest("erasure", REQUEST))
                .hears(MAIL, aLink(DEVICE, SubjectKind.VISITOR, "2026-01-01T00:00:00Z"))
                .settles();

        assertThat(world.orders(DEVICE)).hasSize(1);
    }

    @Test
    void E8_an_unlink_from_before_the_order_spares_the_other_also_when_it_overtakes_the_link() {
        world.hears(DEVICE, aStatement().stated())
                .hears(MAIL, aVerifiedRequest("erasure", REQUEST))
                .hears(MAIL, anUnlink(DEVICE, SubjectKind.VISITOR, "2026-03-01T00:00:00Z"))
                .hears(MAIL, aLink(DEVICE, SubjectKind.VISITOR, "2026-01-01T00:00:00Z"))
                .settles();

        assertThat(world.orders(DEVICE)).isEmpty();
    }

    @Test
    void E8_a_new_link_after_the_erasure_carries_nothing_of_it() {
        world.hears(MAIL, aVerifiedRequest("erasure", REQUEST))
                .hears(MAIL, aLink(DEVICE, SubjectKind.VISITOR, "2026-07-01T00:00:00Z"))
                .settles();

        assertThat(world.orders(DEVICE)).isEmpty();
    }

    @Test
    void R4_a_hold_on_any_alias_parks_all_and_its_release_resumes_all() {
        world.hears(MAIL, aLink(CUSTOMER, SubjectKind.CONTACT, "2026-01-01T00:00:00Z"))
                .hears(CUSTOMER, aLink(DEVICE, SubjectKind.VISITOR, "2026-01-01T00:00:00Z"))
                .settles()
                .hears(DEVICE, aHold("case-1", "2026-02-01T00:00:00Z"))
                .settles()
                .hears(MAIL, aVerifiedRequest("erasure", REQUEST))
                .settles();
        assertThat(world.orders(MAIL)).isEmpty();

        world.hears(DEVICE, aRelease("case-1", "2026-08-01T00:00:00Z")).settles();

        assertThat(world.orders(MAIL)).hasSize(1);
        assertThat(world.orders(CUSTOMER)).hasSize(1);
        assertThat(world.orders(DEVICE)).hasSize(1);
    }

    @Test
    void R4_who_placed_and_who_released_a_hold_is_known_wherever_it_reached_also_in_a_cycle_of_links() {
        world.hears(MAIL, aLink(CUSTOMER, SubjectKind.CONTACT, "2026-01-01T00:00:00Z"))
                .hears(CUSTOMER, aLink(DEVICE, SubjectKind.VISITOR, "2026-01-01T00:00:00Z"))
                .hears(DEVICE, aLink(MAIL, SubjectKind.CONTACT, "2026-01-01T00:00:00Z"))
                .settles();

        world.hears(DEVICE, aHold("case-1", "2026-02-01T00:00:00Z"))
                .hears(DEVICE, aRelease("case-1", "2026-08-01T00:00:00Z"))
                .settles();

        for (String one : List.of(MAIL, CUSTOMER, DEVICE)) {
            assertThat(world.subject(one).holds().values())
                    .flatExtracting(hold -> hold.steps().all())
                    .extracting(LegalHold.Step::placed, LegalHold.Step::by)
                    .containsExactly(tuple(true, "desk-1"), tuple(false, "desk-2"));
        }
    }

    @Test
    void R4_a_hold_reaches_a_subject_that_is_linked_later() {
        world.hears(MAIL, aHold("case-1", "2026-02-01T00:00:00Z"))
                .hears(MAIL, aLink(DEVICE, SubjectKind.VISITOR, "2026-03-01T00:00:00Z"))
                .settles()
                .hears(DEVICE, aVerifiedRequest("erasure", REQUEST))
                .settles();

        assertThat(world.orders(DEVICE)).isEmpty();
    }

    @Test
    void R4_undoing_one_link_frees_no_one_whom_the_hold_reached_and_the_release_still_finds_everyone() {
        world.hears(MAIL, aLink(CUSTOMER, SubjectKind.CONTACT, "2026-01-01T00:00:00Z"))
                .hears(CUSTOMER, aLink(DEVICE, SubjectKind.VISITOR, "2026-01-01T00:00:00Z"))
                .settles()
                .hears(MAIL, aHold("case-1", "2026-02-01T00:00:00Z"))
                .settles()
                .hears(MAIL, anUnlink(CUSTOMER, SubjectKind.CONTACT, "2026-03-01T00:00:00Z"))
                .settles()
                .hears(DEVICE, aVerifiedRequest("erasure", REQUEST))
                .settles();
        assertThat(world.orders(DEVICE)).isEmpty();

        world.hears(MAIL, aRelease("case-1", "2026-08-01T00:00:00Z")).settles();

        assertThat(world.orders(DEVICE)).hasSize(1);
    }

    @Test
    void a_restriction_shows_on_linked_subjects() {
        world.hears(MAIL, aLink(DEVICE, SubjectKind.VISITOR, "2026-01-01T00:00:00Z"))
                .settles()
                .hears(MAIL, aVerifiedRequest("restriction", REQUEST))
                .settles();

        assertThat(world.subject(DEVICE).restricted()).isTrue();
    }

    @Test
    void R4_a_restriction_that_is_lifted_resumes_and_its_linked_subjects_too() {
        world.hears(MAIL, aLink(CUSTOMER, SubjectKind.CONTACT, "2026-01-01T00:00:00Z"))
                .hears(CUSTOMER, aLink(DEVICE, SubjectKind.VISITOR, "2026-01-01T00:00:00Z"))
                .settles()
                .hears(MAIL, aVerifiedRequest("restriction", "2026-02-01T00:00:00Z"))
                .settles()
                .hears(MAIL, aVerifiedRequest("erasure", REQUEST))
                .settles();
        assertThat(world.orders(MAIL)).isEmpty();
        String restriction = onlyRestriction(world.subject(DEVICE));

        world.hears(MAIL, aRelease(restriction, "2026-08-01T00:00:00Z")).settles();

        for (String one : List.of(MAIL, CUSTOMER, DEVICE)) {
            assertThat(world.subject(one).restricted()).as(one).isFalse();
            assertThat(world.orders(one)).as(one).hasSize(1);
        }
    }

    @Test
    void R4_a_restriction_is_lifted_on_any_subject_that_it_reached() {
        world.hears(MAIL, aLink(DEVICE, SubjectKind.VISITOR, "2026-01-01T00:00:00Z"))
                .settles()
                .hears(MAIL, aVerifiedRequest("restriction", "2026-02-01T00:00:00Z"))
                .settles();

        world.hears(DEVICE, aRelease(onlyRestriction(world.subject(DEVICE)), "2026-08-01T00:00:00Z"))
                .settles();

        assertThat(world.subject(MAIL).restricted()).isFalse();
        assertThat(world.subject(DEVICE).restricted()).isFalse();
    }

    private static String onlyRestriction(Subject subject) {
        assertThat(subject.holds().values()).singleElement().satisfies(it -> {
            assertThat(it.restriction()).isTrue();
            assertThat(it.placed()).isTrue();
        });
        return subject.holds().keySet().iterator().next();
    }

    @Nested
    class E8_an_erasure_reaches_who_was_linked_at_its_time_in_whatever_order_one_learns_of_it {

        @Test
        void E8_a_link_from_after_a_request_that_comes_late_spares_the_device() {
            world.hears(DEVICE, aStatement().at("2026-01-06T00:00:00Z").stated())
                    .hears(MAIL, aLink(DEVICE, SubjectKind.VISITOR, "2026-01-12T00:00:00Z"))
                    .settles()
                    .hears(MAIL, aVerifiedRequest("erasure", "2026-01-10T00:00:00Z"))
                    .settles();

            assertThat(world.orders(DEVICE)).isEmpty();
        }

        @Test
        void E8_an_unlink_from_after_a_request_that_comes_late_does_not_spare_it() {
            world.hears(MAIL, aLink(DEVICE, SubjectKind.VISITOR, "2026-01-05T00:00:00Z"))
                    .hears(MAIL, anUnlink(DEVICE, SubjectKind.VISITOR, "2026-01-12T00:00:00Z"))
                    .settles()
                    .hears(MAIL, aVerifiedRequest("erasure", "2026-01-10T00:00:00Z"))
                    .settles();

            assertThat(world.orders(DEVICE)).hasSize(1);
        }

        @Test
        void E8_an_erasure_leaves_a_mark_on_a_subject_that_was_not_seen_yet() {
            world.hears(MAIL, aVerifiedRequest("erasure", "2026-01-10T00:00:00Z"))
                    .hears(MAIL, aLink(DEVICE, SubjectKind.VISITOR, "2026-01-05T00:00:00Z"))
                    .settles()
                    .hears(DEVICE, aStatement().at("2026-01-06T00:00:00Z").stated())
                    .settles();

            assertThat(world.orders(DEVICE))
                    .singleElement()
                    .satisfies(it -> assertThat(it.erasure().at()).isEqualTo(time("2026-01-10T00:00:00Z")));
            assertThat(world.subject(DEVICE).statements()).isEmpty();
        }

        @Test
        void E8_the_signal_may_overtake_everything_that_the_device_ever_did() {
            world.hears(MAIL, aLink(DEVICE, SubjectKind.VISITOR, "2026-01-05T00:00:00Z"))
                    .hears(MAIL, aVerifiedRequest("erasure", "2026-01-10T00:00:00Z"))
                    .settles(new Random(1), true)
                    .hears(DEVICE, aStatement().at("2026-01-06T00:00:00Z").stated())
                    .hears(DEVICE, aStatement().at("2026-01-11T00:00:00Z").stated())
                    .settles();

            assertThat(world.orders(DEVICE)).hasSize(1);
            assertThat(world.subject(DEVICE).statements()).hasSize(1);
        }
    }

    @Nested
    class E9_nobody_is_erased_by_somebody_elses_silence {

        private static final String SECOND = "Second";
        private static final Instant FIVE_YEARS_LATER = time("2031-01-02T00:00:00Z");
        private static final Instant AFTER_THE_GRACE_WINDOW = time("2031-02-10T00:00:00Z");

        @Test
        void E9_on_a_shared_device_the_silence_of_one_erases_neither_the_other_nor_the_device() {
            world.hears(MAIL, anInteraction("2026-01-01T00:00:00Z"))
                    .hears(MAIL, aLink(DEVICE, SubjectKind.VISITOR, "2026-01-01T00:00:00Z"))
                    .hears(SECOND, aLink(DEVICE, SubjectKind.VISITOR, "2026-01-01T00:00:00Z"))
                    .hears(SECOND, anInteraction("login", "2030-12-31T00:00:00Z"))
                    .hears(DEVICE, aStatement().at("2030-12-31T00:00:00Z").stated())
                    .settles()
                    .until(FIVE_YEARS_LATER)
                    .until(AFTER_THE_GRACE_WINDOW);

            assertThat(world.orders(MAIL)).hasSize(1);
            assertThat(world.orders(SECOND)).isEmpty();
            assertThat(world.orders(DEVICE)).isEmpty();
        }

        @Test
        void E9_a_device_that_no_living_contact_holds_goes_with_the_last_one() {
            world.hears(MAIL, anInteraction("2026-01-01T00:00:00Z"))
                    .hears(MAIL, aLink(DEVICE, SubjectKind.VISITOR, "2026-01-01T00:00:00Z"))
                    .hears(SECOND, anInteraction("2026-01-02T00:00:00Z"))
                    .hears(SECOND, aLink(DEVICE, SubjectKind.VISITOR, "2026-01-01T00:00:00Z"))
                    .hears(DEVICE, aStatement().at("2030-12-31T00:00:00Z").stated())
                    .settles()
                    .until(FIVE_YEARS_LATER.minusSeconds(3600))
                    .until(AFTER_THE_GRACE_WINDOW.minusSeconds(8 * 86_400));
            assertThat(world.orders(MAIL)).hasSize(1);
            assertThat(world.orders(DEVICE))
                    .as("the second contact still holds it")
                    .isEmpty();

            world.until(AFTER_THE_GRACE_WINDOW).until(time("2031-03-20T00:00:00Z"));
            assertThat(world.orders(SECOND)).hasSize(1);
            assertThat(world.orders(DEVICE))
                    .singleElement()
                    .satisfies(it -> assertThat(it.erasure().cause()).isEqualTo(Erasure.Cause.LINKED_SUBJECT_ERASED));
        }

        @Test
        void E9_a_request_reaches_the_persons_device_and_no_other_contact_that_used_it() {
            world.hears(MAIL, aLink(DEVICE, SubjectKind.VISITOR, "2026-01-01T00:00:00Z"))
                    .hears(SECOND, aLink(DEVICE, SubjectKind.VISITOR, "2026-01-01T00:00:00Z"))
                    .hears(SECOND, anInteraction("2026-05-01T00:00:00Z"))
                    .settles()
                    .hears(MAIL, aVerifiedRequest("erasure", REQUEST))
                    .settles();

            assertThat(world.orders(DEVICE)).hasSize(1);
            assertThat(world.orders(SECOND)).isEmpty();
        }

        @Test
        void E9_a_request_reaches_contacts_that_are_known_to_be_the_same_person_and_their_devices() {
            world.hears(MAIL, aLink(CUSTOMER, SubjectKind.CONTACT, "2026-01-01T00:00:00Z"))
                    .hears(CUSTOMER, aLink(DEVICE, SubjectKind.VISITOR, "2026-01-01T00:00:00Z"))
                    .settles()
                    .hears(MAIL, aVerifiedRequest("erasure", REQUEST))
                    .settles();

            assertThat(world.orders(CUSTOMER)).hasSize(1);
            assertThat(world.orders(DEVICE)).hasSize(1);
        }

        @Test
        void E9_a_request_of_a_device_reaches_a_contact_only_where_an_operator_or_a_back_end_said_so() {
            world.hears(DEVICE, aStatement().stated())
                    .hears(MAIL, aLink(DEVICE, SubjectKind.VISITOR, "2026-01-01T00:00:00Z"))
                    .hears(CUSTOMER, aLink(DEVICE, SubjectKind.VISITOR, "2026-01-01T00:00:00Z", Witness.OPERATOR))
                    .settles()
                    .hears(DEVICE, aVerifiedRequest("erasure", REQUEST))
                    .settles();

            assertThat(world.orders(MAIL)).isEmpty();
            assertThat(world.orders(CUSTOMER)).hasSize(1);
        }

        @Test
        void E9_the_silence_of_a_device_reaches_no_one() {
            world.hears(DEVICE, aStatement().stated())
                    .hears(MAIL, anInteraction("2027-12-01T00:00:00Z"))
                    .hears(MAIL, aLink(DEVICE, SubjectKind.VISITOR, "2026-01-20T00:00:00Z"))
                    .settles()
                    .until(time("2027-12-02T00:00:00Z"))
                    .until(time("2028-02-01T00:00:00Z"));

            assertThat(world.orders(DEVICE)).hasSize(1);
            assertThat(world.orders(MAIL)).isEmpty();
        }
    }

    @Test
    void R1_a_device_lives_on_as_long_as_a_contact_comes_with_it() {
        world.hears(MAIL, aLink(DEVICE, SubjectKind.VISITOR, "2026-01-05T08:00:00Z"))
                .settles()
                .hears(MAIL, aLink(DEVICE, SubjectKind.VISITOR, "2026-10-01T10:00:00Z"))
                .settles()
                .until(time("2027-02-08T08:00:00Z"))
                .until(time("2027-03-10T12:00:00Z"));

        assertThat(world.subject(DEVICE).status()).isEqualTo(Subject.Status.ACTIVE);
        assertThat(world.orders(DEVICE)).isEmpty();
    }

    @Nested
    class R1_an_interaction_is_carried_as_long_as_the_link_stands_in_whatever_order_one_learns_of_it {

        @Test
        void R1_an_unlink_that_comes_late_takes_back_what_was_carried_after_it() {
            world.hears(MAIL, anInteraction("2026-01-01T00:00:00Z"))
                    .hears(MAIL, aLink(CUSTOMER, SubjectKind.CONTACT, "2026-01-05T00:00:00Z"))
                    .hears(CUSTOMER, anInteraction("login", "2026-01-06T00:00:00Z"))
                    .hears(CUSTOMER, anInteraction("login", "2026-01-10T00:00:00Z"))
                    .settles()
                    .hears(MAIL, anUnlink(CUSTOMER, SubjectKind.CONTACT, "2026-01-07T00:00:00Z"))
                    .settles();

            assertThat(world.subject(MAIL).lastInteractionAt()).isEqualTo(time("2026-01-06T00:00:00Z"));
        }

        @Test
        void R1_an_interaction_from_before_the_unlink_that_comes_after_it_is_carried() {
            world.hears(MAIL, anInteraction("2026-01-01T00:00:00Z"))
                    .hears(MAIL, aLink(CUSTOMER, SubjectKind.CONTACT, "2026-01-05T00:00:00Z"))
                    .hears(MAIL, anUnlink(CUSTOMER, SubjectKind.CONTACT, "2026-01-12T00:00:00Z"))
                    .settles()
                    .hears(CUSTOMER, anInteraction("login", "2026-01-15T00:00:00Z"))
                    .hears(CUSTOMER, anInteraction("login", "2026-01-10T00:00:00Z"))
                    .settles();

            assertThat(world.subject(MAIL).lastInteractionAt()).isEqualTo(time("2026-01-10T00:00:00Z"));
        }
    }
}
