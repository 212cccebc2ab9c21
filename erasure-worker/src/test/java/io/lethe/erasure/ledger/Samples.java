package io.lethe.erasure.ledger;

import io.lethe.policy.InFlight;
import io.lethe.policy.Policy;
import io.lethe.policy.RecipientSystem;
import io.lethe.policy.file.PolicyFile;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What tests start from. */
public final class Samples {

    public static final Policy POLICY = PolicyFile.builtIn();
    static final Duration WINDOW = Duration.ofDays(1);
    static final Duration ORDERS_ARE_KEPT = Duration.ofDays(3650);
    public static final Instant NOW = Instant.parse("2031-03-01T09:00:00Z");
    public static final String ADA = "BAHWuXZiHf9p_nkoowbIFzLQIDg1JPoV8EqIq2Po5po";

    private Samples() {}

    /** The policy with hubspot serving from a day to a day alone; null: without that bound. */
    static Policy policyWithHubspot(@Nullable String since, @Nullable String until) {
        return policyWithHubspot(since, until, InFlight.UNLIMITED);
    }

    /** The policy with hubspot being given so much at one time. */
    public static Policy policyWithHubspot(InFlight inFlight) {
        return policyWithHubspot(null, null, inFlight);
    }

    private static Policy policyWithHubspot(@Nullable String since, @Nullable String until, InFlight inFlight) {
        List<RecipientSystem> recipients = POLICY.recipients().stream()
                .map(one -> one.id().equals("hubspot") ? serving(one, since, until, inFlight) : one)
                .toList();
        return new Policy(
                POLICY.version(),
                POLICY.effectiveFrom(),
                POLICY.zone(),
                POLICY.language(),
                POLICY.controller(),
                POLICY.purposes(),
                POLICY.dataCategories(),
                POLICY.recipientCategories(),
                recipients,
                POLICY.retention(),
                POLICY.erasure(),
                POLICY.rights(),
                POLICY.lastDays(),
                POLICY.warnBefore(),
                POLICY.proofWithin(),
                POLICY.rightsContact(),
                POLICY.cookies(),
                POLICY.banners());
    }

    private static RecipientSystem serving(
            RecipientSystem one, @Nullable String since, @Nullable String until, InFlight inFlight) {
        return new RecipientSystem(
                one.id(),
                one.name(),
                one.category(),
                one.purposes(),
                one.dataCategories(),
                one.identifiers(),
                one.region(),
                one.transfer(),
                Optional.ofNullable(since).map(LocalDate::parse),
                Optional.ofNullable(until).map(LocalDate::parse),
                inFlight,
                one.dispatch(),
                one.place());
    }

    public static OrderBuilder anOrder() {
        return new OrderBuilder();
    }

    static Answer says(AckOutcome outcome, Instant at) {
        return new Answer(outcome, null, at);
    }

    /** An order for a visitor, given now for a retention that lapsed, unless said otherwise. */
    public static final class OrderBuilder {

        private String subjectId = ADA;
        private String suffix = "order0000001";
        private SubjectKind kind = SubjectKind.VISITOR;
        private Cause cause = Cause.RETENTION_LAPSED;
        private @Nullable String requestId;
        private List<String> dataCategories = List.of("browsing-data");
        private Instant orderedAt = NOW;
        private Instant recordedAt = NOW;
        private String policyVersion = "2026-01";

        public OrderBuilder of(String subjectId) {
            this.subjectId = subjectId;
            return this;
        }

        public OrderBuilder numbered(String suffix) {
            this.suffix = suffix;
            return this;
        }

        public OrderBuilder ofAContact() {
            this.kind = SubjectKind.CONTACT;
            return this;
        }

        public OrderBuilder onRequest(String requestId) {
            this.cause = Cause.ERASURE_REQUESTED;
            this.requestId = requestId;
            return this;
        }

        public OrderBuilder about(String... dataCategories) {
            this.dataCategories = List.of(dataCategories);
            return this;
        }

        public OrderBuilder at(Instant at) {
            this.orderedAt = at;
            this.recordedAt = at;
            return this;
        }

        public OrderBuilder upTo(Instant cut) {
            this.orderedAt = cut;
            return this;
        }

        public OrderBuilder under(String policyVersion) {
            this.policyVersion = policyVersion;
            return this;
        }

        public Order build() {
            return new Order(
                    subjectId + "." + suffix,
                    subjectId,
                    kind,
                    cause,
                    requestId,
                    dataCategories,
                    orderedAt,
                    recordedAt,
                    policyVersion);
        }
    }
}
