package io.lethe.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.identity.IdentifierSeal;
import io.lethe.service.keys.FrontEndKey;
import io.lethe.service.keys.FrontEndKeys;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineTest {

    private final StringWriter printed = new StringWriter();

    static Stream<String> commands() {
        return Lethe.commandLine().getSubcommands().keySet().stream().filter(name -> !name.equals("help"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_command_explains_itself(String command) {
        assertThat(execute(command, "--help")).isZero();
        assertThat(printed.toString()).startsWith("Usage: lethe " + command);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "clock set",
                "dead-letters replay",
                "keys add",
                "keys remove",
                "policy check",
                "policy diff",
                "waves approve",
                "waves drop",
                "erasure show",
                "erasure retry",
                "erasure waive",
                "erasure close",
                "erasure reapply",
                "rights list",
                "rights prove",
                "rights refuse",
                "rights extend",
                "rights start",
                "rights ask-for-proof",
                "rights answer",
                "rights correct",
                "rights fulfil",
                "rights withdraw"
            })
    void so_does_every_command_of_a_command(String command) {
        assertThat(execute((command + " --help").split(" "))).isZero();
        assertThat(printed.toString()).startsWith("Usage: lethe " + command);
    }

    @Test
    void the_commands_of_the_interface_are_all_there() {
        assertThat(commands())
                .contains(
                        "up",
                        "down",
                        "demo",
                        "test",
                        "send",
                        "watch",
                        "subject",
                        "export",
                        "clock",
                        "policy",
                        "topics",
                        "dead-letters",
                        "waves",
                        "consents",
                        "deadlines",
                        "erasure",
                        "rights",
                        "acls",
                        "keys",
                        "identifier-keys",
                        "verify-certificates",
                        "completion");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "up --clock yesterday",
                "up --forgetting-window soon",
                "up --forgetting-window PT1S",
                "up --port-offset 60000",
                "watch",
                "watch holds --timeout 5",
                "send nonsense",
                "send holds --as everybody",
                "subject",
                "subject --email a@b.example --visitor v",
                "export",
                "export --id s --right erasure",
                "export --id s --format xml",
                "export --email a@b.example --id s",
                "clock set",
                "dead-letters --service consent-ingest",
                "dead-letters replay",
                "dead-letters replay --all interactions-0-0",
                "dead-letters replay interactions",
                "policy diff",
                "keys add",
                "keys add www",
                "keys add www --source www --origin www.example.org",
                "keys add www --source www --not-after soon",
                "keys remove",
                "identifier-keys promote all",
                "consents --months many",
                "deadlines --months many",
                "waves --output xml",
                "waves approve",
                "waves drop --yes",
                "acls nowhere.yaml",
                "erasure",
                "erasure show",
                "erasure waive order",
                "erasure retry --reason why",
                "rights",
                "rights prove r-1 --email a@b.example",
                "rights prove r-1 --code 48151623",
                "rights list --limit many",
                "rights list --until tomorrow",
                "rights list --output xml",
                "rights correct --email a@b.example",
                "rights correct --to-email a@b.example",
                "rights correct --email a@b.example --to-email a@c.example --to-customer c",
                "rights refuse r-1 --reason no-match",
                "rights refuse r-1 --email a@b.example",
                "rights refuse --email a@b.example --reason no-match",
                "rights refuse r-1 --email a@b.example --id s --reason no-match",
                "rights extend r-1",
                "rights extend --email a@b.example",
                "rights extend r-1 --email a@b.example --told-at yesterday",
                "rights answer r-1 --email a@b.example --outcome completed",
                "rights answer r-1 --email a@b.example --system hubspot",
                "rights answer r-1 --email a@b.example --system hubspot --rest --outcome completed",
                "rights fulfil r-1",
                "rights fulfil r-1 --email a@b.example --answered-at yesterday",
                "rights withdraw --email a@b.example",
                "rights ask-for-proof r-1 --email a@b.example --asked-at yesterday",
                "completion",
                "completion fish",
                "verify-certificates --key nonsense",
                "erasure reapply --file certificates.jsonl --key nonsense",
                "verify-certificates --bootstrap localhost:9092",
                "verify-certificates --file f --bootstrap localhost:9092 --registry http://localhost",
                "nonsense"
            })
    void a_mistake_on_the_command_line_ends_with_exit_code_2_and_says_what_would_be_right(String arguments) {
        assertThat(execute(arguments.split(" "))).isEqualTo(2);
        assertThat(printed.toString()).isNotBlank();
    }

    @Test
    void a_time_says_in_which_form_it_is_wanted() {
        execute("up", "--clock", "2026-03-01");
        assertThat(printed.toString()).contains("2026-03-01T09:30:00+01:00");
    }

    @Test
    void a_front_ends_key_is_printed_once_listed_by_its_id_and_removed(@TempDir Path folder) throws IOException {
        String file = folder.resolve("keys.json").toString();
        execute("keys", "add", "www", "--source", "www", "--origin", "https://www.example.org", "--file", file);
        String key = printed.toString().strip();
        execute("keys", "add", "www", "--source", "www", "--source", "shop", "--file", file);

        FrontEndKeys keys = FrontEndKeys.load(folder.resolve("keys.json"));
        assertThat(keys.all()).hasSize(2);
        assertThat(keys.find(key))
                .hasValueSatisfying(it ->
                        assertThat(it.isForPagesOf("https://www.example.org")).isTrue());
        assertThat(folder.resolve("keys.json")).content().doesNotContain(key);

        String id = FrontEndKey.hash(key).substring(0, 8);
        execute("keys", "--file", file);
        assertThat(printed.toString()).contains(id, "www shop");
        assertThat(execute("keys", "remove", id, "--file", file)).isZero();
        assertThat(FrontEndKeys.load(folder.resolve("keys.json")).find(key)).isEmpty();
        assertThat(execute("keys", "remove", id, "--file", file)).isNotZero();
    }

    @Test
    void E5_a_key_of_identifiers_is_added_promoted_and_left_alone_and_no_step_is_taken_out_of_turn(@TempDir Path folder)
            throws IOException {
        Path file = folder.resolve("identifier-keys.json");
        Files.writeString(file, IdentifierSeal.newKeySet());
        IdentifierSeal before = new IdentifierSeal(Files.readString(file));
        // As a service needs it that does not run as the owner.
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));

        assertThat(keys("promote", file)).isNotZero();
        assertThat(keys("add", file)).isZero();
        assertThat(keys("add", file)).isNotZero();
        assertThat(printed.toString()).contains("the next step is './lethe identifier-keys promote'");
        assertThat(new IdentifierSeal(Files.readString(file)).primaryKey()).isEqualTo(before.primaryKey());
        assertThat(keys("promote", file)).isNotZero();
        assertThat(printed.toString()).contains("lethe_identifier_key", "--unchecked");
        assertThat(keys("promote", file, "--unchecked")).isZero();
        assertThat(keys("remove-old", file)).isNotZero();
        assertThat(keys("remove-old", file, "--unchecked")).isZero();

        IdentifierSeal after = new IdentifierSeal(Files.readString(file));
        assertThat(after.size()).isEqualTo(1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("r--r--r--");
        assertThat(after.primaryKey()).isNotEqualTo(before.primaryKey());
        assertThat(execute("identifier-keys", "--file", file.toString())).isZero();
        assertThat(printed.toString()).contains(String.valueOf(after.primaryKey()), "identifier-keys add");
    }

    @Test
    void a_file_that_holds_no_key_set_is_left_as_it_is(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("identifier-keys.json"), "[]");

        assertThat(keys("add", file)).isNotZero();

        assertThat(printed.toString()).contains("is not a key set");
        assertThat(file).content().isEqualTo("[]");
    }

    private int keys(String step, Path file, String... more) {
        List<String> arguments = new ArrayList<>(List.of("identifier-keys", step, "--file", file.toString()));
        arguments.addAll(List.of(more));
        return execute(arguments.toArray(String[]::new));
    }

    private int execute(String... arguments) {
        CommandLine line = Lethe.commandLine();
        PrintWriter writer = new PrintWriter(printed);
        return line.setOut(writer).setErr(writer).execute(arguments);
    }
}
