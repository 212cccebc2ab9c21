package io.lethe.retention.subject;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The part that recipient systems have in a request: who was asked, and what came back (G6).
 *
 * @param asked ids of the systems that were recipients when the request could be worked on
 * @param answers by system, also of such as nobody asked
 */
public record RightsTasks(List<String> asked, Map<String, RightsAnswer> answers) {

    static final RightsTasks NONE = new RightsTasks(List.of(), Map.of());

    /**
     * What a recipient has to give, to put right or to leave alone (art. 15, 16, 18 to 20 GDPR). An erasure has its ledger, and
     * what is objected to or withdrawn is told as a change of consent.
     */
    private static final Set<String> RIGHTS = Set.of("access", "rectification", "restriction", "portability");

    public RightsTasks {
        asked = List.copyOf(asked);
        answers = Collections.unmodifiableMap(new TreeMap<>(answers));
    }

    /** Whether recipient systems have a part in a right, by its id. */
    static boolean haveAPartIn(String right) {
        return RIGHTS.contains(right);
    }

    /** As they are kept. */
    public static RightsTasks of(List<String> asked, Collection<RightsAnswer> answers) {
        return asked.isEmpty() && answers.isEmpty()
                ? NONE
                : new RightsTasks(
                        asked, answers.stream().collect(Collectors.toMap(RightsAnswer::system, answer -> answer)));
    }

    RightsTasks asking(List<String> systems) {
        return new RightsTasks(systems, answers);
    }

    RightsTasks answered(RightsAnswer answer) {
        Map<String, RightsAnswer> all = new TreeMap<>(answers);
        all.merge(answer.system(), answer, RightsAnswer::or);
        return new RightsTasks(asked, all);
    }

    /** The systems of which an answer is waited for. */
    public List<String> open() {
        return asked.stream().filter(system -> !isDone(answers.get(system))).toList();
    }

    private static boolean isDone(@Nullable RightsAnswer answer) {
        return answer != null && answer.isLast();
    }

    /** All systems that were asked or have answered, in alphabetical order. */
    public Set<String> systems() {
        Set<String> all = new TreeSet<>(asked);
        all.addAll(answers.keySet());
        return all;
    }
}
