package io.lethe.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** {@code lethe completion}, in the shell that it is for. */
class CompletionTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh"})
    void the_script_is_one_that_a_shell_can_read_and_asks_the_command_nothing(String shell) throws Exception {
        assertThat(script(shell)).contains("complete -F", "bashcompinit").doesNotContain("./lethe");
        assertThat(bash("bash -n script && echo sound")).containsExactly("sound");
    }

    @Test
    void bash_completes_the_command_wherever_it_is_called_from() throws Exception {
        script("bash");

        assertThat(bash("source ./script; complete -p lethe"))
                .singleElement()
                .asString()
                .contains("-F _complete_lethe");
    }

    @Test
    void commands_those_of_a_command_options_and_values_are_offered_and_nothing_hidden_is() throws Exception {
        script("bash");

        assertThat(offered("lethe", ""))
                .contains("rights", "waves", "dead-letters", "completion")
                .doesNotContain("train");
        assertThat(offered("lethe", "dead")).containsExactlyInAnyOrder("dead-letters", "deadlines");
        assertThat(offered("lethe", "rights", "re")).contains("refuse").doesNotContain("waves");
        assertThat(offered("lethe", "rights", "list", "--o")).containsExactly("--output");
        assertThat(offered("lethe", "completion", "")).containsExactlyInAnyOrder("bash", "zsh");
        assertThat(offered("lethe", "nonsense-of-nobody", "--o")).isEmpty();
    }

    private String script(String shell) throws IOException {
        StringWriter printed = new StringWriter();
        PrintWriter writer = new PrintWriter(printed);
        assertThat(Lethe.commandLine().setOut(writer).setErr(writer).execute("completion", shell))
                .isEqualTo(CommandLine.ExitCode.OK);
        Files.writeString(folder.resolve("script"), printed.toString());
        return printed.toString();
    }

    /** What a press of the tabulator key after these words offers. */
    private List<String> offered(String... words) throws Exception {
        String typed =
                String.join(" ", Stream.of(words).map(word -> "'" + word + "'").toList());
        return bash("""
                source ./script
                COMP_WORDS=(%s); COMP_CWORD=%d; COMP_LINE="${COMP_WORDS[*]}"; COMP_POINT=${#COMP_LINE}
                _complete_lethe lethe "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}" 2>/dev/null
                printf '%%s\\n' "${COMPREPLY[@]}"
                """.formatted(typed, words.length - 1)).stream()
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private List<String> bash(String commands) throws Exception {
        Process shell = new ProcessBuilder("bash", "--norc", "--noprofile", "-c", commands)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start();
        shell.getOutputStream().close();
        try {
            assertThat(shell.waitFor(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            shell.destroyForcibly();
        }
        return Files.readAllLines(folder.resolve("said"), StandardCharsets.UTF_8);
    }
}
