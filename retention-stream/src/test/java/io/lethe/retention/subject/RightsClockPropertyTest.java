package io.lethe.retention.subject;

import static io.lethe.retention.subject.Events.aRefusal;
import static io.lethe.retention.subject.Events.aRequest;
import static io.lethe.retention.subject.Events.anExtension;
import static io.lethe.retention.subject.Events.time;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** When a request has to be answered, whatever the order in which receipts, proofs, extensions and refusals arrive. */
class RightsClockPropertyTest {

    private static final List<SubjectEvent> ALL = List.of(
            aRequest("access").called("r").at("2026-03-02T11:00:00Z").exercised(),
            aRequest("access").called("r").at("2026-03-04T00:00:00Z").exercised(),
            aRequest("access").called("r").at("2026-03-10T11:00:00Z").verified().exercised(),
            aRequest("access").called("r").at("2026-03-17T02:00:00Z").verified().exercised(),
            anExtension("r", "access", "2026-03-20T00:00:00Z"),
            anExtension("r", "access", "2026-03-25T00:00:00Z"),
            anExtension("r", "access", "2026-05-25T00:00:00Z"),
            aRefusal("r", "access", "2026-03-22T00:00:00Z", RefusalReason.NO_MATCH));

    @Property(tries = 1000)
    void C2_G1_the_last_day_follows_from_what_was_said_in_whatever_order_and_however_often_it_comes(
            @ForAll Random random) {
        List<SubjectEvent> some = new ArrayList<>();
        some.add(ALL.get(random.nextInt(4)));
        ALL.stream().filter(_ -> random.nextBoolean()).forEach(some::add);
        RightsCase inOrder = heard(some);
        for (int again = random.nextInt(4); again > 0; again--) {
            some.add(some.get(random.nextInt(some.size())));
        }
        Collections.shuffle(some, random);

        RightsCase shuffled = heard(some);

        assertThat(shuffled.clock()).isEqualTo(inOrder.clock());
        assertThat(shuffled.state()).isEqualTo(inOrder.state());
        assertThat(shuffled.dueAt()).isEqualTo(inOrder.dueAt());
        assertThat(shuffled.isExtended()).isEqualTo(inOrder.isExtended());
    }

    @Property(tries = 1000)
    void G1_the_last_day_is_never_before_the_first_period_ends_nor_after_the_longest_that_the_law_allows(
            @ForAll Random random) {
        List<SubjectEvent> some = new ArrayList<>(ALL);
        Collections.shuffle(some, random);
        SubjectHarness life = SubjectHarness.ofAContact();

        for (SubjectEvent event : some) {
            life.hears(event);
            life.subject()
                    .rights()
                    .values()
                    .forEach(it -> assertThat(it.dueAt())
                            .isBetween(it.clock().firstDueAt(), it.clock().longestDueAt()));
        }

        assertThat(life.subject().rights().values())
                .singleElement()
                .satisfies(it -> assertThat(it.dueAt()).isEqualTo(time("2026-06-10T23:59:59+02:00")));
    }

    private static RightsCase heard(List<SubjectEvent> events) {
        SubjectHarness life = SubjectHarness.ofAContact();
        events.forEach(life::hears);
        return List.copyOf(life.subject().rights().values()).getFirst();
    }
}
