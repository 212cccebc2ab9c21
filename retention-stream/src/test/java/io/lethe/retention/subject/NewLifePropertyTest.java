package io.lethe.retention.subject;

import static io.lethe.retention.subject.Events.ADVERTISING;
import static io.lethe.retention.subject.Events.AUDIENCE;
import static io.lethe.retention.subject.Events.LINKEDIN;
import static io.lethe.retention.subject.Events.NEEDS;
import static io.lethe.retention.subject.Events.aHold;
import static io.lethe.retention.subject.Events.aRelease;
import static io.lethe.retention.subject.Events.aStatement;
import static io.lethe.retention.subject.Events.aVerifiedRequest;
import static io.lethe.retention.subject.Events.time;
import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.policy.Verb;
import io.lethe.policy.Witness;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** E6 whoever comes back after an erasure is as somebody never seen. */
class NewLifePropertyTest {

    private static final Instant BEFORE = time("2026-02-01T00:00:00Z");
    private static final String CUT = "2026-05-01T00:00:00Z";
    private static final Instant AFTER = time("2026-05-02T00:00:00Z");
    private static final String BEFORE_ANY_LAPSE = "2029-06-01T00:00:00Z";
    private static final int MOST_OLD = 40;
    private static final int MOST_NEW = 6;

    @Property(tries = 400)
    void E6_what_comes_after_an_erasure_leads_to_all_that_it_leads_to_with_somebody_never_seen(@ForAll Random random) {
        SubjectHarness erased = SubjectHarness.ofAContact();
        inOrder(life("old", BEFORE, 80, 1 + random.nextInt(MOST_OLD), random)).forEach(erased::hears);
        erased.hears(aHold("case", "2026-04-25T00:00:00Z"), aRelease("case", "2026-04-26T00:00:00Z"))
                .hears(aVerifiedRequest("erasure", CUT));
        Erasure order =
                erased.told(SubjectDecision.ErasureOrdered.class).getFirst().erasure();
        erased.hears(new SubjectEvent.ErasureProgressed(order.orderId(), order.cause(), order.at(), true, AFTER))
                .forgetWhatWasTold();
        SubjectHarness unseen = SubjectHarness.ofAContact().clockAt(AFTER.toString());

        List<SubjectEvent> after = new ArrayList<>(life("new", AFTER, 700, 1 + random.nextInt(MOST_NEW), random));
        if (random.nextBoolean()) {
            after.add(aHold("case", "2027-01-01T00:00:00Z"));
        }
        for (SubjectEvent event : inOrder(after)) {
            Instant tick = event.at().plus(Duration.ofHours(1));
            for (SubjectHarness one : List.of(erased, unseen)) {
                one.hears(event).until(tick);
            }
        }
        assertThat(livingOf(erased)).isEqualTo(livingOf(unseen));
        assertThat(erased.consents()).isEqualTo(unseen.consents());
        assertThat(erased.rules.due(erased.subject())).isEqualTo(unseen.rules.due(unseen.subject()));

        for (String later : List.of(BEFORE_ANY_LAPSE, "2034-01-01T00:00:00Z", "2034-06-01T00:00:00Z")) {
            erased.until(later);
            unseen.until(later);
        }
        assertThat(erased.told(SubjectDecision.class)).isEqualTo(unseen.told(SubjectDecision.class));
    }

    @Property(tries = 400)
    void E6_a_request_that_comes_in_whatever_order_with_both_lives_leaves_the_later_one_as_it_is_alone(
            @ForAll Random random) {
        // No window of the later life ends before all is heard: whose end was told stays told (docs/adr/0071).
        List<SubjectEvent> after = life("new", AFTER, 120, 1 + random.nextInt(MOST_NEW), random);
        List<SubjectEvent> all = new ArrayList<>(life("old", BEFORE, 80, 1 + random.nextInt(MOST_OLD), random));
        all.addAll(after);
        all.add(aVerifiedRequest("erasure", CUT));
        Collections.shuffle(all, random);
        SubjectHarness erased = SubjectHarness.ofAContact();
        all.forEach(erased::hears);
        SubjectHarness alone = SubjectHarness.ofAContact();
        inOrder(after).forEach(alone::hears);

        erased.until(BEFORE_ANY_LAPSE);
        alone.until(BEFORE_ANY_LAPSE);

        assertThat(livingOf(erased)).isEqualTo(livingOf(alone));
        assertThat(new HashSet<>(erased.subject().statements()))
                .isEqualTo(new HashSet<>(alone.subject().statements()));
        assertThat(erased.consents()).isEqualTo(alone.consents());
        assertThat(erased.rules.due(erased.subject())).isEqualTo(alone.rules.due(alone.subject()));
        assertThat(erased.subject().dataCategories())
                .containsAll(alone.subject().dataCategories());
    }

    /** All of a subject but what is kept of the erasure itself, the order of statements, and what a survivor may have given. */
    private static Subject livingOf(SubjectHarness one) {
        Subject it = one.subject();
        return new Subject(
                it.id(),
                it.kind(),
                List.of(),
                it.firstSeenAt(),
                it.lastSeenAt(),
                it.interactions(),
                it.lastInteractionAt(),
                Set.of(),
                it.links(),
                it.holds(),
                Map.of(),
                it.lapse(),
                it.wanted(),
                it.heard(),
                List.of(),
                it.published(),
                it.toldWindows(),
                it.moves(),
                it.formers(),
                null);
    }

    private static List<SubjectEvent> inOrder(List<SubjectEvent> events) {
        return events.stream().sorted(Comparator.comparing(SubjectEvent::at)).toList();
    }

    /** What somebody did: a statement first, so that it is known who it is. */
    private static List<SubjectEvent> life(String called, Instant from, int days, int most, Random random) {
        List<SubjectEvent> life = new ArrayList<>();
        life.add(statement(called + " 0", from, random));
        for (int n = 1; n < most; n++) {
            Instant at = from.plus(Duration.ofDays(random.nextInt(days))).plusMillis(n);
            life.add(event(called + " " + n, at, random));
        }
        return life;
    }

    private static SubjectEvent event(String id, Instant at, Random random) {
        return switch (random.nextInt(5)) {
            case 0, 1 -> statement(id, at, random);
            case 2 ->
                new SubjectEvent.Interacted(
                        id, at, "contact-form", List.of(random.nextBoolean() ? "contact-details" : "requests"));
            case 3 ->
                random.nextBoolean()
                        ? link(id, at, "device", SubjectKind.VISITOR, random)
                        : link(id, at, "Customer", SubjectKind.CONTACT, random);
            default ->
                new SubjectEvent.Signalled(new SubjectEvent.Signal(
                        "c-1",
                        SubjectKind.CONTACT,
                        "Customer",
                        SubjectKind.CONTACT,
                        SubjectEvent.Signal.Type.INTERACTED,
                        at,
                        id,
                        null,
                        Witness.PERSON,
                        null,
                        null));
        };
    }

    private static SubjectEvent link(String id, Instant at, String other, SubjectKind kind, Random random) {
        return new SubjectEvent.LinkStated(id, at, other, kind, random.nextInt(3) > 0, Witness.PERSON);
    }

    private static SubjectEvent statement(String id, Instant at, Random random) {
        Events.StatementBuilder one = aStatement().called(id).at(at);
        return switch (random.nextInt(5)) {
            case 0, 1 -> one.granting(AUDIENCE).stated();
            case 2 -> one.withdrawing(AUDIENCE).granting(ADVERTISING, LINKEDIN).stated();
            case 3 -> one.refusing(ADVERTISING).stated();
            default -> one.saying(Verb.OBJECTED, NEEDS, null).stated();
        };
    }
}
