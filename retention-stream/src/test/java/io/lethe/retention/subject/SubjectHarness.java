package io.lethe.retention.subject;

import static io.lethe.retention.subject.Events.time;
import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.consent.Consent;
import io.lethe.consent.ConsentStatus;
import io.lethe.policy.Policy;
import io.lethe.policy.file.PolicyFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One subject in the hands of the rules, and what was decided about it. The clock goes with the events, and never back. */
final class SubjectHarness {

    static final Policy POLICY = PolicyFile.builtIn();

    SubjectRules rules = new SubjectRules(POLICY);
    private Policy policy = POLICY;
    private final SubjectKind kind;
    private Subject subject;
    private Instant now = Instant.EPOCH;
    private final List<SubjectDecision> decisions = new ArrayList<>();

    private SubjectHarness(String id, SubjectKind kind) {
        this.kind = kind;
        this.subject = Subject.unseen(id);
    }

    static SubjectHarness ofAVisitor() {
        return new SubjectHarness("v-1", SubjectKind.VISITOR);
    }

    static SubjectHarness ofAContact() {
        return new SubjectHarness("c-1", SubjectKind.CONTACT);
    }

    /** Another version of the policy is in force from now on, and everybody is looked at again. */
    SubjectHarness under(Policy version) {
        policy = version;
        rules = new SubjectRules(version);
        take(rules.settle(subject, now, true));
        return this;
    }

    /** It has this request from before. */
    SubjectHarness holding(RightsCase request) {
        Draft draft = new Draft(subject);
        draft.kind = kind;
        draft.rights.put(request.key(), request);
        subject = draft.finished(true).subject();
        return this;
    }

    /** Events arrive; where one is newer than the clock, the clock moves there. */
    SubjectHarness hears(SubjectEvent... events) {
        for (SubjectEvent event : events) {
            now = event.at().isAfter(now) ? event.at() : now;
            take(rules.apply(subject, kindFrom(event), event, now, true));
        }
        return this;
    }

    /** An event that claims to be from later than the clock. */
    SubjectHarness hearsAheadOfTime(SubjectEvent event) {
        take(rules.apply(subject, kindFrom(event), event, now, true));
        return this;
    }

    SubjectHarness hears(Events.StatementBuilder... statements) {
        for (Events.StatementBuilder one : statements) {
            hears(one.stated());
        }
        return this;
    }

    SubjectHarness hears(Events.RequestBuilder request) {
        return hears(request.exercised());
    }

    /** The clock moves, and no tick sees it. */
    SubjectHarness clockAt(String time) {
        now = time(time);
        return this;
    }

    /** The clock moves, and ticks. */
    SubjectHarness until(String time) {
        return until(time(time));
    }

    SubjectHarness until(Instant time) {
        now = time;
        take(rules.settle(subject, now, true));
        return this;
    }

    /** The clock moves, and ticks, while records from long ago are still being read. */
    SubjectHarness whileReadingABacklog(String time) {
        now = time(time);
        take(rules.settle(subject, now, false));
        return this;
    }

    Subject subject() {
        return subject;
    }

    Subject.Status status() {
        return subject.status();
    }

    ConsentStatus consent(String purpose) {
        return consent(purpose, null);
    }

    ConsentStatus consent(String purpose, @Nullable String recipient) {
        return rules.present(subject, policy.purpose(purpose).orElseThrow(), recipient, now)
                .status();
    }

    List<Consent> consents() {
        return rules.consents(subject, now);
    }

    Consent asOf(String purpose, @Nullable String recipient, Instant time) {
        return rules.consent(subject, policy.purpose(purpose).orElseThrow(), recipient, time);
    }

    /** What was decided of a kind, in order, since the beginning or the last {@link #forgetWhatWasTold}. */
    <D extends SubjectDecision> List<D> told(Class<D> what) {
        return decisions.stream().filter(what::isInstance).map(what::cast).toList();
    }

    /** The changes that were told of a purpose, as {@code from>to}. */
    List<String> changes(String purpose) {
        return told(SubjectDecision.ConsentChanged.class).stream()
                .filter(one -> one.purpose().equals(purpose))
                .map(one -> one.from() + ">" + one.to())
                .toList();
    }

    SubjectHarness forgetWhatWasTold() {
        decisions.clear();
        return this;
    }

    private SubjectKind kindFrom(SubjectEvent event) {
        return event instanceof SubjectEvent.HoldStated
                        || event instanceof SubjectEvent.RightDecided
                        || event instanceof SubjectEvent.ErasureProgressed
                ? SubjectKind.UNKNOWN
                : kind;
    }

    private void take(Transition outcome) {
        subject = outcome.subject();
        // What the deadline store is told must be the first of what is foreseen, at each step of each test.
        assertThat(rules.nextDue(subject))
                .isEqualTo(rules.due(subject).stream().map(Due::at).findFirst());
        decisions.addAll(outcome.decisions());
    }
}
