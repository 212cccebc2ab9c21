package io.lethe.local.faults;

import io.lethe.schemas.ConsentStatement;
import io.lethe.schemas.ConsentStatus;
import io.lethe.schemas.Decision;
import io.lethe.schemas.Hold;
import io.lethe.schemas.HoldAction;
import io.lethe.schemas.Interaction;
import io.lethe.schemas.RightsRequest;
import io.lethe.schemas.SubjectLink;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
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
 * the first of a window arrives first, that none arrives after its window was ended by the clock, that only contacts are
 * held, ask, and are linked to devices of their own, and that who has lapsed comes back, if at all, before the grace window has ended.
 */
final class Oracle {

    private static final ZoneId ZONE = ZoneId.of("Europe/Paris");
    private static final Period WINDOW = Period.ofMonths(6);
    private static final Period CONTACTS_ARE_KEPT = Period.ofYears(5);
    private static final Period DEVICES_ARE_KEPT = Period.ofDays(399);
    private static final Period GRACE = Period.ofDays(30);

    /** How far a sandbox clock may run on from where it was set, while a test lasts. */
    private static final Duration RUNS_ON = Duration.ofHours(1);

    /** One decision on one purpose. */
    private record Word(Instant at, Decision decision, String eventId) {

        boolean grants() {
            return decision == Decision.GRANTED;
        }
    }

    /** What words amount to. */
    private record Standing(ConsentStatus status, Instant since, String eventId) {}

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
        private final Map<String, List<Word>> words = new TreeMap<>();
        private final Set<String> heard = new HashSet<>();
        private final List<Sign> signs = new ArrayList<>();
        private @Nullable Instant askedAt;
        private String cause = "";
        private boolean held;

        Person(boolean device) {
            this.device = device;
        }

        Instant expiryOf(Instant sign) {
            return after(sign, device ? DEVICES_ARE_KEPT : CONTACTS_ARE_KEPT);
        }
    }

    private final Map<String, Person> people = new TreeMap<>();
    private final Map<String, List<String>> devicesOf = new TreeMap<>();
    private final List<Instant> turns = new ArrayList<>();

    /** The clock was set. */
    synchronized void turned(Instant now) {
        turns.add(now);
    }

    synchronized void accepted(ConsentStatement event) {
        Person person = device(event.getSubjectId());
        if (person.heard.add(event.getEventId())) {
            sign(person, event.getOccurredAt());
            event.getChoices()
                    .forEach(choice -> person.words
                            .computeIfAbsent(choice.getPurpose(), _ -> new ArrayList<>())
                            .add(new Word(event.getOccurredAt(), choice.getDecision(), event.getEventId())));
        }
    }

    synchronized void accepted(Interaction event) {
        sign(contact(event.getSubjectId()), event.getOccurredAt());
    }

    synchronized void accepted(SubjectLink event) {
        sign(device(event.getOtherSubjectId()), event.getOccurredAt());
        contact(event.getSubjectId());
        devicesOf.computeIfAbsent(event.getSubjectId(), _ -> new ArrayList<>()).add(event.getOtherSubjectId());
    }

    synchronized void accepted(RightsRequest event) {
        Person asking = contact(event.getSubjectId());
        asking.askedAt = event.getOccurredAt();
        asking.cause = "ERASURE_REQUESTED " + event.getRequestId();
    }

    synchronized void accepted(Hold event) {
        contact(event.getSubjectId()).held = event.getAction() == HoldAction.PLACE;
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
        devicesOf.forEach((contact, devices) -> {
            Person asking = contact(contact);
            if (asking.askedAt != null) {
                devices.forEach(device -> {
                    device(device).askedAt = asking.askedAt;
                    device(device).cause =
                            "LINKED_SUBJECT_ERASED " + asking.cause.split(" ", -1)[1];
                });
            }
        });
        people.forEach((subject, person) -> tell(told, subject, person));
        return told;
    }

    private void tell(Told told, String subject, Person person) {
        if (person.askedAt != null) {
            told.orders.add(subject + " " + person.cause + " up to " + person.askedAt);
            return;
        }
        List<String> entries = new ArrayList<>();
        person.words.forEach((purpose, words) -> entries.add(tell(told, subject, purpose, words)));
        Silence silence = silence(told, subject, person);
        Optional<Instant> lapseTold = silence.toldAt();
        boolean ordered = !person.held
                && lapseTold
                        .filter(at -> turns.getLast().isAfter(after(at, GRACE).plus(RUNS_ON)))
                        .isPresent();
        if (ordered) {
            told.orders.add(subject + " RETENTION_LAPSED");
        } else if (silence.ever() || !entries.isEmpty()) {
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
            Instant expiresAt = person.expiryOf(newest);
            if (lapsedAt != null && expiresAt.isAfter(lapsedAt)) {
                told.lapses.add(subject + " REVIVED at " + newest);
                lapsedAt = null;
            }
            int next = i + 1 < person.signs.size() ? person.signs.get(i + 1).turns() : turns.size();
            Optional<Instant> turn = turns.subList(Math.max(0, sign.turns() - 1), next).stream()
                    .filter(at -> !at.isBefore(expiresAt))
                    .findFirst();
            if (lapsedAt == null && turn.isPresent()) {
                told.lapses.add(subject + " LAPSED at " + expiresAt);
                lapsedAt = expiresAt;
                toldAt = turn.get();
            }
        }
        return new Silence(lapsedAt == null ? Optional.empty() : Optional.ofNullable(toldAt), toldAt != null);
    }

    /** Tells the changes of one consent; returns where it stands. */
    private String tell(Told told, String subject, String purpose, List<Word> words) {
        String about = subject + " " + purpose + " ";
        ConsentStatus status = ConsentStatus.UNKNOWN;
        boolean again = false;
        String entry = "";
        for (List<Word> window : windows(words)) {
            Instant end = after(earliest(window), WINDOW);
            List<Word> said = new ArrayList<>();
            for (Word word : window) {
                said.add(word);
                Standing standing = standing(said, again);
                if (standing.status() != status) {
                    told.changes.add(about + status + " > " + standing.status() + " " + standing.since() + " by "
                            + standing.eventId());
                    status = standing.status();
                }
                entry = purpose + " " + status + " since " + standing.since() + " until " + end;
            }
            if (!end.isAfter(turns.getLast())) {
                told.changes.add(about + status + " > EXPIRED " + end + " by null");
                again |= status == ConsentStatus.GIVEN || status == ConsentStatus.RENEWED;
                status = ConsentStatus.EXPIRED;
                entry = purpose + " EXPIRED since " + end + " until null";
            }
        }
        return entry;
    }

    /** Six months from the first deposit, then from the next one; within a window in order of arrival. */
    private static List<List<Word>> windows(List<Word> words) {
        List<List<Word>> windows = new ArrayList<>();
        List<Word> left = words;
        while (!left.isEmpty()) {
            Instant end = after(earliest(left), WINDOW);
            windows.add(left.stream().filter(word -> word.at().isBefore(end)).toList());
            left = left.stream().filter(word -> !word.at().isBefore(end)).toList();
        }
        return windows;
    }

    /** The newest word counts; of one moment the one that protects, then the greater id. */
    private static Standing standing(List<Word> said, boolean again) {
        TreeMap<Instant, Word> byTime = new TreeMap<>();
        said.stream()
                .sorted(Comparator.comparing(Word::grants).reversed().thenComparing(Word::eventId))
                .forEach(word -> byTime.put(word.at(), word));
        Word newest = byTime.lastEntry().getValue();
        Instant since = newest.at();
        for (Word word : byTime.descendingMap().values()) {
            if (word.decision() != newest.decision()) {
                break;
            }
            since = word.at();
        }
        ConsentStatus status = switch (newest.decision()) {
            case GRANTED -> again ? ConsentStatus.RENEWED : ConsentStatus.GIVEN;
            case REFUSED -> ConsentStatus.REFUSED;
            case WITHDRAWN -> ConsentStatus.WITHDRAWN;
            default -> throw new IllegalArgumentException("no such word is said here");
        };
        return new Standing(status, since, newest.eventId());
    }

    private static Instant earliest(List<Word> words) {
        return words.stream().map(Word::at).min(Comparator.naturalOrder()).orElseThrow();
    }

    private static Instant after(@Nullable Instant from, Period period) {
        return from == null ? Instant.MAX : from.atZone(ZONE).plus(period).toInstant();
    }
}
