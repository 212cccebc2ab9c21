package io.lethe.retention.subject;

import static io.lethe.retention.subject.Events.HUBSPOT;
import static io.lethe.retention.subject.Events.NEEDS;
import static io.lethe.retention.subject.Events.NEWSLETTERS;
import static io.lethe.retention.subject.Events.aDecision;
import static io.lethe.retention.subject.Events.aHold;
import static io.lethe.retention.subject.Events.aLink;
import static io.lethe.retention.subject.Events.aRelease;
import static io.lethe.retention.subject.Events.aRequest;
import static io.lethe.retention.subject.Events.aStatement;
import static io.lethe.retention.subject.Events.aSystemsAnswer;
import static io.lethe.retention.subject.Events.aVerifiedRequest;
import static io.lethe.retention.subject.Events.anInteraction;
import static io.lethe.retention.subject.Events.time;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lethe.consent.ConsentStatus;
import io.lethe.policy.Purpose;
import io.lethe.policy.Verb;
import io.lethe.policy.Witness;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A person's e-mail address is put right (G7): what others see of both subjects. */
class MovedSubjectTest {

    private static final String WRONG = "Wrong";
    private static final String RIGHT = "Right";
    private static final String CORRECTED = "2026-03-01T00:00:00Z";

    private final LinkedSubjects world = new LinkedSubjects();

    @Test
    void G7_consent_last_interaction_and_its_deadline_are_the_right_ones_and_the_wrong_one_has_none() {
        world.hears(
                        WRONG,
                        aStatement()
                                .at("2026-01-01T00:00:00Z")
                                .granting(NEWSLETTERS)
                                .stated())
                .hears(WRONG, anInteraction("2026-02-01T00:00:00Z"))
                .hears(WRONG, correction(CORRECTED, RIGHT))
                .settles();

        Subject right = world.subject(RIGHT);
        assertThat(consent(RIGHT)).isEqualTo(ConsentStatus.GIVEN);
        assertThat(right.statements())
                .singleElement()
                .satisfies(one -> assertThat(one.proof().noticeId()).isEqualTo("banner-7"));
        assertThat(right.lastInteractionAt()).isEqualTo(time("2026-02-01T00:00:00Z"));
        assertThat(world.rules().expiresAt(right)).contains(time("2031-02-01T00:00:00Z"));
        assertThat(world.told(RIGHT, SubjectDecision.ConsentChanged.class))
                .extracting(SubjectDecision.ConsentChanged::to)
                .containsExactly(ConsentStatus.GIVEN);
        Subject wrong = world.subject(WRONG);
        assertThat(wrong.moved()).isTrue();
        assertThat(wrong.moveOf(time("2026-02-15T00:00:00Z")).map(Move::to)).contains(RIGHT);
        assertThat(wrong.statements()).isEmpty();
        assertThat(world.rules().due(wrong)).isEmpty();
        assertThat(world.told(WRONG, SubjectDecision.StateRemoved.class)).hasSize(1);

        world.until(time("2032-01-01T00:00:00Z"));

        assertThat(world.told(WRONG, SubjectDecision.RetentionLapsed.class)).isEmpty();
        assertThat(world.told(RIGHT, SubjectDecision.RetentionLapsed.class)).hasSize(1);
    }

    @Test
    void G7_an_objection_holds_for_the_right_address_at_once() {
        world.hears(
                        WRONG,
                        aStatement()
                                .at("2026-01-01T00:00:00Z")
                                .saying(Verb.OBJECTED, NEEDS, null)
                                .stated())
                .hears(WRONG, correction(CORRECTED, RIGHT))
                .settles();

        assertThat(world.told(RIGHT, SubjectDecision.ConsentChanged.class))
                .extracting(SubjectDecision.ConsentChanged::to)
                .containsExactly(ConsentStatus.OBJECTED);
    }

    @Test
    void G7_what_comes_late_from_before_goes_on_and_what_comes_after_is_a_life_of_its_own() {
        world.hears(WRONG, anInteraction("2026-02-01T00:00:00Z"))
                .hears(WRONG, correction(CORRECTED, RIGHT))
                .hears(
                        WRONG,
                        aStatement()
                                .at("2026-01-01T00:00:00Z")
                                .granting(NEWSLETTERS)
                                .stated())
                .hears(WRONG, anInteraction("2026-04-01T00:00:00Z"))
                .hears(WRONG, anInteraction(CORRECTED))
                .settles();

        assertThat(consent(RIGHT)).isEqualTo(ConsentStatus.GIVEN);
        assertThat(world.subject(RIGHT).lastInteractionAt()).isEqualTo(time(CORRECTED));
        assertThat(world.subject(WRONG).interactions().all()).containsExactly(time("2026-04-01T00:00:00Z"));
        assertThat(world.subject(WRONG).statements()).isEmpty();
        assertThat(world.subject(WRONG).moved()).isFalse();
    }

    @Test
    void G7_G1_an_open_request_goes_along_with_its_due_date_and_what_systems_answer_and_the_desk_decides_later_too() {
        world.hears(
                        WRONG,
                        aRequest("access")
                                .called("r-1")
                                .at("2026-02-10T00:00:00Z")
                                .verified()
                                .exercised())
                .hears(
                        WRONG,
                        aSystemsAnswer(
                                "r-1", "access", HUBSPOT, RightsAnswer.Outcome.COMPLETED, "2026-02-20T00:00:00Z"));
        RightsCase before = request(WRONG, "r-1 access");

        world.hears(WRONG, correction(CORRECTED, RIGHT)).settles();

        assertThat(request(RIGHT, "r-1 access")).isEqualTo(before);
        assertThat(world.subject(WRONG).rights()).isEmpty();
        assertThat(world.told(RIGHT, SubjectDecision.RightMoved.class)).hasSize(1);
        world.hears(
                        WRONG,
                        aSystemsAnswer(
                                "r-1", "access", "linkedin", RightsAnswer.Outcome.NOT_FOUND, "2026-03-05T00:00:00Z"))
                .hears(WRONG, aDecision(RightsAct.FULFIL, "r-1", "access", "2026-03-06T00:00:00Z"))
                .settles();
        assertThat(request(RIGHT, "r-1 access").state()).isEqualTo(RightsCase.State.FULFILLED);
        assertThat(request(RIGHT, "r-1 access").tasks().answers()).containsKey("linkedin");
        assertThat(world.subject(WRONG).rights()).isEmpty();
    }

    @Test
    void G7_G2_that_a_request_is_at_risk_is_told_once_whoever_it_belongs_to() {
        world.hears(
                        WRONG,
                        aRequest("access")
                                .called("r-1")
                                .at("2026-02-10T00:00:00Z")
                                .verified()
                                .exercised())
                .until(time("2026-03-08T00:00:00Z"));
        assertThat(world.told(WRONG, SubjectDecision.RightFellDue.class)).hasSize(1);

        world.hears(WRONG, correction("2026-03-08T01:00:00Z", RIGHT)).settles().until(time("2026-03-09T00:00:00Z"));

        assertThat(world.told(RIGHT, SubjectDecision.RightFellDue.class)).isEmpty();
        world.until(time("2026-05-01T00:00:00Z"));
        assertThat(world.told(RIGHT, SubjectDecision.RightFellDue.class)).hasSize(1);
        assertThat(world.told(WRONG, SubjectDecision.RightFellDue.class)).hasSize(1);
    }

    @Test
    void G7_a_request_that_is_proven_late_by_its_old_address_takes_effect_at_the_right_one() {
        world.hears(WRONG, anInteraction("2026-02-01T00:00:00Z"))
                .hears(
                        WRONG,
                        aRequest("erasure")
                                .called("r-1")
                                .at("2026-02-10T00:00:00Z")
                                .exercised())
                .hears(WRONG, correction(CORRECTED, RIGHT))
                .settles()
                .hears(
                        WRONG,
                        aRequest("erasure")
                                .called("r-1")
                                .at("2026-03-10T00:00:00Z")
                                .verified()
                                .exercised())
                .settles();

        assertThat(world.orders(RIGHT))
                .singleElement()
                .satisfies(order -> assertThat(order.erasure().requestId()).isEqualTo("r-1"));
        assertThat(world.orders(WRONG)).hasSize(1);
    }

    @Test
    void G7_R4_a_hold_goes_along_and_its_release_at_the_wrong_address_resumes_at_the_right_one() {
        world.hears(WRONG, anInteraction("2026-02-01T00:00:00Z"))
                .hears(WRONG, aHold("case", "2026-02-10T00:00:00Z"))
                .hears(WRONG, correction(CORRECTED, RIGHT))
                .settles()
                .hears(RIGHT, aVerifiedRequest("erasure", "2026-03-10T00:00:00Z"))
                .settles();
        assertThat(world.orders(RIGHT)).isEmpty();

        world.hears(WRONG, aRelease("case", "2026-04-01T00:00:00Z")).settles();

        assertThat(world.orders(RIGHT))
                .singleElement()
                .satisfies(order -> assertThat(order.erasure().at()).isEqualTo(time("2026-04-01T00:00:00Z")));
        assertThat(world.subject(WRONG).holds()).isEmpty();
    }

    @Test
    void G7_E7_the_erasure_of_the_person_reaches_what_recipients_have_under_the_wrong_address_up_to_the_correction() {
        world.hears(WRONG, anInteraction("2026-02-01T00:00:00Z"))
                .hears(WRONG, correction(CORRECTED, RIGHT))
                .settles()
                .hears(RIGHT, aVerifiedRequest("erasure", "2026-05-01T00:00:00Z"))
                .settles();

        assertThat(world.orders(RIGHT)).hasSize(1);
        assertThat(world.orders(WRONG)).singleElement().satisfies(order -> {
            assertThat(order.erasure().at()).isEqualTo(time(CORRECTED));
            assertThat(order.erasure().rootOrderId())
                    .isEqualTo(world.orders(RIGHT).getFirst().erasure().orderId());
        });
        assertThat(world.subject(RIGHT).formers()).isEmpty();
    }

    @Test
    void G7_R2_so_does_the_erasure_after_a_lapse() {
        world.hears(WRONG, anInteraction("2026-02-01T00:00:00Z"))
                .hears(WRONG, correction(CORRECTED, RIGHT))
                .settles()
                .until(time("2031-02-01T00:00:01Z"))
                .until(time("2032-01-01T00:00:00Z"));

        assertThat(world.orders(RIGHT)).hasSize(1);
        assertThat(world.orders(WRONG)).hasSize(1);
    }

    @Test
    void G7_E9_whoever_is_known_by_the_wrong_address_since_is_not_erased_with_the_person() {
        world.hears(WRONG, anInteraction("2026-02-01T00:00:00Z"))
                .hears(WRONG, correction(CORRECTED, RIGHT))
                .hears(WRONG, anInteraction("2026-04-01T00:00:00Z"))
                .settles()
                .hears(RIGHT, aVerifiedRequest("erasure", "2026-05-01T00:00:00Z"))
                .settles();

        assertThat(world.orders(RIGHT)).hasSize(1);
        assertThat(world.orders(WRONG)).isEmpty();
        assertThat(world.subject(WRONG).interactions().all()).hasSize(1);
    }

    @Test
    void G7_E8_the_persons_device_is_linked_to_the_right_one_and_erased_with_it_also_when_it_lapses() {
        world.hears("device", aStatement().at("2026-01-01T00:00:00Z").stated())
                .hears(WRONG, anInteraction("2026-02-01T00:00:00Z"))
                .hears(WRONG, aLink("device", SubjectKind.VISITOR, "2026-02-01T00:00:00Z"))
                .settles()
                .hears(WRONG, correction(CORRECTED, RIGHT))
                .settles();
        assertThat(linked("device", RIGHT)).isTrue();
        assertThat(linked("device", WRONG)).isFalse();

        world.hears("device", aStatement().at("2031-01-31T00:00:00Z").stated())
                .until(time("2031-02-01T00:00:01Z"))
                .until(time("2031-03-20T00:00:00Z"));

        assertThat(world.orders(RIGHT)).hasSize(1);
        assertThat(world.orders("device")).hasSize(1);
    }

    @Test
    void G7_R2_a_lapse_that_was_told_leaves_the_rest_of_its_grace_window_and_no_second_one() {
        world.hears(WRONG, anInteraction("2021-02-01T00:00:00Z")).until(time("2026-02-15T00:00:00Z"));
        Subject.Lapse lapse = world.subject(WRONG).lapse();

        world.hears(WRONG, correction("2026-02-16T00:00:00Z", RIGHT)).settles();

        assertThat(lapse).isNotNull();
        assertThat(world.subject(RIGHT).lapse()).isEqualTo(lapse);
        assertThat(world.told(RIGHT, SubjectDecision.RetentionLapsed.class)).hasSize(1);
        assertThat(world.subject(WRONG).lapse()).isNull();
        world.until(time("2026-06-01T00:00:00Z"));
        assertThat(world.orders(RIGHT)).hasSize(1);
        assertThat(world.told(RIGHT, SubjectDecision.RetentionLapsed.class)).hasSize(1);
    }

    @Test
    void G7_R2_somebody_in_the_grace_window_is_revived_by_what_the_other_did() {
        world.hears(RIGHT, anInteraction("2021-02-01T00:00:00Z"))
                .hears(WRONG, anInteraction("2025-02-01T00:00:00Z"))
                .until(time("2026-02-15T00:00:00Z"));
        assertThat(world.subject(RIGHT).lapse()).isNotNull();

        world.hears(WRONG, correction("2026-02-16T00:00:00Z", RIGHT)).settles();

        assertThat(world.subject(RIGHT).lapse()).isNull();
        assertThat(world.told(RIGHT, SubjectDecision.RetentionRevived.class)).hasSize(1);
    }

    @Test
    void G7_a_chain_of_corrections_ends_at_the_last_address_and_its_erasure_reaches_them_all() {
        world.hears("First", anInteraction("2026-01-01T00:00:00Z"))
                .hears("Second", correction("2026-03-01T00:00:00Z", "Third"))
                .hears("First", correction("2026-02-01T00:00:00Z", "Second"))
                .settles();

        assertThat(world.subject("Third").lastInteractionAt()).isEqualTo(time("2026-01-01T00:00:00Z"));
        assertThat(world.subject("Second").moved()).isTrue();
        world.hears("Third", aVerifiedRequest("erasure", "2026-05-01T00:00:00Z"))
                .settles();
        assertThat(world.orders("First")).hasSize(1);
        assertThat(world.orders("Second")).hasSize(1);
    }

    @Test
    void G7_somebody_who_is_corrected_there_and_back_is_who_they_were() {
        world.hears("First", anInteraction("2026-01-01T00:00:00Z"))
                .hears("First", correction("2026-02-01T00:00:00Z", "Second"))
                .settles()
                .hears("Second", anInteraction("2026-02-10T00:00:00Z"))
                .hears("Second", correction("2026-03-01T00:00:00Z", "First"))
                .settles()
                .hears(
                        "First",
                        aStatement()
                                .at("2026-01-15T00:00:00Z")
                                .granting(NEWSLETTERS)
                                .stated())
                .settles();

        assertThat(world.subject("First").interactions().all())
                .containsExactly(time("2026-01-01T00:00:00Z"), time("2026-02-10T00:00:00Z"));
        assertThat(consent("First")).isEqualTo(ConsentStatus.GIVEN);
        assertThat(world.subject("Second").moved()).isTrue();
        world.hears("First", aVerifiedRequest("erasure", "2026-05-01T00:00:00Z"))
                .settles();
        assertThat(world.orders("First")).hasSize(1);
        assertThat(world.orders("Second")).hasSize(1);
    }

    @Test
    void G7_of_two_corrections_that_do_not_follow_their_times_the_first_that_was_published_stays() {
        world.hears(WRONG, anInteraction("2026-01-01T00:00:00Z"))
                .hears(WRONG, correction(CORRECTED, RIGHT))
                .settles();

        assertThatThrownBy(() -> world.hears(WRONG, correction("2026-02-01T00:00:00Z", "Other")))
                .isInstanceOf(BrokenRuleException.class)
                .hasMessageContaining("corrected to another since");
        assertThatThrownBy(() -> world.hears(WRONG, correction(CORRECTED, "Other")))
                .isInstanceOf(BrokenRuleException.class);
        world.hears(WRONG, correction("2026-02-01T00:00:00Z", RIGHT)).settles();
        assertThat(world.subject(WRONG).moves()).hasSize(1);
    }

    @Test
    void G7_what_is_put_right_again_takes_only_what_came_since() {
        world.hears(WRONG, anInteraction("2026-01-01T00:00:00Z"))
                .hears(WRONG, correction(CORRECTED, RIGHT))
                .hears(WRONG, anInteraction("2026-03-10T00:00:00Z"))
                .hears(WRONG, correction("2026-04-01T00:00:00Z", "Other"))
                .settles();

        assertThat(world.subject(RIGHT).interactions().all()).containsExactly(time("2026-01-01T00:00:00Z"));
        assertThat(world.subject("Other").interactions().all()).containsExactly(time("2026-03-10T00:00:00Z"));
    }

    @Test
    void G7_a_device_is_not_corrected_and_nobody_to_themselves() {
        world.hears("device", aStatement().at("2026-01-01T00:00:00Z").stated());

        assertThatThrownBy(() -> world.hears("device", correction(CORRECTED, RIGHT)))
                .isInstanceOf(BrokenRuleException.class);
        assertThatThrownBy(() -> world.hears(WRONG, correction(CORRECTED, WRONG)))
                .isInstanceOf(BrokenRuleException.class);
    }

    @Test
    void G7_somebody_of_whom_nothing_is_known_yet_is_corrected_all_the_same() {
        world.hears(WRONG, correction(CORRECTED, RIGHT))
                .settles()
                .hears(WRONG, anInteraction("2026-01-01T00:00:00Z"))
                .settles();

        assertThat(world.subject(RIGHT).lastInteractionAt()).isEqualTo(time("2026-01-01T00:00:00Z"));
        assertThat(world.subject(WRONG).seen()).isTrue();
    }

    @Test
    void G7_E6_somebody_who_was_erased_before_begins_a_new_life_with_what_comes() {
        world.hears(RIGHT, anInteraction("2026-01-01T00:00:00Z"))
                .hears(WRONG, anInteraction("2026-01-10T00:00:00Z"))
                .hears(RIGHT, aVerifiedRequest("erasure", "2026-02-01T00:00:00Z"))
                .hears(WRONG, correction(CORRECTED, RIGHT))
                .settles();

        assertThat(world.subject(RIGHT).lastInteractionAt()).isEqualTo(time("2026-01-10T00:00:00Z"));
        assertThat(world.orders(WRONG)).isEmpty();
        assertThat(world.rules().expiresAt(world.subject(RIGHT))).contains(time("2031-01-10T00:00:00Z"));
    }

    @Test
    void G7_E6_somebody_who_was_erased_after_that_takes_nothing_and_the_erasure_goes_back() {
        world.hears(RIGHT, anInteraction("2026-01-01T00:00:00Z"))
                .hears(WRONG, anInteraction("2026-01-10T00:00:00Z"))
                .hears(
                        WRONG,
                        aRequest("access")
                                .called("r-1")
                                .at("2026-01-20T00:00:00Z")
                                .verified()
                                .exercised())
                .hears(RIGHT, aVerifiedRequest("erasure", "2026-05-01T00:00:00Z"))
                .hears(WRONG, correction(CORRECTED, RIGHT))
                .settles();

        assertThat(world.subject(RIGHT).interactions().all()).isEmpty();
        assertThat(world.subject(RIGHT).status()).isEqualTo(Subject.Status.ERASING);
        assertThat(request(RIGHT, "r-1 access").isOpen()).isTrue();
        assertThat(world.orders(WRONG)).hasSize(1);
    }

    @Test
    void G7_E6_what_was_erased_does_not_move() {
        world.hears(WRONG, anInteraction("2026-01-10T00:00:00Z"))
                .hears(WRONG, aVerifiedRequest("erasure", "2026-02-01T00:00:00Z"))
                .hears(WRONG, correction("2026-01-20T00:00:00Z", RIGHT))
                .settles();

        assertThat(world.subject(RIGHT).seen()).isFalse();
        assertThat(request(WRONG, "request erasure 2026-02-01T00:00:00Z erasure")
                        .orderId())
                .isNotNull();
    }

    @Test
    void G7_an_erasure_that_waits_goes_along_and_is_ordered_for_the_right_one() {
        world.hears(WRONG, anInteraction("2026-01-10T00:00:00Z"))
                .hears(WRONG, aHold("case", "2026-01-20T00:00:00Z"))
                .hears(WRONG, aVerifiedRequest("erasure", "2026-02-01T00:00:00Z"))
                .hears(WRONG, correction(CORRECTED, RIGHT))
                .settles()
                .hears(RIGHT, aRelease("case", "2026-04-01T00:00:00Z"))
                .settles();

        assertThat(world.orders(RIGHT)).hasSize(1);
        assertThat(world.orders(WRONG))
                .singleElement()
                .satisfies(order -> assertThat(order.erasure().at()).isEqualTo(time(CORRECTED)));
    }

    @Test
    void G7_C2_what_has_moved_may_come_twice() {
        world.hears(
                        WRONG,
                        aStatement()
                                .at("2026-01-01T00:00:00Z")
                                .granting(NEWSLETTERS)
                                .stated())
                .hears(WRONG, aHold("case", "2026-01-20T00:00:00Z"))
                .hears(WRONG, aLink("Customer", SubjectKind.CONTACT, "2026-02-01T00:00:00Z", Witness.OPERATOR))
                .hears(
                        WRONG,
                        aRequest("objection")
                                .called("r-1")
                                .at("2026-02-02T00:00:00Z")
                                .about(NEEDS)
                                .verified()
                                .exercised())
                .hears(WRONG, correction(CORRECTED, RIGHT))
                .settles();
        Subject once = world.subject(RIGHT);
        int told = world.told(RIGHT, SubjectDecision.ConsentChanged.class).size();

        world.repeatsWhatMoved();

        assertThat(world.subject(RIGHT)).isEqualTo(once);
        assertThat(world.told(RIGHT, SubjectDecision.ConsentChanged.class)).hasSize(told);
        assertThat(world.told(RIGHT, SubjectDecision.RightMoved.class)).hasSize(1);
    }

    @Test
    void G7_S3_what_is_large_goes_in_pieces_and_arrives_whole() {
        for (int n = 0; n < 130; n++) {
            world.hears(
                    WRONG,
                    aStatement()
                            .called("e-" + n)
                            .at(time("2025-01-01T00:00:00Z").plusSeconds(n))
                            .saying(n % 2 == 0 ? Verb.GRANTED : Verb.WITHDRAWN, NEWSLETTERS, null)
                            .stated());
        }
        Instant since = world.subject(WRONG).statements().getLast().at();

        world.hears(WRONG, correction(CORRECTED, RIGHT)).settles();

        assertThat(world.told(WRONG, SubjectDecision.PartMoved.class)).hasSize(3);
        assertThat(world.subject(RIGHT).statements()).hasSize(130);
        assertThat(world.told(RIGHT, SubjectDecision.ConsentChanged.class))
                .extracting(SubjectDecision.ConsentChanged::effectiveAt)
                .containsExactly(since);
    }

    private ConsentStatus consent(String name) {
        Purpose newsletters = SubjectHarness.POLICY.purpose(NEWSLETTERS).orElseThrow();
        return world.rules()
                .present(world.subject(name), newsletters, null, world.now())
                .status();
    }

    private boolean linked(String name, String other) {
        return world.subject(name).links().values().stream()
                .anyMatch(link -> link.other().equals(other) && link.linked());
    }

    private RightsCase request(String name, String key) {
        RightsCase found = world.subject(name).rights().get(key);
        if (found == null) {
            throw new AssertionError("there is no such request: "
                    + List.copyOf(world.subject(name).rights().keySet()));
        }
        return found;
    }

    private static SubjectEvent.Corrected correction(String at, String to) {
        return Events.aCorrection(to, at);
    }
}
