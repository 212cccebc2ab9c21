package io.lethe.retention.subject;

import io.lethe.consent.Statement;
import io.lethe.policy.Verb;
import io.lethe.policy.Witness;
import io.lethe.retention.subject.SubjectEvent.Corrected;
import io.lethe.retention.subject.SubjectEvent.HoldStated;
import io.lethe.retention.subject.SubjectEvent.Interacted;
import io.lethe.retention.subject.SubjectEvent.LinkStated;
import io.lethe.retention.subject.SubjectEvent.RightAnswered;
import io.lethe.retention.subject.SubjectEvent.RightDecided;
import io.lethe.retention.subject.SubjectEvent.RightExercised;
import io.lethe.retention.subject.SubjectEvent.Stated;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events with meaningful defaults; a test says what matters to it. */
final class Events {

    static final String AUDIENCE = "audience-measurement";
    static final String VIDEO = "video";
    static final String ADVERTISING = "advertising";
    static final String NEWSLETTERS = "newsletters";
    static final String NEEDS = "needs-analysis";
    static final String HUBSPOT = "hubspot";
    static final String LINKEDIN = "linkedin";
    static final String GOOGLE_ADS = "google-ads";

    private Events() {}

    /** A time with an offset, as people write it. */
    static Instant time(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }

    static StatementBuilder aStatement() {
        return new StatementBuilder();
    }

    static Interacted anInteraction(String at) {
        return anInteraction("contact-form", at);
    }

    static Interacted anInteraction(String kind, String at) {
        return new Interacted("interaction " + at, time(at), kind, List.of("contact-details"));
    }

    static RightExercised aVerifiedRequest(String right, String at) {
        return new RightExercised("request " + right + " " + at, time(at), time(at), "www", right, true, List.of());
    }

    static RightExercised anUnverifiedRequest(String right, String at) {
        return new RightExercised("request " + right + " " + at, time(at), time(at), "www", right, false, List.of());
    }

    static RequestBuilder aRequest(String right) {
        return new RequestBuilder(right);
    }

    static LinkStated aLink(String other, SubjectKind kind, String at) {
        return new LinkStated("link " + at, time(at), other, kind, true, Witness.PERSON);
    }

    static LinkStated aLink(String other, SubjectKind kind, String at, Witness by) {
        return new LinkStated("link " + at, time(at), other, kind, true, by);
    }

    static LinkStated anUnlink(String other, SubjectKind kind, String at) {
        return new LinkStated("unlink " + at, time(at), other, kind, false, Witness.PERSON);
    }

    static RightDecided aRefusal(String requestId, String right, String at, RefusalReason reason) {
        return new RightDecided(requestId, right, RightsStep.refusal(time(at), reason, "refusal " + at));
    }

    /** The person was told at a time that the answer takes longer. */
    static RightDecided anExtension(String requestId, String right, String at) {
        return aDecision(RightsAct.EXTEND, requestId, right, at);
    }

    static RightDecided aDecision(RightsAct act, String requestId, String right, String at) {
        return new RightDecided(requestId, right, RightsStep.of(act, time(at), act + " " + at));
    }

    /** The person has the answer; it went there. */
    static RightDecided anAnswer(String requestId, String right, String at, String reference) {
        return new RightDecided(
                requestId, right, new RightsStep(time(at), RightsAct.FULFIL, "answer " + at, null, reference));
    }

    /** What has come of a request in a recipient system. */
    static RightAnswered aSystemsAnswer(
            String requestId, String right, String system, RightsAnswer.Outcome outcome, String at) {
        return new RightAnswered(
                requestId,
                right,
                new RightsAnswer(
                        system, time(at), outcome, 3, "export-7", outcome + " " + system + " " + at, "desk-1"));
    }

    /** Somebody's address is put right. */
    static Corrected aCorrection(String to, String at) {
        return new Corrected("correction " + at + " " + to, time(at), to);
    }

    static HoldStated aHold(String holdId, String at) {
        return new HoldStated("hold " + at, time(at), holdId, true, "court case", "desk-1");
    }

    static HoldStated aRelease(String holdId, String at) {
        return new HoldStated("release " + at, time(at), holdId, false, "case closed", "desk-2");
    }

    /** A request to exercise a right; unverified, about everything, typed in when it was received. */
    static final class RequestBuilder {

        private final String right;
        private String id;
        private Instant at = time("2026-03-01T00:00:00Z");
        private @Nullable Instant typedIn;
        private boolean verified;
        private List<String> purposes = List.of();

        private RequestBuilder(String right) {
            this.right = right;
            this.id = "request " + right;
        }

        RequestBuilder called(String requestId) {
            id = requestId;
            return this;
        }

        RequestBuilder at(String text) {
            at = time(text);
            return this;
        }

        RequestBuilder typedIn(String text) {
            typedIn = time(text);
            return this;
        }

        RequestBuilder about(String... only) {
            purposes = List.of(only);
            return this;
        }

        RequestBuilder verified() {
            verified = true;
            return this;
        }

        RightExercised exercised() {
            return new RightExercised(id, at, typedIn == null ? at : typedIn, "www", right, verified, purposes);
        }
    }

    /** Choices made in one act. */
    static final class StatementBuilder {

        private @Nullable String id;
        private Instant at = time("2026-01-15T10:00:00+01:00");
        private String version = "2026-01";
        private @Nullable Instant receivedAt;
        private final List<Statement.Choice> choices = new ArrayList<>();
        private String notice = "banner-7";

        StatementBuilder called(String eventId) {
            id = eventId;
            return this;
        }

        StatementBuilder at(String text) {
            at = time(text);
            return this;
        }

        StatementBuilder at(Instant instant) {
            at = instant;
            return this;
        }

        StatementBuilder received(String text) {
            receivedAt = time(text);
            return this;
        }

        /** The version of the policy that the person was shown. */
        StatementBuilder under(String policyVersion) {
            version = policyVersion;
            return this;
        }

        StatementBuilder shown(String noticeId) {
            notice = noticeId;
            return this;
        }

        StatementBuilder granting(String purpose) {
            return saying(Verb.GRANTED, purpose, null);
        }

        StatementBuilder granting(String purpose, String recipient) {
            return saying(Verb.GRANTED, purpose, recipient);
        }

        StatementBuilder refusing(String purpose) {
            return saying(Verb.REFUSED, purpose, null);
        }

        StatementBuilder refusing(String purpose, String recipient) {
            return saying(Verb.REFUSED, purpose, recipient);
        }

        StatementBuilder withdrawing(String purpose) {
            return saying(Verb.WITHDRAWN, purpose, null);
        }

        StatementBuilder saying(Verb verb, String purpose, @Nullable String recipient) {
            choices.add(new Statement.Choice(purpose, recipient, verb));
            return this;
        }

        Statement statement() {
            if (choices.isEmpty()) {
                granting(AUDIENCE);
            }
            return new Statement(
                    id == null ? "statement " + at + choices : id,
                    at,
                    receivedAt == null ? at.plusMillis(40) : receivedAt,
                    "www",
                    choices,
                    new Statement.Proof(version, notice, "fr", "save", "https://www.example.org/"));
        }

        Stated stated() {
            return new Stated(statement());
        }
    }
}
