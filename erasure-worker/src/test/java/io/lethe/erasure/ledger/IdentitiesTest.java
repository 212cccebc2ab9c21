package io.lethe.erasure.ledger;

import static io.lethe.erasure.ledger.Samples.NOW;
import static io.lethe.erasure.ledger.Samples.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.erasure.ledger.Identities.Action;
import io.lethe.erasure.ledger.Identities.Step;
import io.lethe.erasure.ledger.KnownIdentity.Held;
import io.lethe.policy.IdentifierKind;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdentitiesTest {

    private static final Instant CUT = NOW;
    private static final KnownIdentity FORGOTTEN = new KnownIdentity(null, CUT);

    @Test
    void E7_an_identifier_goes_with_the_last_answer() {
        assertThat(Identities.forget(new KnownIdentity(seen(CUT), null), CUT))
                .isEqualTo(new Step(FORGOTTEN, Action.ERASE));
    }

    @Test
    void E7_one_seen_after_the_cut_is_a_new_life() {
        Held newLife = seen(CUT.plusMillis(1));

        assertThat(Identities.forget(new KnownIdentity(newLife, null), CUT))
                .isEqualTo(new Step(new KnownIdentity(newLife, CUT), Action.NOTHING));
    }

    @Test
    void E7_nothing_is_forgotten_while_another_order_of_the_subject_is_open() {
        Entry open = new Entry.Waiting(anOrder().numbered("second000001").build(), NOW, false);
        Entry finished = finished("o", CUT);

        assertThat(Identities.cut(List.of(finished, open))).isEmpty();
        assertThat(Identities.cut(List.of(finished, finished("p", CUT.minusSeconds(9)))))
                .contains(CUT);
    }

    @Test
    void E6_what_was_seen_before_the_cut_does_not_come_back() {
        assertThat(Identities.seen(FORGOTTEN, seen(CUT), false)).isEqualTo(new Step(FORGOTTEN, Action.ERASE));
        assertThat(Identities.seen(FORGOTTEN, seen(CUT.plusMillis(1)), false)
                        .identity()
                        .held())
                .isNotNull();
    }

    @Test
    void E6_it_is_taken_all_the_same_where_an_order_needs_it() {
        assertThat(Identities.seen(FORGOTTEN, seen(CUT), true).identity().held())
                .isNotNull();
    }

    @Test
    void an_older_sight_does_not_replace_a_newer() {
        KnownIdentity known = new KnownIdentity(seen(CUT), null);

        assertThat(Identities.seen(known, seen(CUT.minusSeconds(1)), false).identity())
                .isEqualTo(known);
    }

    @Test
    void our_own_tombstone_on_its_way_back_changes_nothing() {
        assertThat(Identities.tombstone(FORGOTTEN, CUT, false)).isEqualTo(new Step(FORGOTTEN, Action.NOTHING));
    }

    @Test
    void E6_in_a_rebuild_a_tombstone_erases_what_it_erased_then() {
        assertThat(Identities.tombstone(new KnownIdentity(seen(CUT), null), CUT, false))
                .isEqualTo(new Step(FORGOTTEN, Action.NOTHING));
    }

    @Test
    void a_tombstone_that_covers_a_new_life_or_an_open_order_is_undone() {
        assertThat(Identities.tombstone(new KnownIdentity(seen(CUT.plusMillis(1)), CUT), CUT, false)
                        .action())
                .isEqualTo(Action.RESTORE);
        assertThat(Identities.tombstone(new KnownIdentity(seen(CUT), CUT), CUT, true)
                        .action())
                .isEqualTo(Action.RESTORE);
    }

    @Test
    void an_identity_never_prints_what_it_holds() {
        assertThat(new KnownIdentity(seen(CUT), null).toString()).doesNotContain("ByteBuffer");
    }

    private static Held seen(Instant at) {
        return new Held("e", IdentifierKind.EMAIL, ByteBuffer.wrap(new byte[] {1, 2, 3}), at, at);
    }

    private static Entry finished(String orderId, Instant cut) {
        return new Entry.Finished(orderId, "s", cut, CUT, OrderState.COMPLETED, List.of(), CUT);
    }
}
