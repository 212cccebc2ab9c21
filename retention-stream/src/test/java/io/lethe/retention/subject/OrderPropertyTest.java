package io.lethe.retention.subject;

import static io.lethe.retention.subject.Events.ADVERTISING;
import static io.lethe.retention.subject.Events.AUDIENCE;
import static io.lethe.retention.subject.Events.GOOGLE_ADS;
import static io.lethe.retention.subject.Events.HUBSPOT;
import static io.lethe.retention.subject.Events.LINKEDIN;
import static io.lethe.retention.subject.Events.NEEDS;
import static io.lethe.retention.subject.Events.aHold;
import static io.lethe.retention.subject.Events.aLink;
import static io.lethe.retention.subject.Events.aRelease;
import static io.lethe.retention.subject.Events.aStatement;
import static io.lethe.retention.subject.Events.anUnlink;
import static io.lethe.retention.subject.Events.time;
import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.consent.ConsentHistory;
import io.lethe.consent.ConsentStatus;
import io.lethe.consent.Repeats;
import io.lethe.consent.Statement;
import io.lethe.policy.PolicyCalendar;
import io.lethe.policy.Purpose;
import io.lethe.policy.Verb;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever the order of arrival. */
class OrderPropertyTest {

    // Contacts throughout: the data of a device would end before the last of these windows does.
    private static final Instant FIRST = time("2026-01-15T10:00:00+01:00");
    private static final String ALL = "";
    private static final Instant END = time("2029-06-01T00:00:00Z");

    /** Times at which choices are likely to meet: equal ones, and both sides of the ends of windows. */
    private static final List<Instant> TIMES = List.of(
            FIRST,
            FIRST.plusMillis(1),
            time("2026-02-01T00:00:00Z"),
            time("2026-05-31T12:00:00+02:00"),
            time("2026-07-15T10:00:00+02:00").minusMillis(1),
            time("2026-07-15T10:00:00+02:00"),
            time("2026-07-20T00:00:00Z"),
            time("2026-08-31T12:00:00+02:00"),
            time("2027-01-20T10:00:00+01:00"),
            time("2027-02-28T12:00:00+01:00"),
            time("2028-02-29T00:00:00Z"));

    @Property(tries = 400)
    void C2_C3_C6_C7_the_same_statements_repeated_shuffled_and_with_ticks_between_are_the_same_consents_and_proof(
            @ForAll("statements") List<Statement> statements, @ForAll Random random) {
        SubjectHarness straight = SubjectHarness.ofAContact();
        statements.forEach(one -> straight.hears(new SubjectEvent.Stated(one)));
        straight.until(END);

        SubjectHarness shuffled = arrived(shuffledAndRepeated(statements, random), random);

        assertThat(shuffled.consents()).isEqualTo(straight.consents());
        assertThat(new HashSet<>(shuffled.subject().statements()))
                .isEqualTo(new HashSet<>(straight.subject().statements()));
        assertThat(shuffled.subject().published()).isEqualTo(straight.subject().published());
        for (Instant at : TIMES) {
            assertThat(shuffled.asOf(ADVERTISING, LINKEDIN, at)).isEqualTo(straight.asOf(ADVERTISING, LINKEDIN, at));
            assertThat(shuffled.asOf(AUDIENCE, null, at)).isEqualTo(straight.asOf(AUDIENCE, null, at));
            assertThat(shuffled.asOf(NEEDS, HUBSPOT, at)).isEqualTo(straight.asOf(NEEDS, HUBSPOT, at));
        }
    }

    @Property(tries = 400)
    void
            C5_in_order_of_time_with_ticks_anywhere_and_a_clock_that_may_go_back_each_windows_end_is_told_exactly_once_at_its_time(
                    @ForAll("statements") List<Statement> statements, @ForAll Random random) {
        List<Statement> inOrder =
                statements.stream().sorted(Comparator.comparing(Statement::at)).toList();

        SubjectHarness life = arrivedInTime(inOrder, random);

        for (String purpose : List.of(AUDIENCE, ADVERTISING)) {
            assertThat(life.told(SubjectDecision.ConsentChanged.class).stream()
                            .filter(one -> one.purpose().equals(purpose) && one.to() == ConsentStatus.EXPIRED)
                            .map(SubjectDecision.ConsentChanged::effectiveAt)
                            .toList())
                    .isEqualTo(endsOfWindows(purpose, statements));
        }
    }

    @Property(tries = 400)
    void C5_in_any_order_each_window_is_told_when_it_is_found_to_have_ended_and_not_again_and_none_is_missing(
            @ForAll("statements") List<Statement> statements, @ForAll Random random) {
        ToldWindows windows = new ToldWindows();
        SubjectHarness life = arrived(shuffledAndRepeated(statements, random), random, windows);

        assertThatEachIsToldOnce(life, windows, statements);
        assertThat(life.rules.due(life.subject())).extracting(Due::what).doesNotContain(Due.What.CONSENT_EXPIRY);
    }

    @Property(tries = 300)
    void
            C2_C5_all_statements_first_in_any_order_and_one_tick_at_the_end_tell_each_window_that_was_found_to_have_ended_once(
                    @ForAll("statements") List<Statement> statements, @ForAll Random random) {
        SubjectHarness life = SubjectHarness.ofAContact().clockAt("2026-01-10T00:00:00Z");
        ToldWindows windows = new ToldWindows();
        for (Statement one : shuffledAndRepeated(statements, random)) {
            life.hearsAheadOfTime(new SubjectEvent.Stated(one));
            windows.hear(one, time("2026-01-10T00:00:00Z"));
        }
        life.until(END);
        windows.look(END);

        assertThatEachIsToldOnce(life, windows, statements);
    }

    private static void assertThatEachIsToldOnce(SubjectHarness life, ToldWindows windows, List<Statement> statements) {
        for (String purpose : List.of(AUDIENCE, ADVERTISING)) {
            List<Instant> told = life.told(SubjectDecision.ConsentChanged.class).stream()
                    .filter(one ->
                            one.purpose().equals(purpose) && one.to() == ConsentStatus.EXPIRED && one.eventId() == null)
                    .map(SubjectDecision.ConsentChanged::effectiveAt)
                    .toList();
            assertThat(told).isEqualTo(windows.ends(purpose));
            assertThat(told)
                    .hasSameSizeAs(life.subject().toldWindows().getOrDefault(purpose, Set.of()))
                    .hasSizeGreaterThanOrEqualTo(
                            endsOfWindows(purpose, statements).size());
        }
    }

    @Property(tries = 600)
    void C4_C6_C7_what_is_left_out_as_a_repeat_changes_no_status_and_no_window_at_any_time_and_is_still_counted(
            @ForAll Random random) {
        List<Statement> all = new ArrayList<>();
        Instant at = FIRST;
        for (int n = 0; n < 40; n++) {
            at = at.plus(Duration.ofDays(random.nextInt(20))).plusMillis(1);
            Events.StatementBuilder one = aStatement().called("view " + n).at(at);
            all.add((random.nextInt(8) > 0 ? one.granting(AUDIENCE) : one.withdrawing(AUDIENCE)).statement());
        }
        PolicyCalendar calendar = new PolicyCalendar(SubjectHarness.POLICY.zone());
        Purpose purpose = SubjectHarness.POLICY.purpose(AUDIENCE).orElseThrow();
        ConsentHistory whole = new ConsentHistory(purpose, calendar, all);

        List<Statement> left = Repeats.leftOut(all, _ -> whole.windows());

        ConsentHistory some = new ConsentHistory(purpose, calendar, left);
        assertThat(some.windows()).isEqualTo(whole.windows());
        for (Statement one : all) {
            for (Instant time :
                    List.of(one.at(), one.at().plusMillis(1), one.at().plus(Duration.ofDays(5)))) {
                assertThat(some.at(null, time).status())
                        .isEqualTo(whole.at(null, time).status());
                assertThat(some.at(null, time).since())
                        .isEqualTo(whole.at(null, time).since());
            }
        }
        assertThat(some.at(null, at).times()).isEqualTo(whole.at(null, at).times());
        assertThat(Repeats.leftOut(left, _ -> whole.windows())).isEqualTo(left);
    }

    @Property(tries = 200)
    void replay_is_idempotent_all_that_was_heard_heard_again_changes_nothing_and_tells_nothing(
            @ForAll("statements") List<Statement> statements, @ForAll Random random) {
        SubjectHarness life = arrived(shuffledAndRepeated(statements, random), random);
        Subject before = life.subject();
        life.forgetWhatWasTold();

        for (Statement one : shuffledAndRepeated(statements, random)) {
            life.hears(new SubjectEvent.Stated(one));
        }
        life.until(END);

        assertThat(life.subject()).isEqualTo(before);
        assertThat(life.told(SubjectDecision.class)).isEmpty();
    }

    @Property(tries = 400)
    void R1_R2_interactions_in_any_order_within_the_period_of_each_other_keep_alive_and_end_at_the_same_time(
            @ForAll("days") List<Integer> days, @ForAll Random random) {
        List<SubjectEvent> events = new ArrayList<>();
        for (int day : days) {
            events.add(Events.anInteraction(
                    FIRST.plus(Duration.ofDays(day)).atOffset(ZoneOffset.UTC).toString()));
        }
        Collections.shuffle(events, random);
        int latest = Collections.max(days);

        SubjectHarness life = SubjectHarness.ofAContact();
        Instant now = FIRST.plus(Duration.ofDays(latest));
        for (SubjectEvent event : events) {
            life.hearsAheadOfTime(event);
            if (random.nextBoolean()) {
                life.until(now);
            }
        }

        assertThat(life.told(SubjectDecision.ErasureOrdered.class)).isEmpty();
        assertThat(life.subject().lastInteractionAt()).isEqualTo(now);
        assertThat(life.subject().lapse()).isNull();
    }

    @Property(tries = 300)
    void C1_C2_opposite_choices_of_linked_subjects_stay_each_ones_own_whatever_links_them_in_whatever_order(
            @ForAll("statements") List<Statement> contacts,
            @ForAll("statements") List<Statement> devices,
            @ForAll Random random) {
        List<Heard> all = new ArrayList<>();
        contacts.forEach(one -> all.add(new Heard("Mail", new SubjectEvent.Stated(one))));
        devices.forEach(one -> all.add(new Heard("device", new SubjectEvent.Stated(one))));
        all.add(new Heard("Mail", aLink("device", SubjectKind.VISITOR, "2026-01-20T00:00:00Z")));
        all.add(new Heard("device", aLink("Mail", SubjectKind.CONTACT, "2026-03-20T00:00:00Z")));
        all.add(new Heard("Mail", anUnlink("device", SubjectKind.VISITOR, "2026-02-20T00:00:00Z")));
        Collections.shuffle(all, random);

        LinkedSubjects linked = new LinkedSubjects();
        for (Heard one : all) {
            linked.hears(one.subject(), one.event());
            if (random.nextBoolean()) {
                linked.settles(random, true);
            }
        }
        linked.settles(random, true);

        assertThat(new HashSet<>(linked.subject("Mail").statements()))
                .isEqualTo(new HashSet<>(aloneWith(contacts).statements()));
        assertThat(new HashSet<>(linked.subject("device").statements()))
                .isEqualTo(new HashSet<>(aloneWith(devices).statements()));
    }

    private static Subject aloneWith(List<Statement> statements) {
        SubjectHarness alone = SubjectHarness.ofAContact();
        statements.forEach(one -> alone.hears(new SubjectEvent.Stated(one)));
        return alone.subject();
    }

    private record Heard(String subject, SubjectEvent event) {}

    @Property(tries = 300)
    void R4_over_a_graph_of_links_in_any_order_a_hold_parks_everyone_in_reach_and_its_release_leaves_nobody_parked(
            @ForAll Random random) {
        List<String> names = List.of("Mail", "Customer", "device", "tablet");
        List<Heard> all = new ArrayList<>();
        int second = 0;
        for (int i = 0; i < 8; i++) {
            String one = names.get(random.nextInt(names.size()));
            String other = names.get(random.nextInt(names.size()));
            if (!one.equals(other)) {
                String at = "2026-01-01T00:00:%02dZ".formatted(second++);
                all.add(new Heard(
                        one,
                        random.nextInt(4) > 0
                                ? aLink(other, LinkedSubjects.kind(other), at)
                                : anUnlink(other, LinkedSubjects.kind(other), at)));
            }
        }
        String held = names.get(random.nextInt(names.size()));
        all.add(new Heard(held, aHold("case-1", "2026-01-01T00:00:05Z")));
        Collections.shuffle(all, random);

        LinkedSubjects world = new LinkedSubjects();
        for (Heard one : all) {
            world.hears(one.subject(), one.event());
            if (random.nextBoolean()) {
                world.settles(random, true);
            }
        }
        world.settles(random, true);
        for (String name : inReach(held, names, all)) {
            assertThat(world.subject(name).parked()).as(name).isTrue();
        }

        world.hears(held, aRelease("case-1", "2026-02-01T00:00:00Z")).settles(random, true);

        for (String name : names) {
            assertThat(world.subject(name).holds().values()).as(name).noneMatch(LegalHold::placed);
        }
    }

    /** Who is connected with one over links that stand by the last word on each. */
    private static Set<String> inReach(String from, List<String> names, List<Heard> all) {
        Set<String> reached = new LinkedHashSet<>(Set.of(from));
        Deque<String> next = new ArrayDeque<>(reached);
        while (!next.isEmpty()) {
            String one = next.removeFirst();
            names.stream()
                    .filter(other -> areLinked(one, other, all))
                    .filter(reached::add)
                    .forEach(next::addLast);
        }
        return reached;
    }

    private static boolean areLinked(String one, String other, List<Heard> all) {
        return all.stream()
                .filter(heard -> heard.event() instanceof SubjectEvent.LinkStated link
                        && Set.of(heard.subject(), link.other()).equals(new HashSet<>(List.of(one, other))))
                .map(heard -> (SubjectEvent.LinkStated) heard.event())
                .max(Comparator.comparing(SubjectEvent.LinkStated::at))
                .filter(SubjectEvent.LinkStated::linked)
                .isPresent();
    }

    /** Of one act up to three choices; an event id may come with two contents, and two acts may be of one millisecond. */
    @Provide
    Arbitrary<List<Statement>> statements() {
        Arbitrary<List<Statement.Choice>> choices = Arbitraries.oneOf(
                        choice(AUDIENCE, List.of(), Verb.GRANTED, Verb.REFUSED, Verb.WITHDRAWN),
                        choice(ADVERTISING, List.of(LINKEDIN, GOOGLE_ADS), Verb.GRANTED, Verb.REFUSED, Verb.WITHDRAWN),
                        choice(NEEDS, List.of(HUBSPOT), Verb.OBJECTED, Verb.OBJECTION_LIFTED))
                .list()
                .uniqueElements(one -> one.purpose() + one.recipient())
                .ofMinSize(1)
                .ofMaxSize(3);
        return Combinators.combine(
                        Arbitraries.of(TIMES), choices, Arbitraries.integers().between(1, 8))
                .as(OrderPropertyTest::act)
                .list()
                .uniqueElements()
                .ofMinSize(1)
                .ofMaxSize(7);
    }

    private static Statement act(Instant at, List<Statement.Choice> choices, int id) {
        Events.StatementBuilder act = aStatement().called("act " + id).at(at);
        choices.forEach(one -> act.saying(one.verb(), one.purpose(), one.recipient()));
        return act.statement();
    }

    /** Now and then for all recipients, which is all there is where none is named. */
    private static Arbitrary<Statement.Choice> choice(String purpose, List<String> recipients, Verb... verbs) {
        List<String> named = new ArrayList<>(recipients);
        named.add(ALL);
        return Combinators.combine(Arbitraries.of(verbs), Arbitraries.of(named))
                .as((verb, whose) -> new Statement.Choice(purpose, whose.equals(ALL) ? null : whose, verb));
    }

    @Provide
    Arbitrary<List<Integer>> days() {
        return Arbitraries.integers().between(0, 1_700).list().ofMinSize(1).ofMaxSize(6);
    }

    private static List<Statement> shuffledAndRepeated(List<Statement> statements, Random random) {
        List<Statement> all = new ArrayList<>(statements);
        statements.stream().filter(_ -> random.nextInt(3) == 0).forEach(all::add);
        Collections.shuffle(all, random);
        return all;
    }

    /** Statements arrive, and the clock ticks between them, going on from tick to tick. */
    private static SubjectHarness arrived(List<Statement> statements, Random random) {
        return arrived(statements, random, new ToldWindows());
    }

    private static SubjectHarness arrived(List<Statement> statements, Random random, ToldWindows windows) {
        SubjectHarness life = SubjectHarness.ofAContact();
        Instant now = FIRST;
        for (Statement one : statements) {
            now = one.at().isAfter(now) ? one.at() : now;
            life.hears(new SubjectEvent.Stated(one));
            windows.hear(one, now);
            if (random.nextInt(3) == 0) {
                now = now.plus(Duration.ofDays(random.nextInt(100)));
                life.until(now);
                windows.look(now);
            }
        }
        windows.look(END);
        return life.until(END);
    }

    /** Statements arrive when they are made, and the clock ticks anywhere between. */
    private static SubjectHarness arrivedInTime(List<Statement> inOrder, Random random) {
        SubjectHarness life = SubjectHarness.ofAContact();
        Instant now = FIRST;
        for (Statement one : inOrder) {
            long gap = Duration.between(now, one.at()).toMillis();
            for (int ticks = random.nextInt(3); ticks > 0 && gap > 1; ticks--) {
                life.until(now.plusMillis((long) (random.nextDouble() * gap)));
            }
            now = one.at();
            life.hears(new SubjectEvent.Stated(one));
        }
        return life.until(END);
    }

    private static List<Instant> endsOfWindows(String purpose, List<Statement> statements) {
        return ToldWindows.windows(purpose, statements).stream()
                .map(ConsentHistory.Window::end)
                .flatMap(end -> Optional.ofNullable(end).stream())
                .filter(end -> !end.isAfter(END))
                .toList();
    }
}
