package io.lethe.local.faults;

import io.lethe.schemas.ConsentStatement;
import io.lethe.schemas.Hold;
import io.lethe.schemas.HoldAction;
import io.lethe.schemas.Interaction;
import io.lethe.schemas.RightKind;
import io.lethe.schemas.RightsAnswer;
import io.lethe.schemas.RightsDecision;
import io.lethe.schemas.RightsRequest;
import io.lethe.schemas.SubjectLink;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the accepted events must come to, worked out in the simplest way there is: from all of them at once, with a few lines
 * for each rule, and none of the product's code. It leaves out what would depend on chance, and asks of its events that
 * the first of a window arrives first, that none arrives after its window was ended by the clock, that only contacts
 * ask, and are linked to devices of their own, that nobody is held who is known to have asked, nor let go who is not yet, and that who has
 * lapsed comes back, if at all, before the grace window has ended; and of the clock, that it is not set to where a weekend would decide whether a
 * request is late. Of what people ask for beside being erased, {@link Inquiry} knows.
 */
final class Oracle {

    private static final ZoneId ZONE = ZoneId.of("Europe/Paris");
    private static final Period DEVICES_ARE_KEPT = Period.ofDays(399);
    private static final Period GRACE = Period.ofDays(30);
    private static final Period ANSWER = Period.ofMonths(1);
    private static final Period WARNING = Period.ofDays(7);

    /** No last day is put off for longer over weekends and holidays, the rest of the day included. */
    static final Period AT_MOST_PUT_OFF = Period.ofDays(6);

    /** How far a sandbox clock may run on from where it was set, while a test lasts. */
    static final Duration RUNS_ON = Duration.ofHours(1);

    /** The clock was set, or another policy came into force: what is due from then on, and for how long contacts are kept. */
    private record Turn(Instant at, Period keepsContacts) {}

    /** Why somebody is erased, and up to where. */
    private record Erased(String cause, Instant cut) {}

    /** A sign of life, and how often the clock had been set when it came. */
    private record Sign(Instant at, int turns) {}

    /**
     * What became of somebody's silence.
     *
     * @param toldAt when the lapse was told that still stands
     * @param ever whether one was ever told: the state of who has come back is told as well
     */
    private record Silence(Optional<Instant> toldAt, boolean ever) {}

    /** One subject, as its events make it. */
    private static final class Person {
        private final boolean device;
        private final Words words = new Words();
        private final List<Sign> signs = new ArrayList<>();
        private @Nullable Instant askedAt;
        private String requestId = "";
        private boolean erased;
        private int turnsUntilErased;
        private boolean linked;

        Person(boolean device) {
            this.device = device;
        }

        Instant expiryOf(Instant sign, Turn turn) {
            return after(sign, device ? DEVICES_ARE_KEPT : turn.keepsContacts());
        }
    }

    private final Map<String, Person> people = new TreeMap<>();
    private final Map<String, List<String>> devicesOf = new TreeMap<>();
    private final Set<String> held = new HashSet<>();
    private final Map<String, Instant> letGoAt = new HashMap<>();
    private final Map<String, Inquiry> inquiries = new TreeMap<>();
    private final List<Turn> turns = new ArrayList<>();
    private Period keepsContacts = Period.ofYears(5);

    /** The clock was set. */
    synchronized void turned(Instant now) {
        turns.add(new Turn(now, keepsContacts));
    }

    /** Another policy comes into force now, and is asked about everybody. */
    synchronized void keepsContactsFor(Period period, Instant now) {
        keepsContacts = period;
        turned(now);
    }

    synchronized void accepted(ConsentStatement event) {
        Person person = device(event.getSubjectId());
        if (person.words.areNews(event)) {
            sign(person, event.getOccurredAt());
        }
    }

    synchronized void accepted(Interaction event) {
        sign(contact(event.getSubjectId()), event.getOccurredAt());
    }

    synchronized void accepted(SubjectLink event) {
        sign(device(event.getOtherSubjectId()), event.getOccurredAt());
        device(event.getOtherSubjectId()).linked = true;
        contact(event.getSubjectId()).linked = true;
        devicesOf.computeIfAbsent(event.getSubjectId(), _ -> new ArrayList<>()).add(event.getOtherSubjectId());
    }

    synchronized void accepted(RightsRequest event) {
        if (event.getRight() != RightKind.ERASURE) {
            inquiry(event.getRequestId(), event.getSubjectId()).accepted(event);
            return;
        }
        Person asking = contact(event.getSubjectId());
        asking.askedAt = event.getOccurredAt();
        asking.requestId = event.getRequestId();
    }

    synchronized void accepted(RightsDecision event) {
        inquiry(event.getRequestId(), event.getSubjectId()).accepted(event);
    }

    synchronized void accepted(RightsAnswer event) {
        inquiry(event.getRequestId(), event.getSubjectId()).accepted(event);
    }

    private Inquiry inquiry(String requestId, String subject) {
        return inquiries.computeIfAbsent(requestId, _ -> new Inquiry(requestId, subject));
    }

    synchronized void accepted(Hold event) {
        if (event.getAction() == HoldAction.PLACE) {
            held.add(event.getSubjectId());
        } else if (held.remove(event.getSubjectId())) {
            letGoAt.put(event.getSubjectId(), event.getOccurredAt());
        }
    }

    /** An erasure that was ordered is carried out. */
    synchronized void erased(String subject) {
        contact(subject).erased = true;
        contact(subject).turnsUntilErased = turns.size();
    }

    private void sign(Person person, Instant at) {
        person.signs.add(new Sign(at, turns.size()));
    }

    private Person device(String subject) {
        return people.computeIfAbsent(subject, _ -> new Person(true));
    }

    private Person contact(String subject) {
        return people.computeIfAbsent(subject, _ -> new Person(false));
    }

    /** All that has to be told by now, each line once. */
    synchronized Told told() {
        Told told = new Told();
        Map<String, Erased> erased = erased();
        people.forEach((subject, person) -> {
            Erased why = erased.get(subject);
            if (person.askedAt != null) {
                tellOfRequest(told, subject, person, why != null);
                tellWhatIsLate(told, subject, person);
            }
            if (why == null) {
                tell(told, subject, person);
            } else {
                told.orders.add(subject + " " + why.cause() + " up to " + why.cut());
            }
        });
        inquiries.values().forEach(inquiry -> inquiry.tell(told, turns.getLast().at()));
        return told;
    }

    /** All who are erased because somebody asked: a hold on the contact, or on a device of theirs, lets both wait until its release. */
    private Map<String, Erased> erased() {
        Map<String, Erased> erased = new HashMap<>();
        people.forEach((contact, person) -> {
            List<String> reached = new ArrayList<>(devicesOf.getOrDefault(contact, List.of()));
            reached.add(contact);
            Instant askedAt = person.askedAt;
            if (askedAt != null && reached.stream().noneMatch(held::contains)) {
                Instant cut = reached.stream()
                        .map(subject -> letGoAt.getOrDefault(subject, askedAt))
                        .max(Comparator.naturalOrder())
                        .orElseThrow();
                reached.forEach(
                        device -> erased.put(device, new Erased("LINKED_SUBJECT_ERASED " + person.requestId, cut)));
                erased.put(contact, new Erased("ERASURE_REQUESTED " + person.requestId, cut));
            }
        });
        return erased;
    }

    /** It is open while a hold stands, in progress from the order on, and fulfilled when that is carried out. */
    private static void tellOfRequest(Told told, String subject, Person person, boolean ordered) {
        String request = person.requestId + " of " + subject + " ";
        List<String> states = new ArrayList<>(List.of("OPEN"));
        if (ordered) {
            states.add("IN_PROGRESS");
        }
        if (person.erased) {
            states.add("FULFILLED");
        }
        states.forEach(state -> told.requests.add(request + state));
        told.states.put("request " + person.requestId, states.getLast());
    }

    /** Nobody's request is answered before its erasure has ended: at risk and overdue as soon as the clock was there. */
    private void tellWhatIsLate(Told told, String subject, Person person) {
        Instant answered = after(person.askedAt, ANSWER);
        List<Turn> running = turns.subList(0, person.erased ? person.turnsUntilErased : turns.size());
        for (Turn turn : running) {
            if (after(turn.at(), WARNING).plus(RUNS_ON).isAfter(answered)
                    && turn.at().isBefore(after(answered, AT_MOST_PUT_OFF))) {
                throw new IllegalStateException("whether a request is late at " + turn.at() + " depends on a weekend");
            }
        }
        if (running.stream().anyMatch(turn -> turn.at().isAfter(answered))) {
            for (String kind : List.of("AT_RISK", "OVERDUE")) {
                told.late.add(person.requestId + " of " + subject + " " + kind);
            }
        }
    }

    private void tell(Told told, String subject, Person person) {
        List<String> entries = person.words.tell(told, subject, turns.getLast().at());
        Silence silence = silence(told, subject, person);
        Optional<Instant> lapseTold = silence.toldAt();
        boolean ordered = !held.contains(subject)
                && lapseTold
                        .filter(at ->
                                turns.getLast().at().isAfter(after(at, GRACE).plus(RUNS_ON)))
                        .isPresent();
        if (ordered) {
            told.orders.add(subject + " RETENTION_LAPSED");
        } else if (silence.ever() || person.linked || !entries.isEmpty()) {
            told.states.put(subject, (lapseTold.isPresent() ? "LAPSED " : "ACTIVE ") + entries);
        }
    }

    /** Tells each lapse and each return, the signs taken as they came. */
    private Silence silence(Told told, String subject, Person person) {
        Instant newest = Instant.MIN;
        Instant lapsedAt = null;
        Instant toldAt = null;
        for (int i = 0; i < person.signs.size(); i++) {
            Sign sign = person.signs.get(i);
            newest = sign.at().isAfter(newest) ? sign.at() : newest;
            Instant newestByNow = newest;
            int first = Math.max(0, sign.turns() - 1);
            if (lapsedAt != null && person.expiryOf(newest, turns.get(first)).isAfter(lapsedAt)) {
                told.lapses.add(subject + " REVIVED at " + newest);
                lapsedAt = null;
            }
            int next = i + 1 < person.signs.size() ? person.signs.get(i + 1).turns() : turns.size();
            Optional<Turn> turn = turns.subList(first, next).stream()
                    .filter(one -> !one.at().isBefore(person.expiryOf(newestByNow, one)))
                    .findFirst();
            if (lapsedAt == null && turn.isPresent()) {
                lapsedAt = person.expiryOf(newest, turn.get());
                toldAt = turn.get().at();
                told.lapses.add(subject + " LAPSED at " + lapsedAt);
            }
        }
        return new Silence(lapsedAt == null ? Optional.empty() : Optional.ofNullable(toldAt), toldAt != null);
    }

    /** By the calendar of the policy. */
    static Instant after(@Nullable Instant from, Period period) {
        return from == null ? Instant.MAX : from.atZone(ZONE).plus(period).toInstant();
    }
}
