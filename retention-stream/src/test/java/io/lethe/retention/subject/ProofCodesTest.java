package io.lethe.retention.subject;

import static io.lethe.retention.subject.Events.aDecision;
import static io.lethe.retention.subject.Events.aRefusal;
import static io.lethe.retention.subject.Events.aRequest;
import static io.lethe.retention.subject.Events.time;
import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.consent.ConsentStatus;
import io.lethe.retention.subject.ProofCode.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One-time codes that prove who asks (G3). */
class ProofCodesTest {

    private static final String SENT_AT = "2026-03-04T10:00:00Z";
    private static final Instant UNTIL = time("2026-03-04T10:10:00Z");

    private final SubjectHarness contact =
            SubjectHarness.ofAContact().hears(aRequest("access").called("r").at("2026-03-01T00:00:00Z"));

    @Test
    void G3_the_right_code_does_what_a_back_ends_word_does_as_of_when_it_came() {
        SubjectHarness byWord = SubjectHarness.ofAContact()
                .hears(
                        aRequest("access")
                                .called("r")
                                .at("2026-03-01T00:00:00Z")
                                .exercised(),
                        aRequest("access")
                                .called("r")
                                .at("2026-03-04T10:05:00Z")
                                .verified()
                                .exercised());

        contact.hears(sent("right", SENT_AT), shown("right", "2026-03-04T10:05:00Z"));

        assertThat(contact.subject()).isEqualTo(byWord.subject());
        assertThat(request().state()).isEqualTo(RightsCase.State.OPEN);
        assertThat(outcomes()).containsExactly(Outcome.RIGHT);
    }

    @Test
    void G3_a_code_proves_something_up_to_its_last_moment_and_not_after_it_right_or_not() {
        contact.hears(sent("right", SENT_AT), shown("wrong", "2026-03-04T10:10:00.001Z"));
        contact.hears(shown("right", "2026-03-04T10:10:00.001Z"));
        assertThat(outcomes()).containsExactly(Outcome.LATE, Outcome.LATE);
        assertThat(request().state()).isEqualTo(RightsCase.State.IDENTITY_TO_BE_PROVEN);

        contact.hears(shown("right", UNTIL.toString()));

        assertThat(request().state()).isEqualTo(RightsCase.State.OPEN);
    }

    @Test
    void G3_after_three_wrong_tries_the_right_one_proves_nothing_and_each_is_told() {
        contact.hears(sent("right", SENT_AT), shown("1", SENT_AT), shown("2", SENT_AT));
        assertThat(code().triesLeft()).isEqualTo(1);

        contact.hears(shown("3", SENT_AT), shown("right", SENT_AT));

        assertThat(outcomes()).containsExactly(Outcome.WRONG, Outcome.WRONG, Outcome.EXHAUSTED, Outcome.EXHAUSTED);
        assertThat(code().triesLeft()).isZero();
        assertThat(request().state()).isEqualTo(RightsCase.State.IDENTITY_TO_BE_PROVEN);
    }

    @Test
    void G3_the_third_try_may_be_the_right_one() {
        contact.hears(sent("right", SENT_AT), shown("1", SENT_AT), shown("2", SENT_AT), shown("right", SENT_AT));

        assertThat(outcomes()).containsExactly(Outcome.WRONG, Outcome.WRONG, Outcome.RIGHT);
        assertThat(request().state()).isEqualTo(RightsCase.State.OPEN);
    }

    @Test
    void G3_what_was_wrong_is_no_other_try_when_it_comes_again() {
        contact.hears(sent("right", SENT_AT), shown("1", SENT_AT), shown("1", SENT_AT), shown("1", SENT_AT));

        assertThat(outcomes()).containsExactly(Outcome.WRONG);
        assertThat(code().triesLeft()).isEqualTo(2);
    }

    @Test
    void G3_a_new_code_takes_the_place_of_the_one_before_with_tries_of_its_own() {
        contact.hears(sent("first", SENT_AT), shown("1", SENT_AT), shown("2", SENT_AT), shown("3", SENT_AT));

        contact.hears(sent("second", "2026-03-04T10:20:00Z"), shown("first", "2026-03-04T10:21:00Z"));
        assertThat(code().triesLeft()).isEqualTo(2);
        contact.hears(shown("second", "2026-03-04T10:22:00Z"));

        assertThat(request().state()).isEqualTo(RightsCase.State.OPEN);
    }

    @Test
    void G3_that_a_code_was_sent_said_twice_gives_no_tries_back() {
        contact.hears(sent("right", SENT_AT), shown("1", SENT_AT), sent("right", SENT_AT));

        assertThat(code().triesLeft()).isEqualTo(2);
        assertThat(contact.told(SubjectDecision.CodeSent.class)).hasSize(1);
    }

    @Test
    void G3_a_code_that_nobody_asked_for_or_of_a_request_that_has_not_come_proves_nothing_and_is_counted() {
        SubjectHarness stranger = SubjectHarness.ofAContact()
                .hears(sent("right", SENT_AT), shown("right", SENT_AT))
                .hears(aRefusal("r", "access", SENT_AT, RefusalReason.NO_MATCH))
                .hears(sent("right", SENT_AT));
        contact.hears(shown("right", SENT_AT));

        assertThat(dropped(stranger))
                .containsExactly("code-without-request", "code-without-request", "code-without-request");
        assertThat(dropped(contact)).containsExactly("code-not-sent");
        assertThat(request().state()).isEqualTo(RightsCase.State.IDENTITY_TO_BE_PROVEN);
    }

    @Test
    void G3_once_it_is_proven_who_asks_no_code_is_kept_and_none_is_taken() {
        contact.hears(sent("right", SENT_AT))
                .hears(aRequest("access").called("r").at("2026-03-04T10:01:00Z").verified());
        assertThat(request().code()).isNull();

        contact.hears(shown("right", "2026-03-04T10:02:00Z"), sent("more", "2026-03-04T10:03:00Z"));

        assertThat(dropped(contact)).containsExactly("code-when-proven", "code-when-proven");
        assertThat(request().clock().provenAt()).isEqualTo(time("2026-03-04T10:01:00Z"));
    }

    @Test
    void G3_a_code_opens_no_request_that_was_refused_or_withdrawn_before() {
        contact.hears(sent("right", SENT_AT))
                .hears(aDecision(RightsAct.WITHDRAW, "r", "access", "2026-03-04T10:01:00Z"))
                .hears(shown("right", "2026-03-04T10:02:00Z"));

        assertThat(request().state()).isEqualTo(RightsCase.State.WITHDRAWN);
    }

    @Test
    void G1_a_right_code_that_comes_after_the_time_to_prove_anything_opens_nothing() {
        contact.hears(sent("right", "2026-06-01T21:55:00Z"), shown("right", "2026-06-01T22:00:00Z"));

        assertThat(request().state()).isEqualTo(RightsCase.State.EXPIRED);
    }

    @Test
    void G1_a_request_that_claims_to_be_later_than_its_code_is_received_when_it_says() {
        SubjectHarness ahead = SubjectHarness.ofAContact()
                .hears(aRequest("access").called("r").at("2026-03-04T10:04:00Z"))
                .hears(sent("right", SENT_AT), shown("right", "2026-03-04T10:01:00Z"));

        RightsCase one = ahead.subject().rights().values().iterator().next();
        assertThat(one.clock().receivedAt()).isEqualTo(time("2026-03-04T10:04:00Z"));
        assertThat(one.clock().provenAt()).isEqualTo(time("2026-03-04T10:04:00Z"));
    }

    @Test
    void G3_an_objection_that_a_code_proves_is_about_the_purposes_that_come_with_it() {
        SubjectHarness objecting = SubjectHarness.ofAContact()
                .hears(aRequest("objection").called("r").about("needs-analysis").at("2026-03-01T00:00:00Z"))
                .hears(new SubjectEvent.CodeSent("r", "objection", time(SENT_AT), "right", UNTIL));
        assertThat(objecting.consent("needs-analysis")).isEqualTo(ConsentStatus.UNKNOWN);

        objecting.hears(
                new SubjectEvent.CodeShown("r", "objection", time(SENT_AT), "www", List.of("needs-analysis"), "right"));

        assertThat(objecting.consent("needs-analysis")).isEqualTo(ConsentStatus.OBJECTED);
        assertThat(objecting.consent("improvement")).isEqualTo(ConsentStatus.UNKNOWN);
    }

    private static SubjectEvent sent(String digest, String at) {
        return new SubjectEvent.CodeSent("r", "access", time(at), digest, time(at).plus(Duration.ofMinutes(10)));
    }

    private static SubjectEvent shown(String digest, String at) {
        return new SubjectEvent.CodeShown("r", "access", time(at), "www", List.of(), digest);
    }

    private List<Outcome> outcomes() {
        return contact.told(SubjectDecision.CodeJudged.class).stream()
                .map(SubjectDecision.CodeJudged::outcome)
                .toList();
    }

    private static List<String> dropped(SubjectHarness life) {
        return life.told(SubjectDecision.EventDropped.class).stream()
                .map(SubjectDecision.EventDropped::reason)
                .toList();
    }

    private ProofCode code() {
        ProofCode code = request().code();
        if (code == null) {
            throw new AssertionError("there is no code");
        }
        return code;
    }

    private RightsCase request() {
        return contact.subject().rights().values().iterator().next();
    }
}
