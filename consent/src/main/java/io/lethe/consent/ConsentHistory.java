package io.lethe.consent;

import io.lethe.consent.Statement.Choice;
import io.lethe.policy.PolicyCalendar;
import io.lethe.policy.Purpose;
import io.lethe.policy.Verb;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All that a subject ever said about one purpose, in the order that the rules give it (C2): by event time, then the more
 * protective choice last, then by event id. The order of arrival plays no part.
 */
public final class ConsentHistory {

    /** A stretch of time for which choices hold (C4); {@code end} is exclusive, and absent where they hold for good. */
    public record Window(Instant start, @Nullable Instant end) {

        public boolean endedBy(Instant time) {
            return end != null && !end.isAfter(time);
        }

        public boolean holds(Instant time) {
            return !time.isBefore(start) && !endedBy(time);
        }
    }

    private record Entry(Statement statement, Choice choice) {

        Instant at() {
            return statement.at();
        }

        boolean concerns(@Nullable String recipient) {
            return choice.recipient() == null || choice.recipient().equals(recipient);
        }
    }

    private static final Comparator<Entry> ORDER = Comparator.comparing(Entry::at)
            .thenComparing(entry -> protection(entry.choice().verb()))
            .thenComparing(entry -> entry.statement().eventId())
            .thenComparing(entry -> entry.choice().verb());

    private final Purpose purpose;
    private final List<Entry> entries;
    private final List<Window> windows;

    public ConsentHistory(Purpose purpose, PolicyCalendar calendar, Collection<Statement> statements) {
        this.purpose = purpose;
        List<Entry> found = new ArrayList<>();
        for (Statement statement : statements) {
            for (Choice choice : statement.choices()) {
                if (choice.purpose().equals(purpose.id())) {
                    found.add(new Entry(statement, choice));
                }
            }
        }
        found.sort(ORDER);
        this.entries = List.copyOf(found);
        this.windows = windows(purpose, calendar, entries);
    }

    /** The windows, oldest first. The first deposit opens one; what is said inside it does not extend it (C4). */
    public List<Window> windows() {
        return windows;
    }

    /** When the newest choice was made. */
    public Optional<Instant> newest() {
        return entries.isEmpty()
                ? Optional.empty()
                : Optional.of(entries.getLast().at());
    }

    /** The status at a time: "had the subject consented, for this recipient, then?" (C6). */
    public Consent at(@Nullable String recipient, Instant time) {
        Window current = null;
        Window last = null;
        boolean renewable = false;
        for (Window window : windows) {
            if (window.start().isAfter(time)) {
                break;
            }
            last = window;
            if (window.holds(time)) {
                current = window;
            } else if (window.end() != null && spoken(recipient, window, window.end())) {
                renewable |= isGiven(settled(recipient, window, window.end()));
            }
        }
        if (last == null) {
            return unknown(recipient);
        }
        if (current == null || !spoken(recipient, current, inclusive(time))) {
            return expired(recipient, time);
        }
        return status(recipient, current, time, renewable);
    }

    /** The recipients that were spoken of; {@code null} stands for all of them. */
    public List<@Nullable String> recipients() {
        SortedSet<String> named = new TreeSet<>();
        boolean all = false;
        for (Entry entry : entries) {
            if (entry.choice().recipient() == null) {
                all = true;
            } else {
                named.add(entry.choice().recipient());
            }
        }
        List<@Nullable String> recipients = new ArrayList<>();
        if (all) {
            recipients.add(null);
        }
        recipients.addAll(named);
        return recipients;
    }

    private Consent status(@Nullable String recipient, Window window, Instant time, boolean renewable) {
        List<Entry> settled = settled(recipient, window, inclusive(time));
        Entry decisive = settled.getLast();
        ConsentStatus status = status(decisive.choice().verb(), renewable);
        Instant since = decisive.at();
        for (Entry entry : settled.reversed()) {
            if (status(entry.choice().verb(), renewable) != status) {
                break;
            }
            since = entry.at();
        }
        return new Consent(purpose.id(), recipient, status, since, window.end(), decisive.statement());
    }

    /** The last window in which something was said for the recipient has ended; what was said there counts no more. */
    private Consent expired(@Nullable String recipient, Instant time) {
        for (Window window : windows.reversed()) {
            if (window.endedBy(time) && window.end() != null && spoken(recipient, window, window.end())) {
                Statement basis =
                        settled(recipient, window, window.end()).getLast().statement();
                return new Consent(purpose.id(), recipient, ConsentStatus.EXPIRED, window.end(), null, basis);
            }
        }
        return unknown(recipient);
    }

    private Consent unknown(@Nullable String recipient) {
        return new Consent(purpose.id(), recipient, ConsentStatus.UNKNOWN, null, null, null);
    }

    private boolean spoken(@Nullable String recipient, Window window, Instant before) {
        return !settled(recipient, window, before).isEmpty();
    }

    /** What was said in a window before a time, one entry for each moment: the one that wins at that moment. */
    private List<Entry> settled(@Nullable String recipient, Window window, Instant before) {
        List<Entry> settled = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.at().isBefore(window.start()) || !entry.concerns(recipient)) {
                continue;
            }
            if (!entry.at().isBefore(before)) {
                break;
            }
            if (!settled.isEmpty() && settled.getLast().at().equals(entry.at())) {
                settled.removeLast();
            }
            settled.add(entry);
        }
        return settled;
    }

    private static boolean isGiven(List<Entry> settled) {
        return !settled.isEmpty() && settled.getLast().choice().verb() == Verb.GRANTED;
    }

    private static Instant inclusive(Instant time) {
        return time.plusNanos(1);
    }

    private static List<Window> windows(Purpose purpose, PolicyCalendar calendar, List<Entry> entries) {
        List<Window> windows = new ArrayList<>();
        for (Entry entry : entries) {
            if (windows.isEmpty() || windows.getLast().endedBy(entry.at())) {
                Optional<Instant> end = purpose.validity().map(validity -> calendar.plus(entry.at(), validity));
                windows.add(new Window(entry.at(), end.orElse(null)));
            }
        }
        return List.copyOf(windows);
    }

    private static ConsentStatus status(Verb verb, boolean renewable) {
        return switch (Objects.requireNonNull(verb)) {
            case GRANTED -> renewable ? ConsentStatus.RENEWED : ConsentStatus.GIVEN;
            case REFUSED -> ConsentStatus.REFUSED;
            case WITHDRAWN -> ConsentStatus.WITHDRAWN;
            case OBJECTED -> ConsentStatus.OBJECTED;
            case OBJECTION_LIFTED -> ConsentStatus.UNKNOWN;
        };
    }

    /** How much a choice protects the subject: at equal times the more protective one wins (C2). */
    private static int protection(Verb verb) {
        return switch (verb) {
            case GRANTED, OBJECTION_LIFTED -> 0;
            case REFUSED, WITHDRAWN, OBJECTED -> 1;
        };
    }
}
