package io.lethe.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** What the build makes of the script's source. */
class BrowserScriptTest {

    private static final Path BUILT = Path.of("target", "classes", "lethe-browser");
    private static final Path NPM = Path.of("target", "npm");
    private static final Path SOURCE = Path.of("src", "main", "javascript");

    @Test
    void is_under_five_kilobytes_compressed() throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(Files.readAllBytes(BUILT.resolve("lethe.js")));
        }

        assertThat(compressed.size()).isLessThan(5_000);
    }

    @Test
    void loads_nothing_from_elsewhere_and_leaves_one_name_behind() throws IOException {
        String script = Files.readString(BUILT.resolve("lethe.js"));

        assertThat(script)
                .startsWith("(function(){")
                .endsWith("}).call(this);\n")
                .doesNotContain("import ", "eval(", "http:", "https:")
                .contains("window.lethe=");
    }

    @Test
    void the_npm_package_has_what_it_names() throws IOException {
        String description = Files.readString(NPM.resolve("package.json"));

        assertThat(description)
                .contains("\"name\": \"lethe-browser\"", "\"main\": \"lethe.js\"", "\"types\": \"lethe.d.ts\"")
                .containsPattern("\"version\": \"\\d+\\.\\d+\\.\\d+[^@\"]*\"")
                .contains("\"files\": [\"lethe.js\", \"lethe.d.ts\", \"src\"]")
                .contains("\".\": {\"types\": \"./lethe.d.ts\", \"default\": \"./lethe.js\"}");
        for (String name : List.of("lethe.js", "lethe.d.ts", "README.md", "src/lethe.js")) {
            assertThat(NPM.resolve(name)).isNotEmptyFile();
        }
        try (Stream<Path> files = Files.list(NPM)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("lethe.js", "lethe.d.ts", "src", "README.md", "package.json");
        }
        assertThat(NPM.resolve("lethe.js")).hasSameBinaryContentAs(BUILT.resolve("lethe.js"));
    }

    @Test
    void the_npm_package_grants_no_more_than_the_repository_does() throws IOException {
        Path repository = Path.of("..");
        String licence = Files.readString(NPM.resolve("package.json"))
                .split("\"license\": \"")[1]
                .split("\"")[0];

        try (Stream<Path> files = Files.list(repository)) {
            boolean granted =
                    files.anyMatch(file -> file.getFileName().toString().matches("(?i)(licen[cs]e|copying)(\\..*)?"));
            assertThat(licence.equals("UNLICENSED")).isNotEqualTo(granted);
        }
    }

    @Test
    void every_command_is_typed_and_every_type_is_a_command() throws IOException {
        String source = Files.readString(SOURCE.resolve("lethe.js"));
        String commands = source.substring(source.indexOf("const commands = {"), source.indexOf("const before"));
        String types = Files.readString(BUILT.resolve("lethe.d.ts"));

        List<String> named = Stream.of(types.split("\\(command: '"))
                .skip(1)
                .map(rest -> rest.substring(0, rest.indexOf('\'')))
                .toList();

        assertThat(named)
                .hasSize(6)
                .allSatisfy(name -> assertThat(commands).containsPattern("(?m)^  " + name + "[(,]"));
    }

    @Test
    void what_a_page_may_say_is_what_the_script_reads() throws IOException {
        String script = Files.readString(SOURCE.resolve("lethe.js"));
        String all = script + Files.readString(SOURCE.resolve("outbox.js"));

        assertThat(membersOf("Settings")).isEqualTo(found("settings\\.(?!js')(\\w+)", all));
        assertThat(membersOf("Interaction"))
                .isEqualTo(found("(\\w+)", cut(script, "const interaction = ({", "}, done)")));
        // What goes with a banner's answer is for the script itself.
        Set<String> read = found("(\\w+)(?=[,:]|$)", cut(script, "const consent = ({", ", shown, against"));
        read.remove("said");
        Set<String> proof = found("(?m)^      (\\w+):", cut(script, "proof: {", "...proof"));
        proof.remove("page");
        assertThat(membersOf("Statement"))
                .containsAll(read.stream().filter(name -> !name.isEmpty()).toList())
                .containsAll(proof)
                .hasSize(read.size() + proof.size());
    }

    @Test
    void the_words_that_are_typed_are_those_that_the_script_uses() throws IOException {
        String script = Files.readString(SOURCE.resolve("lethe.js"));
        String banners = Files.readString(SOURCE.resolve("banners.js"));

        assertThat(wordsOf("Banner"))
                .isEqualTo(found("(?m)^  (\\w+): \\{", banners.substring(banners.indexOf("export const banners"))));
        assertThat(wordsOf("Reason")).isEqualTo(found("ask\\('(\\w+)'", script));
        assertThat(found("'(\\w+)'", cut(types(), "type Done", ";")))
                .isEqualTo(
                        found("'(\\w+)'", cut(Files.readString(SOURCE.resolve("outbox.js")), "const outcome =", ";")));
    }

    private static Set<String> membersOf(String type) throws IOException {
        return found("(?m)^    (\\w+)\\??:", cut(types(), "interface " + type + " {", "\n  }"));
    }

    private static Set<String> wordsOf(String type) throws IOException {
        return found("'([^']+)'", cut(types(), "type " + type + " =", ";"));
    }

    private static String types() throws IOException {
        return Files.readString(BUILT.resolve("lethe.d.ts"));
    }

    private static String cut(String text, String from, String to) {
        assertThat(text).contains(from);
        String rest = text.substring(text.indexOf(from) + from.length());
        assertThat(rest).contains(to);
        return rest.substring(0, rest.indexOf(to));
    }

    private static Set<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(result -> result.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
