package io.lethe.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import io.lethe.identity.IdentifierSeal;
import io.lethe.local.folder.Json;
import io.lethe.service.keys.FrontEndKeys;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** {@code --output json}: what a person can read, a program can too. */
class OutputJsonTest {

    /** Commands that do not have it, and why. */
    private static final Map<String, String> WITHOUT = Map.ofEntries(
            Map.entry("lethe", "prints help alone"),
            Map.entry("lethe help", "prints help alone"),
            Map.entry("lethe policy", "prints help alone; its commands have it"),
            Map.entry("lethe erasure", "prints help alone; its commands have it"),
            Map.entry("lethe rights", "prints help alone; its commands have it"),
            Map.entry("lethe up", "runs; where everything is stands in pipeline.json of the data folder"),
            Map.entry("lethe down", "acts; its exit code says how it ended"),
            Map.entry("lethe demo", "tells a story to people; its exit code says whether all of it was true"),
            Map.entry("lethe test", "runs Maven, which leaves reports"),
            Map.entry("lethe train", "prints nothing"),
            Map.entry("lethe keys remove", "prints nothing"),
            Map.entry("lethe watch", "prints one JSON object a line in any case"),
            Map.entry("lethe export", "prints one JSON document in any case"),
            Map.entry("lethe completion", "prints a script for a shell"));

    @TempDir
    private Path folder;

    private final StringWriter printed = new StringWriter();

    static Stream<Map.Entry<String, CommandLine>> commands() {
        Map<String, CommandLine> all = new TreeMap<>();
        add(Lethe.commandLine(), all);
        return all.entrySet().stream();
    }

    private static void add(CommandLine command, Map<String, CommandLine> all) {
        all.put(command.getCommandSpec().qualifiedName(), command);
        command.getSubcommands().values().forEach(one -> add(one, all));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("commands")
    void every_command_has_it_or_a_reason_why_not(Map.Entry<String, CommandLine> command) {
        boolean has = command.getValue().getCommandSpec().findOption("--output") != null;

        assertThat(!WITHOUT.containsKey(command.getKey())).as(command.getKey()).isEqualTo(has);
    }

    @Test
    void no_reason_is_given_for_a_command_that_is_not_there() {
        assertThat(commands().map(Map.Entry::getKey)).containsAll(WITHOUT.keySet());
    }

    @Test
    void keys_of_front_ends_are_one_document_and_the_list_of_them_has_no_key() throws IOException {
        String file = folder.resolve("keys.json").toString();

        JsonNode added =
                document("keys", "add", "www", "--source=www", "--origin=https://www.example.org", "--file", file);
        JsonNode listed = document("keys", "--file", file);

        assertThat(FrontEndKeys.load(Path.of(file)).find(added.path("key").asText()))
                .isPresent();
        assertThat(listed)
                .isEqualTo(Json.MAPPER.readTree("""
                {"keys": [{"name": "www", "id": "%s", "sources": ["www"], "origins": ["https://www.example.org"]}]}""".formatted(added.path("id").asText())));
    }

    @Test
    void E5_keys_of_identifiers_are_told_by_number_and_id_with_the_step_that_is_next() throws IOException {
        Path file = Files.writeString(folder.resolve("identifier-keys.json"), IdentifierSeal.newKeySet());

        JsonNode before = document("identifier-keys", "--file", file.toString());
        JsonNode added = document("identifier-keys", "add", "--file", file.toString());

        assertThat(before.path("next").asText()).isEqualTo("add");
        assertThat(before.path("keySets")).singleElement().satisfies(one -> {
            assertThat(one.path("who").asText()).isEqualTo("the file");
            assertThat(one.path("keys").asInt()).isEqualTo(1);
            assertThat(one.path("sealsWith").isIntegralNumber()).isTrue();
        });
        assertThat(added).isEqualTo(Json.MAPPER.readTree("{\"done\": \"add\", \"next\": \"promote\"}"));
    }

    @Test
    void a_policy_is_checked_in_one_document_whether_it_can_be_used_or_not() throws IOException {
        Path unusable = Files.writeString(folder.resolve("policy.yaml"), "nonsense: true\n");

        assertThat(execute("policy", "check", "--output=json")).isNotEqualTo(2);
        JsonNode builtIn = only();
        printed.getBuffer().setLength(0);
        assertThat(execute("policy", "check", unusable.toString(), "--output=json"))
                .isEqualTo(2);
        JsonNode refused = only();

        assertThat(builtIn.path("version").asText()).isNotEmpty();
        assertThat(builtIn.path("problems")).isEmpty();
        assertThat(refused.path("problems")).isNotEmpty().allMatch(one -> one.hasNonNull("place"));
        assertThat(refused.has("version")).isFalse();
    }

    @Test
    void access_rules_are_one_object_a_line() throws IOException {
        assertThat(execute("acls", "--output=json")).isZero();

        List<JsonNode> rules = documents();
        assertThat(printed.toString().lines()).hasSameSizeAs(rules);
        assertThat(rules)
                .isNotEmpty()
                .allSatisfy(rule -> assertThat(rule.fieldNames())
                        .toIterable()
                        .containsExactly("principal", "operation", "resourceType", "resource", "patternType"));
    }

    private JsonNode document(String... arguments) throws IOException {
        printed.getBuffer().setLength(0);
        assertThat(execute(Stream.concat(Stream.of(arguments), Stream.of("--output", "json"))
                        .toArray(String[]::new)))
                .isZero();
        return only();
    }

    private JsonNode only() throws IOException {
        List<JsonNode> all = documents();
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private List<JsonNode> documents() throws IOException {
        try (MappingIterator<JsonNode> all =
                Json.MAPPER.readerFor(JsonNode.class).readValues(printed.toString())) {
            return all.readAll();
        }
    }

    private int execute(String... arguments) {
        PrintWriter writer = new PrintWriter(printed);
        return Lethe.commandLine().setOut(writer).setErr(writer).execute(arguments);
    }
}
