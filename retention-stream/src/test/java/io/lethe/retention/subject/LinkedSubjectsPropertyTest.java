package io.lethe.retention.subject;

import static io.lethe.retention.subject.Events.aLink;
import static io.lethe.retention.subject.Events.aStatement;
import static io.lethe.retention.subject.Events.aVerifiedRequest;
import static io.lethe.retention.subject.Events.anInteraction;
import static io.lethe.retention.subject.Events.anUnlink;
import static io.lethe.retention.subject.Events.time;
import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.consent.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** Several subjects, whose events and signals arrive in any order. */
class LinkedSubjectsPropertyTest {

    private static final List<String> CONTACTS = List.of("Mail", "Customer", "Second");
    private static final List<String> ALL = List.of("Mail", "Customer", "Second", "device", "tablet");

    /** Something that happens to a subject. */
    record Fact(String subject, SubjectEvent event) {}

    @Property(tries = 1500)
    void E8_E9_erasures_reach_whom_the_whole_set_of_events_says_cut_where_it_says_and_leave_what_came_later(
            @ForAll Random random) {
        List<Fact> facts = new ArrayList<>();
        int second = 0;
        for (int i = 4 + random.nextInt(9); i > 0; i--) {
            facts.add(fact(random, at(second += 1 + random.nextInt(3))));
        }
        List<Fact> requests = new ArrayList<>();
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            requests.add(request(random, random.nextInt(second + 5)));
        }
        requests.sort(Comparator.comparing(one -> one.event().at()));

        LinkedSubjects world = arrived(facts, requests, random);

        Oracle oracle = new Oracle(facts, requests);
        for (String name : ALL) {
            Subject subject = world.subject(name);
            assertThat(subject.erasure().map(Erasure::at)).as(name).isEqualTo(oracle.cut(name));
            assertThat(subject.statements().stream().map(Statement::at).collect(Collectors.toSet()))
                    .as(name)
                    .isEqualTo(oracle.statements(name));
        }
    }

    @Property(tries = 500)
    void E8_no_subject_is_ordered_to_be_erased_twice_by_what_spreads_from_one_order(@ForAll Random random) {
        List<Fact> facts = new ArrayList<>();
        for (int i = 12; i > 0; i--) {
            facts.add(fact(random, at(i)));
        }

        LinkedSubjects world = arrived(facts, List.of(request(random, 13)), random);

        for (String name : ALL) {
            assertThat(world.orders(name)).as(name).hasSizeLessThanOrEqualTo(1);
        }
    }

    @Property(tries = 500)
    void
            E6_orders_that_are_completed_in_any_order_and_more_than_once_fulfil_each_request_with_its_own_and_change_no_cut(
                    @ForAll Random random) {
        List<Fact> facts = new ArrayList<>();
        for (int i = 10; i > 0; i--) {
            facts.add(fact(random, at(2 * i)));
        }
        List<Fact> requests = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            requests.add(request(random, 21 + i));
        }
        requests.sort(Comparator.comparing(one -> one.event().at()));
        LinkedSubjects world = arrived(facts, requests, random);
        Map<String, Optional<Instant>> cuts = new TreeMap<>();
        ALL.forEach(name -> cuts.put(name, world.subject(name).erasure().map(Erasure::at)));
        List<Fact> completions = new ArrayList<>();
        for (String name : ALL) {
            for (SubjectDecision.ErasureOrdered one : world.orders(name)) {
                Erasure order = one.erasure();
                Fact completion = new Fact(
                        name,
                        new SubjectEvent.ErasureProgressed(
                                order.orderId(), order.cause(), order.at(), true, time(at(40))));
                completions.addAll(List.of(completion, completion));
            }
        }
        Collections.shuffle(completions, random);

        Set<String> completed = new TreeSet<>();
        for (Fact one : completions) {
            world.hears(one.subject(), one.event()).settles(random, true);
            completed.add(((SubjectEvent.ErasureProgressed) one.event()).orderId());
            for (RightsCase it : world.subject(one.subject()).rights().values()) {
                assertThat(it.orderId()).isNotNull();
                assertThat(it.state())
                        .isEqualTo(
                                completed.contains(it.orderId())
                                        ? RightsCase.State.FULFILLED
                                        : RightsCase.State.IN_PROGRESS);
            }
        }

        for (String name : ALL) {
            Subject subject = world.subject(name);
            assertThat(subject.erasure().map(Erasure::at)).as(name).isEqualTo(cuts.get(name));
            assertThat(subject.status()).as(name).isIn(Subject.Status.ACTIVE, Subject.Status.ERASED);
        }
    }

    @Property(tries = 1000)
    void
            R1_C2_of_two_contacts_that_are_linked_and_unlinked_each_counts_the_others_interactions_up_to_the_last_unlinking(
                    @ForAll Random random) {
        List<Fact> facts = new ArrayList<>();
        for (int i = 1; i <= 10; i++) {
            String one = CONTACTS.get(random.nextInt(2));
            String other = CONTACTS.get(1 - CONTACTS.indexOf(one));
            facts.add(new Fact(
                    one,
                    switch (random.nextInt(4)) {
                        case 0 -> aLink(other, SubjectKind.CONTACT, at(i));
                        case 1 -> anUnlink(other, SubjectKind.CONTACT, at(i));
                        default -> anInteraction("login", at(i));
                    }));
        }

        LinkedSubjects world = arrived(facts, List.of(), random);

        Oracle oracle = new Oracle(facts, List.of());
        assertThat(world.subject("Mail").lastInteractionAt()).isEqualTo(oracle.lastInteraction("Mail", "Customer"));
        assertThat(world.subject("Customer").lastInteractionAt()).isEqualTo(oracle.lastInteraction("Customer", "Mail"));
    }

    @Property(tries = 500)
    void R4_a_request_that_comes_last_is_cut_where_the_holds_that_stood_at_its_time_ended_and_nowhere_else(
            @ForAll Random random) {
        List<SubjectEvent> holds = new ArrayList<>();
        List<int[]> stretches = new ArrayList<>();
        for (int hold = 0; hold < 3; hold++) {
            int placed = 1 + random.nextInt(20);
            int released = placed + 1 + random.nextInt(10);
            stretches.add(new int[] {placed, released});
            holds.add(Events.aHold("case " + hold, at(placed)));
            holds.add(Events.aRelease("case " + hold, at(released)));
        }
        int request = 1 + random.nextInt(30);
        Collections.shuffle(holds, random);

        SubjectHarness life = SubjectHarness.ofAContact();
        holds.forEach(life::hears);
        life.hears(aVerifiedRequest("erasure", at(request)));

        int cut = request;
        for (int round = 0; round < stretches.size(); round++) {
            for (int[] stretch : stretches) {
                cut = stretch[0] <= cut && cut < stretch[1] ? stretch[1] : cut;
            }
        }
        assertThat(life.subject().erasure().map(Erasure::at)).contains(time(at(cut)));
    }

    /**
     * Links and statements come whenever they come, also after a request. What spares somebody comes before the requests: an order
     * that was given cannot be taken back. So do all facts where there are several requests, which come one after the other: which of
     * them reaches somebody first may hang on a link.
     */
    private static LinkedSubjects arrived(List<Fact> facts, List<Fact> requests, Random random) {
        List<Fact> arriving = new ArrayList<>(facts);
        Collections.shuffle(arriving, random);
        List<Fact> sparing =
                arriving.stream().filter(LinkedSubjectsPropertyTest::spares).toList();
        List<Fact> late = requests.size() != 1
                ? List.of()
                : arriving.stream()
                        .filter(one -> !spares(one) && random.nextInt(3) == 0)
                        .toList();
        arriving.removeAll(late);
        if (!requests.isEmpty()) {
            // Whatever it is that they undo may come after it.
            arriving.removeAll(sparing);
            arriving.addAll(random.nextInt(arriving.size() + 1), sparing);
        }
        LinkedSubjects world = new LinkedSubjects();
        for (List<Fact> part : List.of(arriving, requests, late)) {
            for (Fact one : part) {
                world.hears(one.subject(), one.event());
                if (random.nextInt(6) == 0) {
                    world.hears(one.subject(), one.event());
                }
                if (part == requests || random.nextBoolean()) {
                    world.settles(random, true);
                }
            }
            world.settles(random, true);
        }
        return world;
    }

    private static boolean spares(Fact fact) {
        return fact.event() instanceof SubjectEvent.LinkStated link && !link.linked();
    }

    private static Fact fact(Random random, String at) {
        String one = ALL.get(random.nextInt(ALL.size()));
        String other = ALL.get(random.nextInt(ALL.size()));
        boolean devices =
                LinkedSubjects.kind(one) == SubjectKind.VISITOR && LinkedSubjects.kind(other) == SubjectKind.VISITOR;
        if (one.equals(other) || devices || random.nextInt(3) == 0) {
            return new Fact(one, aStatement().at(at).stated());
        }
        return new Fact(
                one,
                random.nextInt(4) == 0
                        ? anUnlink(other, LinkedSubjects.kind(other), at)
                        : aLink(other, LinkedSubjects.kind(other), at));
    }

    private static Fact request(Random random, int second) {
        return new Fact(ALL.get(random.nextInt(ALL.size())), aVerifiedRequest("erasure", at(second)));
    }

    private static String at(int second) {
        return "2026-01-01T00:00:%02dZ".formatted(second);
    }

    /** Knows all events at once, and says what has to come of them; it shares no code with the rules. */
    private static final class Oracle {

        private final List<Fact> facts;
        private final Map<String, Instant> cuts = new TreeMap<>();

        Oracle(List<Fact> facts, List<Fact> requests) {
            this.facts = facts;
            for (Fact request : requests) {
                Set<String> reached = new TreeSet<>();
                reach(request.subject(), request.event().at(), reached);
                for (String name : reached) {
                    boolean asked = name.equals(request.subject());
                    if (asked || seen(name, request.event().at())) {
                        cuts.merge(name, request.event().at(), (one, two) -> one.isAfter(two) ? one : two);
                    }
                }
            }
        }

        Optional<Instant> cut(String name) {
            return Optional.ofNullable(cuts.get(name));
        }

        Set<Instant> statements(String name) {
            return facts.stream()
                    .filter(one -> one.subject().equals(name) && one.event() instanceof SubjectEvent.Stated)
                    .map(one -> one.event().at())
                    .filter(at -> alive(name, at))
                    .collect(Collectors.toSet());
        }

        @Nullable
        Instant lastInteraction(String name, String other) {
            Instant until = Instant.MIN;
            for (SubjectEvent.LinkStated link : links(name, other)) {
                until = link.linked() ? Instant.MAX : until.equals(Instant.MAX) ? link.at() : until;
            }
            Instant last = null;
            for (Fact one : facts) {
                boolean counts = one.event() instanceof SubjectEvent.Interacted
                        && (one.subject().equals(name) || one.event().at().isBefore(until));
                if (counts && (last == null || one.event().at().isAfter(last))) {
                    last = one.event().at();
                }
            }
            return last;
        }

        private void reach(String name, Instant at, Set<String> reached) {
            if (!reached.add(name) || LinkedSubjects.kind(name) == SubjectKind.VISITOR) {
                return;
            }
            for (String other : ALL) {
                if (!other.equals(name) && linkedAt(name, other, at)) {
                    reach(other, at, reached);
                }
            }
        }

        private boolean linkedAt(String name, String other, Instant at) {
            boolean linked = false;
            for (SubjectEvent.LinkStated link : links(name, other)) {
                if (!link.at().isAfter(at) && alive(name, link.at())) {
                    linked = link.linked();
                }
            }
            return linked;
        }

        private List<SubjectEvent.LinkStated> links(String name, String other) {
            return facts.stream()
                    .filter(one -> one.event() instanceof SubjectEvent.LinkStated link
                            && (one.subject().equals(name) && link.other().equals(other)
                                    || one.subject().equals(other)
                                            && link.other().equals(name)))
                    .map(one -> (SubjectEvent.LinkStated) one.event())
                    .sorted(Comparator.comparing(SubjectEvent.LinkStated::at))
                    .toList();
        }

        /** Whether something of a subject is from up to a time, and not gone before. */
        private boolean seen(String name, Instant at) {
            return facts.stream()
                    .filter(one -> one.subject().equals(name)
                            || one.event() instanceof SubjectEvent.LinkStated link
                                    && link.other().equals(name))
                    .map(one -> one.event().at())
                    .anyMatch(when -> !when.isAfter(at) && alive(name, when));
        }

        private boolean alive(String name, Instant at) {
            Instant cut = cuts.get(name);
            return cut == null || at.isAfter(cut);
        }
    }
}
