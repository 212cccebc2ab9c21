package io.lethe.local.faults;

import io.lethe.schemas.ConsentStatement;
import io.lethe.schemas.ConsentStatus;
import io.lethe.schemas.Decision;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** All that somebody has decided, and what it amounts to; of consent the oracle knows this. */
final class Words {

    private static final Period WINDOW = Period.ofMonths(6);

    /** One decision on one purpose. */
    private record Word(Instant at, Decision decision, String eventId) {

        boolean grants() {
            return decision == Decision.GRANTED;
        }
    }

    /** What words amount to. */
    private record Standing(ConsentStatus status, Instant since, String eventId) {}

    private final Map<String, List<Word>> byPurpose = new TreeMap<>();
    private final Set<String> heard = new HashSet<>();

    /** Takes a statement; false where it was taken before. */
    boolean areNews(ConsentStatement event) {
        if (!heard.add(event.getEventId())) {
            return false;
        }
        event.getChoices()
                .forEach(choice -> byPurpose
                        .computeIfAbsent(choice.getPurpose(), _ -> new ArrayList<>())
                        .add(new Word(event.getOccurredAt(), choice.getDecision(), event.getEventId())));
        return true;
    }

    /** Tells all changes by now; returns where each consent stands. */
    List<String> tell(Told told, String subject, Instant now) {
        List<String> entries = new ArrayList<>();
        byPurpose.forEach((purpose, words) -> entries.add(tell(told, subject, purpose, words, now)));
        return entries;
    }

    /** Tells the changes of one consent; returns where it stands. */
    private static String tell(Told told, String subject, String purpose, List<Word> words, Instant now) {
        String about = subject + " " + purpose + " ";
        ConsentStatus status = ConsentStatus.UNKNOWN;
        boolean again = false;
        String entry = "";
        for (List<Word> window : windows(words)) {
            Instant end = Oracle.after(earliest(window), WINDOW);
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
            if (!end.isAfter(now)) {
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
            Instant end = Oracle.after(earliest(left), WINDOW);
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
}
