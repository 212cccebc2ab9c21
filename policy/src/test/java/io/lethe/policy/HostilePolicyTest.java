package io.lethe.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

@Label("Whatever stands in a file, it is read or refused with a reason")
class HostilePolicyTest {

    private static final List<String> REAL = realPolicy();

    @Property(tries = 300)
    void after_any_word_of_the_real_policy_is_changed(
            @ForAll("lines") int line, @ForAll("words") String word, @ForAll int where) {
        String changed = REAL.get(line);
        String[] parts = changed.split("(?<=[ :,\\[{])|(?=[ :,\\]}])");
        parts[Math.floorMod(where, parts.length)] = word;
        readOrRefuse(Stream.concat(
                Stream.concat(REAL.subList(0, line).stream(), Stream.of(String.join("", parts))),
                REAL.subList(line + 1, REAL.size()).stream()));
    }

    @Property(tries = 100)
    void after_any_line_of_the_real_policy_is_lost(@ForAll("lines") int line) {
        readOrRefuse(Stream.concat(REAL.subList(0, line).stream(), REAL.subList(line + 1, REAL.size()).stream()));
    }

    @Property(tries = 300)
    void for_any_text(@ForAll("texts") String text) {
        readOrRefuse(Stream.of(text));
    }

    @Provide
    Arbitrary<Integer> lines() {
        return Arbitraries.integers().between(0, REAL.size() - 1);
    }

    @Provide
    Arbitrary<String> words() {
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

    private static void readOrRefuse(Stream<String> lines) {
        try {
            Policy policy = PolicyFile.parse("hostile.yaml", String.join("\n", lines.toList()));
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
