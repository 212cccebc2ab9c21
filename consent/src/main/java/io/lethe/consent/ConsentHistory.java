package io.lethe.consent;

import io.lethe.consent.Spoken.Word;
import io.lethe.consent.Statement.Choice;
import io.lethe.policy.PolicyCalendar;
import io.lethe.policy.Purpose;
import io.lethe.policy.Verb;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All that a subject ever said about one purpose, by event time; the order of arrival plays no part (C2). Within one statement a
 * choice for one recipient is the exception to the one for all (C1); between statements of one time the more protective choice
 * wins, then the greater event id.
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

    /**
     * A time in which the same was said more often than is kept, up to its last act. Nobody knows any more which of them followed
     * a word that comes late, so a word that would permit more than they do counts as followed at once.
     */
    private record Stretch(Instant after, Spoken last) {

        boolean holds(Instant time) {
            return time.isAfter(after) && time.isBefore(last.at());
        }
    }

    private final Purpose purpose;
    private final PolicyCalendar calendar;
    private final List<Spoken> acts;
    private final List<Stretch> stretches;
    private final List<Window> windows;

    public ConsentHistory(Purpose purpose, PolicyCalendar calendar, Collection<Statement> statements) {
        this.purpose = purpose;
        this.calendar = calendar;
        List<Spoken> found = new ArrayList<>();
        for (Statement statement : statements) {
            Spoken.of(statement, purpose.id()).ifPresent(found::add);
        }
        found.sort(Spoken.IN_ORDER);
        this.acts = List.copyOf(found);
        this.stretches = stretches(purpose, acts);
        this.windows = windows(purpose, calendar, acts);
    }

    /** The windows, oldest first. The first deposit opens one; what is said inside it does not extend it (C4). */
    public List<Window> windows() {
        return windows;
    }

    /** When the newest choice was made. */
    public Optional<Instant> newest() {
        return acts.isEmpty() ? Optional.empty() : Optional.of(acts.getLast().at());
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
            } else if (window.end() != null) {
                renewable |= isGiven(settled(recipient, window, window.end()));
            }
        }
        if (last == null) {
            return unknown(recipient);
        }
        List<Word> settled = current == null ? List.of() : settled(recipient, current, inclusive(time));
        return current == null || settled.isEmpty()
                ? expired(recipient, time)
                : status(recipient, current, settled, renewable, time);
    }

    /** When the purpose changed in a way that ends consents, oldest first. */
    public List<Instant> changes() {
        return purpose.changes().stream()
                .map(change -> calendar.startOf(change.on()))
                .toList();
    }

    /** The recipients that were spoken of; {@code null} stands for all of them. */
    public List<@Nullable String> recipients() {
        SortedSet<String> named = new TreeSet<>();
        boolean all = false;
        for (Spoken act : acts) {
            for (Choice choice : act.choices()) {
                if (choice.recipient() == null) {
                    all = true;
                } else {
                    named.add(choice.recipient());
                }
            }
        }
        List<@Nullable String> recipients = new ArrayList<>();
        if (all) {
            recipients.add(null);
        }
        recipients.addAll(named);
        return recipients;
    }

    private Consent status(
            @Nullable String recipient, Window window, List<Word> settled, boolean renewable, Instant time) {
        Word decisive = settled.getLast();
        Instant ended =
                endedByChange(decisive).filter(end -> !end.isAfter(time)).orElse(null);
        if (ended != null) {
            Instant since = ended.isBefore(decisive.at()) ? decisive.at() : ended;
            return new Consent(
                    purpose.id(),
                    recipient,
                    ConsentStatus.INVALIDATED,
                    since,
                    window.end(),
                    decisive.statement(),
                    decisive.repeats() + 1);
        }
        ConsentStatus status = status(decisive.verb(), renewable);
        Instant since = decisive.at();
        int times = 0;
        int repeats = 0;
        for (Word word : settled.reversed()) {
            if (status(word.verb(), renewable) != status) {
                break;
            }
            since = word.at();
            // What is no longer kept one by one came before the word it is counted with.
            times += repeats + 1;
            repeats = word.repeats();
        }
        return new Consent(purpose.id(), recipient, status, since, window.end(), decisive.statement(), times);
    }

    /** The last window in which something was said for the recipient has ended; what was said there counts no more. */
    private Consent expired(@Nullable String recipient, Instant time) {
        for (Window window : windows.reversed()) {
            if (window.endedBy(time) && window.end() != null) {
                List<Word> settled = settled(recipient, window, window.end());
                if (!settled.isEmpty()) {
                    Statement basis = settled.getLast().statement();
                    return new Consent(purpose.id(), recipient, ConsentStatus.EXPIRED, window.end(), null, basis, 0);
                }
            }
        }
        return unknown(recipient);
    }

    private Consent unknown(@Nullable String recipient) {
        return new Consent(purpose.id(), recipient, ConsentStatus.UNKNOWN, null, null, null, 0);
    }

    /** What was said in a window before a time, one word for each moment: the one that wins at that moment. */
    private List<Word> settled(@Nullable String recipient, Window window, Instant before) {
        List<Word> settled = new ArrayList<>();
        for (Spoken act : acts) {
            if (act.at().isBefore(window.start())) {
                continue;
            }
            if (!act.at().isBefore(before)) {
                break;
            }
            Word word = act.word(recipient).orElse(null);
            if (word == null || isOutvoted(word, recipient)) {
                continue;
            }
            if (settled.isEmpty() || !settled.getLast().at().equals(word.at())) {
                settled.add(word);
            } else if (Word.WINS.compare(word, settled.getLast()) > 0) {
                settled.set(settled.size() - 1, word);
            }
        }
        return settled;
    }

    /** Whether what permits less was said again and again around a word, at times that are no longer known (C2). */
    private boolean isOutvoted(Word word, @Nullable String recipient) {
        if (stretches.isEmpty() || word.choice().protects()) {
            return false;
        }
        int own = restraint(word);
        for (Stretch stretch : stretches) {
            if (stretch.holds(word.at())
                    && stretch.last()
                            .word(recipient)
                            .filter(said -> restraint(said) > own)
                            .isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** How little a word permits: a consent that ends with a change permits something until then, and nothing after it. */
    private int restraint(Word word) {
        if (word.choice().protects()) {
            return 2;
        }
        return endedByChange(word).isPresent() ? 1 : 0;
    }

    /** When a consent ends because the purpose it was given for became another one; empty where it does not. */
    private Optional<Instant> endedByChange(Word word) {
        if (word.verb() != Verb.GRANTED) {
            return Optional.empty();
        }
        String version = word.statement().proof().policyVersion();
        if (purpose.changes().isEmpty()) {
            return Optional.empty();
        }
        return purpose.changes().stream()
                .filter(change -> change.endsConsentsOf().contains(version))
                .map(change -> calendar.startOf(change.on()))
                .findFirst();
    }

    private static boolean isGiven(List<Word> settled) {
        return !settled.isEmpty() && settled.getLast().verb() == Verb.GRANTED;
    }

    private static Instant inclusive(Instant time) {
        return time.plusNanos(1);
    }

    private static List<Stretch> stretches(Purpose purpose, List<Spoken> acts) {
        if (acts.stream().noneMatch(Spoken::standsForMore)) {
            return List.of();
        }
        List<Stretch> stretches = new ArrayList<>();
        Map<Alike, Instant> said = new HashMap<>();
        for (Spoken act : acts) {
            Instant before = said.put(Alike.inProtection(act.statement(), purpose.id()), act.at());
            if (act.standsForMore()) {
                stretches.add(new Stretch(Objects.requireNonNullElse(before, Instant.MIN), act));
            }
        }
        return List.copyOf(stretches);
    }

    private static List<Window> windows(Purpose purpose, PolicyCalendar calendar, List<Spoken> acts) {
        List<Window> windows = new ArrayList<>();
        for (Spoken act : acts) {
            if (windows.isEmpty() || windows.getLast().endedBy(act.at())) {
                Instant start = start(windows, act);
                Optional<Instant> end = purpose.validity().map(validity -> calendar.plus(start, validity));
                windows.add(new Window(start, end.orElse(null)));
                // Repeats that are no longer kept may fill more than one window.
                while (windows.getLast().endedBy(act.at())) {
                    Instant next = start(windows, act);
                    windows.add(new Window(
                            next, calendar.plus(next, purpose.validity().orElseThrow())));
                }
            }
        }
        return List.copyOf(windows);
    }

    /**
     * The first deposit of a window. Where it may be among repeats that are no longer kept one by one, it counts as made as soon
     * as it could have been: no choice is valid for longer than the policy allows (C4).
     */
    private static Instant start(List<Window> before, Spoken act) {
        Instant end = before.isEmpty() ? null : before.getLast().end();
        return act.standsForMore() && end != null ? end : act.at();
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
}
