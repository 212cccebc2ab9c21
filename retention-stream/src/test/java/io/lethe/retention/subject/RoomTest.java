package io.lethe.retention.subject;

import static io.lethe.retention.subject.Events.aHold;
import static io.lethe.retention.subject.Events.aLink;
import static io.lethe.retention.subject.Events.aStatement;
import static io.lethe.retention.subject.Events.aVerifiedRequest;
import static io.lethe.retention.subject.Events.anInteraction;
import static io.lethe.retention.subject.Events.time;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.IntFunction;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("S3 nobody can write a subject so large that it stops the stream")
class RoomTest {

    private static final int MOST = 20_000;

    @Test
    void S3_statements_without_end_are_refused_and_every_other_event_is_still_taken() {
        // given
        Life life = Life.ofAContact();
        // when
        int taken = fill(life, RoomTest::statement);
        // then
        assertThat(taken).isGreaterThan(500);
        assertThat(life.subject().statements()).hasSize(taken);
        life.hears(statement(0));
        life.hears(anInteraction("2026-03-01T00:00:00Z"));
        life.hears(aHold("case", "2026-03-02T00:00:00Z"));
        life.hears(aVerifiedRequest("erasure", "2026-03-03T00:00:00Z"));
        assertThat(life.subject().rights()).hasSize(1);
        assertThat(life.subject().holds()).hasSize(1);
    }

    @Test
    void S3_an_erasure_makes_room_again() {
        // given
        Life life = Life.ofAContact();
        fill(life, RoomTest::statement);
        // when
        life.hears(aVerifiedRequest("erasure", "2026-03-03T00:00:00Z"));
        // then
        assertThat(life.subject().statements()).isEmpty();
        life.hears(aStatement().at("2026-04-01T00:00:00Z"));
        assertThat(life.subject().statements()).hasSize(1);
    }

    @Test
    void S3_links_holds_and_requests_have_an_end_too() {
        assertThat(fill(
                        Life.ofAContact(),
                        n -> aLink(String.valueOf(n).repeat(43).substring(0, 43), Kind.VISITOR, at(n))))
                .isGreaterThan(500);
        assertThat(fill(Life.ofAContact(), n -> aHold("hold " + n, at(n)))).isGreaterThan(200);
        assertThat(fill(Life.ofAContact(), n -> aVerifiedRequest("access", at(n))))
                .isGreaterThan(200);
    }

    /** Until no more is taken; how many were. */
    private static int fill(Life life, IntFunction<SubjectEvent> events) {
        for (int n = 0; n < MOST; n++) {
            SubjectEvent next = events.apply(n);
            try {
                life.hears(next);
            } catch (BrokenRuleException e) {
                assertThatThrownBy(() -> life.hears(next)).hasMessageContaining("as can be kept of one");
                return n;
            }
        }
        throw new AssertionError("there is no bound");
    }

    private static SubjectEvent statement(int n) {
        return aStatement().called("statement " + n).at(at(n)).stated();
    }

    /** A minute later each time. */
    private static String at(int n) {
        return time("2026-01-01T00:00:00Z").plusSeconds(60L * n).toString();
    }
}
