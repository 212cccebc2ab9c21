package io.lethe.policy.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.policy.Policy;
import io.lethe.policy.review.PolicyReview;
import io.lethe.policy.yaml.PolicyException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** Whatever stands in a file, it is read or refused with a reason. */
class HostilePolicyTest {

    private static final List<String> REAL = realPolicy();

    @Property(tries = 300)
    void after_any_words_of_the_real_policy_are_changed(
            @ForAll @Size(min = 1, max = 4) List<@From("changes") Change> changes) {
        List<String> lines = new ArrayList<>(REAL);
        for (Change change : changes) {
            String[] parts = lines.get(change.line()).split("(?<=[ :,\\[{])|(?=[ :,\\]}])");
            parts[change.part() % parts.length] = change.word();
            lines.set(change.line(), String.join("", parts));
        }
        readOrRefuse(lines);
    }

    @Property(tries = 200)
    void after_any_lines_of_the_real_policy_are_lost(@ForAll @Size(min = 1, max = 6) Set<@From("lines") Integer> lost) {
        List<String> lines = new ArrayList<>(REAL);
        lost.stream().sorted(Comparator.reverseOrder()).forEach(line -> lines.remove((int) line));
        readOrRefuse(lines);
    }

    @Property(tries = 300)
    void for_any_text(@ForAll("texts") String text) {
        readOrRefuse(List.of(text));
    }

    record Change(int line, int part, String word) {}

    @Provide
    Arbitrary<Change> changes() {
        return Combinators.combine(lines(), Arbitraries.integers().between(0, 20), words())
                .as(Change::new);
    }

    @Provide
    Arbitrary<Integer> lines() {
        return Arbitraries.integers().between(0, REAL.size() - 1);
    }

    private static Arbitrary<String> words() {
        return Arbitraries.of(
                "",
                "~",
                "null",
                "true",
                "no",
                "0",
                "-1",
                "1e999",
                "P0D",
                "P-1D",
                "PT",
                "P9999999999Y",
                "\"P6M\\n\"",
                "[]",
                "{}",
                "[a]",
                "{a: b}",
                "&a",
                "*a",
                "!t x",
                "<<",
                "? ",
                "- ",
                "\t",
                "'",
                "\"",
                "|",
                ">",
                "#",
                "@",
                "%",
                "2026-13-01",
                "\u0000",
                "\u2028",
                "é",
                "😀",
                "x".repeat(3000),
                "consent",
                "navigation",
                "hubspot");
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> yaml =
                Arbitraries.strings().withChars("ab:-[]{},&*!|>'\"%@`#? \n\t").ofMaxLength(40);
        return Arbitraries.oneOf(yaml, Arbitraries.strings().ofMaxLength(40));
    }

    private static void readOrRefuse(List<String> lines) {
        try {
            Policy policy = PolicyFile.parse("hostile.yaml", String.join("\n", lines));
            assertThat(PolicyReview.findings(policy)).isNotNull();
        } catch (PolicyException refused) {
            assertThat(refused.problems()).isNotEmpty().allSatisfy(problem -> {
                assertThat(problem.place().line()).isPositive();
                assertThat(problem.place().column()).isPositive();
                assertThat(problem.text()).isNotBlank().doesNotContain("\n");
            });
        }
    }

    private static List<String> realPolicy() {
        try (InputStream in = PolicyFile.class.getResourceAsStream("/policy/" + PolicyFile.BUILT_IN)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
