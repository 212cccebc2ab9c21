package io.lethe.retention.topology;

import static io.lethe.retention.topology.Records.CONTACT;
import static io.lethe.retention.topology.Records.VISITOR;
import static io.lethe.retention.topology.Records.hold;
import static io.lethe.retention.topology.Records.interaction;
import static io.lethe.retention.topology.Records.link;
import static io.lethe.retention.topology.Records.request;
import static io.lethe.retention.topology.Records.statement;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.lethe.schemas.ConsentState;
import io.lethe.schemas.Decision;
import io.lethe.schemas.ErasureOrder;
import io.lethe.schemas.Hold;
import io.lethe.schemas.HoldAction;
import io.lethe.schemas.LinkAction;
import io.lethe.schemas.RightKind;
import io.lethe.schemas.RightsRequest;
import io.lethe.schemas.SubjectKind;
import io.lethe.schemas.topics.Topics;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What linked subjects tell each other, over the topic that is between them. */
class SignalsTest {

    private static final String CUSTOMER = "_u36zgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAM";
    private static final String JANUARY = "2026-01-15T10:00:00+01:00";

    @TempDir
    Path folder;

    private Harness stream;

    @SuppressWarnings("NullAway.Init") // JUnit calls open() first
    SignalsTest() {}

    @BeforeEach
    void open() {
        stream = new Harness(folder, JANUARY);
    }

    @AfterEach
    void close() {
        stream.close();
    }

    @Test
    void R4_a_hold_on_the_linked_visitor_parks_the_contact_and_its_release_orders() {
        stream.hears(Topics.SUBJECT_LINKS, CONTACT, link("2026-02-01T00:00:00Z", LinkAction.LINK))
                .hears(Topics.HOLDS, VISITOR, visitors("2026-03-01T00:00:00Z", HoldAction.PLACE))
                .hears(Topics.RIGHTS_REQUESTS, CONTACT, request("2026-05-01T00:00:00Z", RightKind.ERASURE));
        assertThat(stream.told(Topics.ERASURE_ORDERS)).isEmpty();

        stream.hears(Topics.HOLDS, VISITOR, visitors("2026-06-01T00:00:00Z", HoldAction.RELEASE));

        assertThat(stream.told(Topics.ERASURE_ORDERS))
                .extracting(ErasureOrder::getSubjectId, ErasureOrder::getOrderedAt)
                .containsExactly(
                        tuple(CONTACT, Harness.time("2026-06-01T00:00:00Z")),
                        tuple(VISITOR, Harness.time("2026-06-01T00:00:00Z")));
    }

    @Test
    void R4_a_restriction_of_the_contact_restricts_the_linked_visitor_until_an_operator_lifts_it() {
        RightsRequest restriction = request("2026-03-01T00:00:00Z", RightKind.RESTRICTION);
        stream.hears(Topics.CONSENT_STATEMENTS, VISITOR, statement(JANUARY, Decision.GRANTED, "audience-measurement"))
                .hears(Topics.SUBJECT_LINKS, CONTACT, link("2026-02-01T00:00:00Z", LinkAction.LINK))
                .hears(Topics.RIGHTS_REQUESTS, CONTACT, restriction);
        assertThat(stateOfTheVisitor().getRestricted()).isTrue();
        stream.hears(Topics.RIGHTS_REQUESTS, CONTACT, request("2026-04-01T00:00:00Z", RightKind.ERASURE));
        assertThat(stream.told(Topics.ERASURE_ORDERS)).isEmpty();

        Hold lifted = Hold.newBuilder(hold("2026-05-01T00:00:00Z", HoldAction.RELEASE))
                .setHoldId("restriction:" + restriction.getRequestId())
                .build();
        stream.hears(Topics.HOLDS, CONTACT, lifted);

        assertThat(stateOfTheVisitor().getRestricted()).isFalse();
        assertThat(stream.told(Topics.ERASURE_ORDERS))
                .extracting(ErasureOrder::getSubjectId)
                .containsExactly(CONTACT, VISITOR);
    }

    @Test
    void R1_a_login_of_the_linked_customer_moves_the_mails_expiry() {
        stream.hears(Topics.INTERACTIONS, CONTACT, interaction("2026-03-01T12:00:00+01:00"))
                .hears(
                        Topics.SUBJECT_LINKS,
                        CONTACT,
                        link(CUSTOMER, SubjectKind.CONTACT, "2026-03-02T00:00:00Z", LinkAction.LINK))
                .hears(Topics.INTERACTIONS, CUSTOMER, interaction(CUSTOMER, Harness.time("2027-03-01T12:00:00+01:00")));

        stream.until("2032-03-01T11:59:59.999+01:00");
        assertThat(stream.told(Topics.RETENTION_CHANGES)).isEmpty();

        stream.until("2032-03-01T12:00:00+01:00");
        assertThat(stream.records(Topics.RETENTION_CHANGES))
                .extracting(one -> one.key)
                .containsExactlyInAnyOrder(CONTACT, CUSTOMER);
    }

    /** The last that was told of it since this was last asked for. */
    private ConsentState stateOfTheVisitor() {
        return stream.records(Topics.CONSENT_STATE).stream()
                .filter(one -> one.key.equals(VISITOR))
                .flatMap(one -> Stream.ofNullable(one.value))
                .reduce((_, last) -> last)
                .orElseThrow();
    }

    private static Hold visitors(String at, HoldAction action) {
        return hold(VISITOR, Harness.time(at), action);
    }
}
