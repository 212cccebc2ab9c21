package io.lethe.retention.topology;

import static io.lethe.retention.topology.Records.CONTACT;
import static io.lethe.retention.topology.Records.VISITOR;
import static io.lethe.retention.topology.Records.completed;
import static io.lethe.retention.topology.Records.hold;
import static io.lethe.retention.topology.Records.interaction;
import static io.lethe.retention.topology.Records.link;
import static io.lethe.retention.topology.Records.request;
import static io.lethe.retention.topology.Records.statement;
import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.retention.store.SubjectStores;
import io.lethe.schemas.ConsentChange;
import io.lethe.schemas.ConsentStatus;
import io.lethe.schemas.Decision;
import io.lethe.schemas.ErasureOrder;
import io.lethe.schemas.HoldAction;
import io.lethe.schemas.LinkAction;
import io.lethe.schemas.RightKind;
import io.lethe.schemas.topics.Topic;
import io.lethe.schemas.topics.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After an outage, or in a rebuild, records of several topics come in any order: nobody is erased whom one of the rest may save. */
class OrdersInBacklogTest {

    private static final String AUDIENCE = "audience-measurement";
    private static final String PLACED = "2026-01-14T09:00:00Z";
    private static final String ASKED = "2026-01-14T10:00:00Z";
    private static final String NOW = "2026-01-15T10:00:00Z";

    /** When what is read now was published. */
    private static final Instant BEFORE_THE_OUTAGE = Instant.parse("2025-12-31T00:00:00Z");

    private static final Duration WORKED_OFF = Duration.ofSeconds(4);

    @TempDir
    Path folder;

    private Harness stream;

    @SuppressWarnings("NullAway.Init") // JUnit calls open() first
    OrdersInBacklogTest() {}

    @BeforeEach
    void open() {
        stream = new Harness(folder, NOW);
    }

    @AfterEach
    void close() {
        stream.close();
    }

    @Test
    void R4_a_request_that_is_read_before_the_hold_that_was_placed_before_it_is_parked() {
        late(Topics.RIGHTS_REQUESTS, CONTACT, request(ASKED, RightKind.ERASURE));
        late(Topics.HOLDS, CONTACT, hold(PLACED, HoldAction.PLACE));

        stream.advance(WORKED_OFF);

        assertThat(orders()).isEmpty();
        stream.hears(Topics.HOLDS, CONTACT, hold(NOW, HoldAction.RELEASE));
        assertThat(orders()).hasSize(1);
        assertThat(waiting()).isZero();
    }

    @Test
    void R4_E8_a_hold_of_a_linked_subject_is_waited_for_too() {
        stream.hears(Topics.SUBJECT_LINKS, CONTACT, link("2026-01-10T00:00:00Z", LinkAction.LINK));
        late(Topics.RIGHTS_REQUESTS, CONTACT, request(ASKED, RightKind.ERASURE));
        late(Topics.HOLDS, VISITOR, hold(VISITOR, Harness.time(PLACED), HoldAction.PLACE));

        stream.advance(WORKED_OFF);

        assertThat(orders()).isEmpty();
    }

    @Test
    void E1_R4_once_all_was_read_what_was_asked_for_is_ordered_by_itself_and_once() {
        late(Topics.RIGHTS_REQUESTS, CONTACT, request(ASKED, RightKind.ERASURE));
        late(Topics.INTERACTIONS, CONTACT, interaction("2026-01-14T11:00:00Z"));
        stream.advance(Duration.ofSeconds(2));
        assertThat(orders()).isEmpty();
        assertThat(stream.metrics.get("lethe.expiry.lag").gauge().value()).isEqualTo(24 * 3600);

        stream.advance(WORKED_OFF);

        assertThat(orders())
                .singleElement()
                .satisfies(order -> assertThat(order.getOrderedAt()).isEqualTo(Harness.time(ASKED)));
        assertThat(stream.metrics.get("lethe.expiry.lag").gauge().value()).isZero();
        stream.advance(WORKED_OFF);
        assertThat(orders()).isEmpty();
    }

    @Test
    void C5_a_clock_that_is_set_back_meanwhile_makes_nobody_wait_for_it() {
        late(Topics.RIGHTS_REQUESTS, CONTACT, request(ASKED, RightKind.ERASURE));

        stream.clockAt("2026-01-13T10:00:00Z").advance(WORKED_OFF);

        assertThat(orders()).hasSize(1);
    }

    @Test
    void S2_who_waits_is_known_after_a_restart() {
        late(Topics.RIGHTS_REQUESTS, CONTACT, request(ASKED, RightKind.ERASURE));

        stream = stream.restarted();

        assertThat(orders()).hasSize(1);
        assertThat(waiting()).isZero();
    }

    @Test
    void E6_a_request_whose_erasure_was_completed_before_the_rebuild_is_not_ordered_again() {
        stream.hears(Topics.RIGHTS_REQUESTS, CONTACT, request(ASKED, RightKind.ERASURE));
        ErasureOrder given = orders().getFirst();
        stream.close();
        stream = new Harness(folder, NOW);

        late(Topics.RIGHTS_REQUESTS, CONTACT, request(ASKED, RightKind.ERASURE));
        late(Topics.ERASURE_STATUS, CONTACT, completed(given, NOW));
        stream.advance(WORKED_OFF);

        assertThat(orders()).isEmpty();
        assertThat(waiting()).isZero();
    }

    @Test
    void C5_the_end_of_a_consent_is_told_although_the_erasure_waits() {
        stream.hears(
                Topics.CONSENT_STATEMENTS, CONTACT, statement(CONTACT, Harness.time(NOW), Decision.GRANTED, AUDIENCE));
        late(Topics.RIGHTS_REQUESTS, CONTACT, request(ASKED, RightKind.ERASURE));

        stream.until("2026-07-15T12:00:00+02:00");

        assertThat(stream.told(Topics.CONSENT_CHANGES))
                .extracting(ConsentChange::getTo)
                .containsExactly(ConsentStatus.GIVEN, ConsentStatus.EXPIRED);
        assertThat(orders()).isEmpty();
    }

    @Test
    void R2_a_lapse_whose_order_waited_and_that_was_revived_meanwhile_lapses_again_in_its_time() {
        stream.hears(Topics.INTERACTIONS, CONTACT, interaction("2026-03-01T12:00:00+01:00"))
                .until("2031-03-02T00:00:00Z")
                .clockAt("2031-06-01T00:00:00Z");
        late(Topics.HOLDS, VISITOR, hold(VISITOR, Harness.time(PLACED), HoldAction.PLACE));
        stream.advance(Duration.ofSeconds(1));
        assertThat(waiting()).isEqualTo(1);
        late(Topics.INTERACTIONS, CONTACT, interaction("2031-03-20T00:00:00Z"));

        stream.advance(WORKED_OFF);
        assertThat(orders()).isEmpty();
        assertThat(waiting()).isZero();

        stream.until("2036-03-20T00:00:00Z").until("2036-05-20T00:00:00Z");
        assertThat(orders()).hasSize(1);
    }

    private <V extends SpecificRecord> void late(Topic<V> topic, String key, V event) {
        stream.hears(topic, key, event, BEFORE_THE_OUTAGE);
    }

    private List<ErasureOrder> orders() {
        return stream.told(Topics.ERASURE_ORDERS);
    }

    private long waiting() {
        try (var all = stream.driver.getKeyValueStore(SubjectStores.WAITING).all()) {
            long count = 0;
            while (all.hasNext()) {
                all.next();
                count++;
            }
            return count;
        }
    }
}
