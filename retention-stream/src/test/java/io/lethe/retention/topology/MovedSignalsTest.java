package io.lethe.retention.topology;

import static io.lethe.retention.topology.Records.CONTACT;
import static io.lethe.retention.topology.Records.interaction;
import static io.lethe.retention.topology.Records.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.lethe.schemas.Correction;
import io.lethe.schemas.ErasureOrder;
import io.lethe.schemas.RequestState;
import io.lethe.schemas.RightKind;
import io.lethe.schemas.RightsStatus;
import io.lethe.schemas.SignalType;
import io.lethe.schemas.SubjectKind;
import io.lethe.schemas.SubjectSignal;
import io.lethe.schemas.topics.Party;
import io.lethe.schemas.topics.Topics;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a corrected subject gives to the right one, over the topic that is between them (G7). */
class MovedSignalsTest {

    private static final String RIGHT = "_u36zgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAM";
    private static final String CORRECTED = "2026-03-01T00:00:00Z";

    @TempDir
    Path folder;

    private Harness stream;

    @SuppressWarnings("NullAway.Init") // JUnit calls open() first
    MovedSignalsTest() {}

    @BeforeEach
    void open() {
        stream = new Harness(folder, "2026-01-15T10:00:00+01:00");
    }

    @AfterEach
    void close() {
        stream.close();
    }

    @Test
    void G7_what_has_moved_lapses_once_under_the_right_id_and_the_wrong_one_has_no_state_any_more() {
        stream.hears(Topics.INTERACTIONS, CONTACT, interaction("2026-02-01T00:00:00Z"))
                .hears(Topics.RIGHTS_REQUESTS, CONTACT, request("2026-02-10T00:00:00Z", RightKind.ACCESS))
                .hears(Topics.CORRECTIONS, CONTACT, correction(CORRECTED));

        assertThat(stream.records(Topics.CONSENT_STATE))
                .filteredOn(one -> one.key.equals(CONTACT))
                .last()
                .satisfies(one -> assertThat(one.value).isNull());
        assertThat(stream.told(Topics.RIGHTS_STATUS))
                .extracting(RightsStatus::getSubjectId, RightsStatus::getStatus)
                .containsExactly(tuple(CONTACT, RequestState.OPEN), tuple(RIGHT, RequestState.OPEN));

        stream.until("2031-02-01T00:00:00+01:00").until("2031-02-01T01:00:00+01:00");

        assertThat(stream.records(Topics.RETENTION_CHANGES))
                .extracting(one -> one.key)
                .containsExactly(RIGHT);
    }

    @Test
    void G7_E7_both_ids_are_ordered_to_be_erased_by_one_request() {
        stream.hears(Topics.INTERACTIONS, CONTACT, interaction("2026-02-01T00:00:00Z"))
                .hears(Topics.CORRECTIONS, CONTACT, correction(CORRECTED))
                .hears(Topics.RIGHTS_REQUESTS, RIGHT, request(RIGHT, "2026-05-01T00:00:00Z", RightKind.ERASURE));

        assertThat(stream.told(Topics.ERASURE_ORDERS))
                .extracting(ErasureOrder::getSubjectId, ErasureOrder::getOrderedAt)
                .containsExactly(
                        tuple(RIGHT, Harness.time("2026-05-01T00:00:00Z")), tuple(CONTACT, Harness.time(CORRECTED)));
    }

    @Test
    void G7_S3_a_part_that_cannot_be_read_is_a_dead_letter() {
        stream.hears(Topics.SUBJECT_SIGNALS, RIGHT, signal(ByteBuffer.wrap(new byte[] {99, 1, 2})))
                .hears(Topics.SUBJECT_SIGNALS, RIGHT, signal(null));

        assertThat(stream.told(Topics.deadLetters(Party.RETENTION_STREAM))).hasSize(2);
    }

    private static SubjectSignal signal(@Nullable ByteBuffer moved) {
        return SubjectSignal.newBuilder()
                .setSignalId("signal-1")
                .setSubjectId(RIGHT)
                .setFromSubjectId(CONTACT)
                .setFromSubjectKind(SubjectKind.CONTACT)
                .setType(SignalType.MOVED)
                .setOccurredAt(Harness.time(CORRECTED))
                .setMoved(moved)
                .build();
    }

    private static Correction correction(String at) {
        Instant time = Harness.time(at);
        return Correction.newBuilder()
                .setEventId("correction " + at)
                .setSubjectId(CONTACT)
                .setSource("console")
                .setOccurredAt(time)
                .setReceivedAt(time)
                .setCorrectedSubjectId(RIGHT)
                .setDecidedBy("dpo")
                .build();
    }
}
