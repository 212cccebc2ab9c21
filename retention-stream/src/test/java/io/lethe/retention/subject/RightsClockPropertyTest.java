package io.lethe.retention.subject;

import static io.lethe.retention.subject.Events.aDecision;
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

    private static final List<String> RIGHTS = List.of(
            "access", "rectification", "portability", "restriction", "erasure", "objection", "consent-withdrawal");

    /** What is said of a request; a refusal of what takes effect by itself depends on when it arrives, and is left out. */
    private static List<SubjectEvent> all(String right) {
        List<SubjectEvent> all = new ArrayList<>(List.of(
                aRequest(right).called("r").at("2026-03-02T11:00:00Z").exercised(),
                aRequest(right).called("r").at("2026-03-04T00:00:00Z").exercised(),
                aRequest(right)
                        .called("r")
                        .at("2026-03-10T11:00:00Z")
                        .verified()
                        .exercised(),
                aRequest(right)
                        .called("r")
                        .at("2026-03-17T02:00:00Z")
                        .verified()
                        .exercised(),
                aDecision(RightsAct.ASK_FOR_PROOF, "r", right, "2026-03-06T12:00:00Z"),
                aDecision(RightsAct.ASK_FOR_PROOF, "r", right, "2026-03-12T12:00:00Z"),
                anExtension("r", right, "2026-03-20T00:00:00Z"),
                anExtension("r", right, "2026-03-25T00:00:00Z"),
                anExtension("r", right, "2026-05-25T00:00:00Z")));
        if (RightsStanding.isDecidedFor(RightsAct.FULFIL, right)) {
            all.add(aRefusal("r", right, "2026-03-22T00:00:00Z", RefusalReason.NO_MATCH));
            all.add(aDecision(RightsAct.FULFIL, "r", right, "2026-03-21T00:00:00Z"));
        }
        return all;
    }

    @Property(tries = 2000)
    void C2_G1_the_last_day_follows_from_what_was_said_in_whatever_order_and_however_often_it_comes(
            @ForAll Random random) {
        String right = RIGHTS.get(random.nextInt(RIGHTS.size()));
        List<SubjectEvent> all = all(right);
        List<SubjectEvent> some = new ArrayList<>();
        some.add(all.get(random.nextInt(4)));
        all.stream().filter(_ -> random.nextBoolean()).forEach(some::add);
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
        List<SubjectEvent> some = all("access");
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
                .satisfies(it -> assertThat(it.dueAt()).isEqualTo(time("2026-06-05T23:59:59+02:00")));
    }

    private static RightsCase heard(List<SubjectEvent> events) {
        SubjectHarness life = SubjectHarness.ofAContact();
        events.forEach(life::hears);
        return List.copyOf(life.subject().rights().values()).getFirst();
    }
}
