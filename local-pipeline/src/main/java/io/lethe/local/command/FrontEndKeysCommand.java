package io.lethe.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.local.folder.DataFolder;
import io.lethe.local.folder.Json;
import io.lethe.local.folder.PipelineException;
import io.lethe.local.terminal.Table;
import io.lethe.service.keys.FrontEndKey;
import io.lethe.service.keys.FrontEndKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lethe keys}. */
@Command(
        name = "keys",
        description = "Lists the write keys of front-ends.",
        footer = {
            "",
            "To change a key: add one under the same name, put it into the pages, and remove the older when nobody uses it any more.",
            "The front door follows the file; nothing is started again."
        },
        mixinStandardHelpOptions = true,
        subcommands = {FrontEndKeysCommand.Add.class, FrontEndKeysCommand.Remove.class})
public final class FrontEndKeysCommand implements Callable<Integer> {

    @Mixin
    private KeysFile file = new KeysFile();

    @Mixin
    private OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        List<FrontEndKey> keys = file.read().all();
        output.print(json(keys), _ -> table(keys));
        return ExitCode.OK;
    }

    private static String table(List<FrontEndKey> keys) {
        Table table = new Table("NAME", "ID", "SOURCES", "ORIGINS", "NOT AFTER");
        for (FrontEndKey key : keys) {
            table.row(
                    key.name(),
                    key.id(),
                    String.join(" ", key.sources()),
                    String.join(" ", key.origins()),
                    key.notAfter() == null ? "" : key.notAfter());
        }
        return table.toString();
    }

    private static JsonNode json(List<FrontEndKey> keys) {
        ObjectNode answer = Json.MAPPER.createObjectNode();
        ArrayNode listed = answer.putArray("keys");
        for (FrontEndKey key : keys) {
            ObjectNode one = listed.addObject().put("name", key.name()).put("id", key.id());
            ArrayNode sources = one.putArray("sources");
            key.sources().forEach(sources::add);
            ArrayNode origins = one.putArray("origins");
            key.origins().forEach(origins::add);
            if (key.notAfter() != null) {
                one.put("notAfter", key.notAfter());
            }
        }
        return answer;
    }

    /** Where the keys stand. */
    private static final class KeysFile {

        @Mixin
        private DataOption data = new DataOption();

        @Option(
                names = "--file",
                paramLabel = "FILE",
                description = "The file that LETHE_FRONT_END_KEYS_FILE names (default: that of the data folder).")
        private @Nullable Path file;

        private Path path() {
            return file == null ? data.forUse().frontEndKeys() : file;
        }

        FrontEndKeys read() {
            try {
                return Files.exists(path()) ? FrontEndKeys.load(path()) : new FrontEndKeys(List.of());
            } catch (IllegalArgumentException e) {
                throw new PipelineException(path() + ": " + e.getMessage());
            } catch (IOException e) {
                throw new UncheckedIOException(path() + " cannot be read", e);
            }
        }

        void write(List<FrontEndKey> keys) {
            DataFolder.replace(path(), new FrontEndKeys(keys).write());
        }
    }

    /** {@code lethe keys add}. */
    @Command(
            name = "add",
            description = "Makes a write key for a front-end, and prints it: it is kept nowhere, only its hash is.",
            mixinStandardHelpOptions = true)
    static final class Add implements Callable<Integer> {

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private KeysFile file = new KeysFile();

        @Mixin
        private OutputOption output = new OutputOption();

        @Parameters(paramLabel = "NAME", description = "Of the front-end.")
        private String name = "";

        @Option(
                names = "--source",
                required = true,
                paramLabel = "SOURCE",
                description = "What its events may give as their source; more than once for several.")
        private List<String> sources = List.of();

        @Option(
                names = "--origin",
                paramLabel = "ORIGIN",
                description = "Whose pages may use it, such as https://www.example.org; none: no page, but an app.")
        private List<String> origins = List.of();

        @Option(names = "--not-after", paramLabel = "TIME", description = "Until when it is valid.")
        private @Nullable OffsetDateTime notAfter;

        @Override
        public Integer call() {
            String key = FrontEndKey.generate();
            List<FrontEndKey> keys = new ArrayList<>(file.read().all());
            FrontEndKey added;
            try {
                added = new FrontEndKey(
                        name, FrontEndKey.hash(key), sources, origins, notAfter == null ? null : notAfter.toString());
                keys.add(added);
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
            }
            file.write(keys);
            output.print(
                    Json.MAPPER
                            .createObjectNode()
                            .put("name", added.name())
                            .put("id", added.id())
                            .put("key", key),
                    _ -> "%s%n".formatted(key));
            return ExitCode.OK;
        }
    }

    /** {@code lethe keys remove}. */
    @Command(
            name = "remove",
            description = "Removes a write key: within seconds nothing that comes with it is taken any more.",
            mixinStandardHelpOptions = true)
    static final class Remove implements Callable<Integer> {

        @Mixin
        private KeysFile file = new KeysFile();

        @Parameters(paramLabel = "ID", description = "As the list says it.")
        private String id = "";

        @Override
        public Integer call() {
            List<FrontEndKey> keys = new ArrayList<>(file.read().all());
            if (!keys.removeIf(key -> key.id().equals(id))) {
                throw new PipelineException("there is no key with this id; './lethe keys' lists them");
            }
            file.write(keys);
            return ExitCode.OK;
        }
    }
}
