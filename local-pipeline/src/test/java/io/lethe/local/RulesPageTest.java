package io.lethe.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page of rules and what cites them: neither may speak of a rule that the other does not know. */
class RulesPageTest {

    private static final Path PAGE = Path.of("docs", "rules.md");
    private static final Set<String> TEXTS = Set.of("java", "md", "yaml", "yml", "avsc");

    /** A rule's id as prose and the names of tests have it; beside a percent sign it is part of an encoded address. */
    private static final Pattern ID = Pattern.compile("(?<![A-Za-z0-9%])[CREGS][0-9]{1,2}(?![A-Za-z0-9%])");

    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w*)(?:#(\\w+))?`");
    private static final String KEPT = "kept";
    private static final Pattern OPEN = Pattern.compile("open: \\S.*");

    private static Map<Path, List<String>> sources = Map.of();
    private static List<Rule> rules = List.of();

    /** A row of the page. */
    private record Rule(int line, String id, String sentence, String source, String tests, String state) {

        String place() {
            return PAGE + ":" + line + ": " + id;
        }

        List<String> named() {
            return tests.isEmpty() ? List.of() : List.of(tests.split(", "));
        }
    }

    @BeforeAll
    static void read() throws IOException {
        sources = sources(Path.of("..").toRealPath());
        List<String> page = sources.getOrDefault(PAGE, List.of());
        rules = IntStream.range(0, page.size())
                .filter(at -> page.get(at).matches("\\| [A-Z]\\d+ \\|.*"))
                .mapToObj(at -> rule(at + 1, page.get(at)))
                .toList();
    }

    @Test
    void has_a_row_with_sentence_source_and_state_for_each_rule() {
        List<String> problems = new ArrayList<>();
        for (Rule rule : rules) {
            if (!ID.matcher(rule.id()).matches()) {
                problems.add(rule.place() + " is no number of a rule");
            }
            if (rule.sentence().isEmpty() || rule.source().isEmpty()) {
                problems.add(rule.place() + " lacks its sentence or its source");
            }
            if (!rule.state().equals(KEPT) && !OPEN.matcher(rule.state()).matches()) {
                problems.add(
                        rule.place() + " must be 'kept' or 'open: ' with what is missing, not '" + rule.state() + "'");
            }
            if (rule.state().equals(KEPT) && rule.named().isEmpty()) {
                problems.add(rule.place() + " is kept, and no test is named for it");
            }
        }

        assertThat(rules).as("rows of %s", PAGE).isNotEmpty();
        assertThat(problems).isEmpty();
    }

    @Test
    void numbers_the_rules_of_each_letter_from_one_and_none_twice() {
        Map<String, List<Integer>> numbers = rules.stream()
                .collect(Collectors.groupingBy(
                        rule -> rule.id().substring(0, 1),
                        TreeMap::new,
                        Collectors.mapping(rule -> Integer.valueOf(rule.id().substring(1)), Collectors.toList())));

        assertThat(numbers.keySet()).containsExactlyInAnyOrder("C", "R", "E", "G", "S");
        assertThat(numbers)
                .allSatisfy((letter, all) -> assertThat(all)
                        .as("numbers under %s, in the order of %s", letter, PAGE)
                        .containsExactlyElementsOf(
                                IntStream.rangeClosed(1, all.size()).boxed().toList()));
    }

    @Test
    void knows_every_rule_that_is_cited_anywhere() {
        Set<String> known = rules.stream().map(Rule::id).collect(Collectors.toSet());
        List<String> unknown = new ArrayList<>();
        sources.forEach((file, lines) -> {
            for (int at = 0; at < lines.size(); at++) {
                String place = file + ":" + (at + 1) + ": ";
                cited(lines.get(at)).filter(id -> !known.contains(id)).forEach(id -> unknown.add(place + id));
            }
        });

        assertThat(unknown).as("cited, and not in %s", PAGE).isEmpty();
    }

    @Test
    void names_tests_that_exist_and_cite_their_rule() {
        List<String> problems = new ArrayList<>();
        for (Rule rule : rules) {
            for (String named : rule.named()) {
                problem(rule.id(), named)
                        .map(what -> rule.place() + " names " + named + ", " + what)
                        .forEach(problems::add);
            }
        }

        assertThat(problems).isEmpty();
    }

    private static Stream<String> problem(String id, String named) {
        MatchResult test = TEST.matcher(named)
                .results()
                .filter(it -> it.group().equals(named))
                .findFirst()
                .orElse(null);
        if (test == null) {
            return Stream.of("which is not of the form `Test` or `Test#method`");
        }
        List<List<String>> files = sources.entrySet().stream()
                .filter(source -> source.getKey().endsWith(test.group(1) + ".java"))
                .filter(source -> source.getKey().toString().replace('\\', '/').contains("/src/test/java/"))
                .map(Map.Entry::getValue)
                .toList();
        if (files.size() != 1) {
            return Stream.of("of which there are " + files.size() + " among the tests");
        }
        List<String> lines = files.getFirst();
        if (lines.stream().flatMap(RulesPageTest::cited).noneMatch(id::equals)) {
            return Stream.of("which does not cite it");
        }
        String method = test.group(2);
        if (method == null) {
            return Stream.of();
        }
        if (cited(method).noneMatch(id::equals)) {
            return Stream.of("whose name does not cite it");
        }
        return lines.stream().anyMatch(line -> line.contains(" " + method + "("))
                ? Stream.of()
                : Stream.of("and the class has no such method");
    }

    private static Stream<String> cited(String text) {
        return ID.matcher(text).results().map(MatchResult::group);
    }

    private static Rule rule(int line, String row) {
        List<String> cells =
                Arrays.stream(row.split("\\|", -1)).map(String::strip).toList();
        assertThat(cells).as("%s:%d must have five cells", PAGE, line).hasSize(7);
        return new Rule(line, cells.get(1), cells.get(2), cells.get(3), cells.get(4), cells.get(5));
    }

    /** All texts that may cite a rule, by their path from the root: neither what was built nor what is hidden. */
    private static Map<Path, List<String>> sources(Path root) throws IOException {
        Map<Path, List<String>> found = new TreeMap<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name = folder.getFileName().toString();
                boolean left = !folder.equals(root) && (name.equals("target") || name.startsWith("."));
                return left ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String name = file.getFileName().toString();
                if (TEXTS.contains(name.substring(name.lastIndexOf('.') + 1))) {
                    found.put(root.relativize(file), Files.readAllLines(file));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }
}
