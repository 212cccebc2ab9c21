package io.lethe.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The decisions and their index say the same. */
class DecisionsIndexTest {

    private static final Path FOLDER = Path.of("..", "docs", "adr");
    private static final String INDEX = "README.md";
    private static final String STATUS = "Status: ";

    private static final Pattern FILE = Pattern.compile("(\\d{4})-[a-z0-9-]+\\.md");
    private static final Pattern HEADING = Pattern.compile("# (\\d+)\\. (\\S.*)");
    private static final Pattern ROW =
            Pattern.compile("\\| \\[(\\d+)]\\(([^)]+)\\) \\| ([^|]+) \\| ([^|]+) \\| (\\S[^|]*) \\|");
    private static final Pattern KNOWN_STATUS = Pattern.compile("accepted(; amended by \\d+.*)?|superseded by \\d+");
    private static final Pattern NUMBER = Pattern.compile("\\b\\d+\\b");

    /** What a page and its row have to agree on. */
    private record Decision(String number, String file, String title, String status) {}

    @Test
    void lists_each_decision_once_with_its_title_and_status() throws IOException {
        assertThat(listed()).containsExactlyElementsOf(decisions());
    }

    @Test
    void names_in_a_status_only_decisions_that_exist() throws IOException {
        List<Decision> decisions = decisions();
        List<String> numbers = decisions.stream().map(Decision::number).toList();

        assertThat(numbers).doesNotHaveDuplicates();
        assertThat(decisions).allSatisfy(decision -> {
            assertThat(decision.status()).as(decision.file()).matches(KNOWN_STATUS);
            assertThat(NUMBER.matcher(decision.status()).results().map(MatchResult::group))
                    .as(decision.file())
                    .isSubsetOf(numbers)
                    .doesNotContain(decision.number());
        });
    }

    private static List<Decision> listed() throws IOException {
        return Files.readAllLines(FOLDER.resolve(INDEX)).stream()
                .filter(line -> line.startsWith("| ["))
                .map(line -> match(ROW, line, INDEX))
                .map(row -> new Decision(row.group(1), row.group(2), row.group(3), row.group(4)))
                .toList();
    }

    private static List<Decision> decisions() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<Path> pages = files.filter(
                            file -> !file.getFileName().toString().equals(INDEX))
                    .sorted()
                    .toList();
            assertThat(pages).isNotEmpty();
            return pages.stream().map(DecisionsIndexTest::decision).toList();
        }
    }

    private static Decision decision(Path page) {
        String name = page.getFileName().toString();
        List<String> lines = lines(page);
        MatchResult heading = match(HEADING, lines.getFirst(), name);
        assertThat(Integer.parseInt(heading.group(1)))
                .as("%s: the number in the heading", name)
                .isEqualTo(Integer.parseInt(match(FILE, name, name).group(1)));
        assertThat(lines).as("%s: between heading and status", name).element(1).isEqualTo("");
        assertThat(lines.get(2)).as("%s: the third line", name).startsWith(STATUS);
        return new Decision(
                heading.group(1), name, heading.group(2), lines.get(2).substring(STATUS.length()));
    }

    private static MatchResult match(Pattern pattern, String text, String file) {
        assertThat(text).as(file).matches(pattern);
        return pattern.matcher(text).results().findFirst().orElseThrow();
    }

    private static List<String> lines(Path page) {
        try {
            return Files.readAllLines(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
