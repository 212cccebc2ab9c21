package io.lethe.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.identity.IdentifierSeal;
import io.lethe.identity.KeyRotation;
import io.lethe.identity.KeyRotation.Step;
import io.lethe.local.client.PipelineClient;
import io.lethe.local.folder.DataFolder;
import io.lethe.local.folder.Json;
import io.lethe.local.folder.PipelineException;
import io.lethe.local.folder.RunningPipeline;
import io.lethe.local.terminal.Table;
import io.lethe.schemas.topics.Party;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lethe identifier-keys}: the rotation of the keys that seal identifiers (E5). */
@Command(
        name = "identifier-keys",
        description = "Tells which key seals identifiers, who uses it, and which step of a rotation may follow (E5).",
        footer = {
            "",
            "A rotation is three steps, and nothing is stopped for it: 'add' a key, 'promote' it once every service knows it, and 'remove-old' once nothing",
            "is left that an older one has sealed. A step that comes too early is refused, as far as the services can be asked."
        },
        mixinStandardHelpOptions = true,
        subcommands = {
            IdentifierKeysCommand.Add.class,
            IdentifierKeysCommand.Promote.class,
            IdentifierKeysCommand.RemoveOld.class
        })
public final class IdentifierKeysCommand implements Callable<Integer> {

    @Mixin
    private KeySetFile file = new KeySetFile();

    @Mixin
    private OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        String keySet = file.read();
        ObjectNode answer = Json.MAPPER.createObjectNode();
        ArrayNode keySets = answer.putArray("keySets");
        Known.of(keySet).tell(keySets, "the file");
        if (file.runs()) {
            try (PipelineClient client = file.client()) {
                Known.of(client, true).tell(keySets, Party.CONSENT_INGEST.label());
                Known.of(client, false)
                        .tell(keySets, Party.ERASURE_WORKER.label())
                        .put("partitionsToBeSealedAnew", resealing(client));
            }
        }
        answer.put("next", word(KeyRotation.next(keySet)));
        output.print(answer, IdentifierKeysCommand::text);
        return ExitCode.OK;
    }

    private static String text(JsonNode answer) {
        Table table = new Table("WHO", "KEYS", "SEALS WITH", "PARTITIONS TO BE SEALED ANEW");
        for (JsonNode one : answer.path("keySets")) {
            table.row(
                    one.path("who").asText(),
                    one.path("keys").asText(),
                    one.path("sealsWith").asText(),
                    one.path("partitionsToBeSealedAnew").asText(""));
        }
        return "%snext: './lethe identifier-keys %s'%n"
                .formatted(table, answer.path("next").asText());
    }

    private static String word(Step step) {
        return step == Step.REDUCE ? "remove-old" : step.name().toLowerCase(Locale.ROOT);
    }

    private static long resealing(PipelineClient client) {
        return (long) figure(client, false, "lethe_identities_resealing");
    }

    private static double figure(PipelineClient client, boolean ofTheDoor, String name) {
        try {
            return client.figure(ofTheDoor, name);
        } catch (IOException e) {
            Party service = ofTheDoor ? Party.CONSENT_INGEST : Party.ERASURE_WORKER;
            throw new UncheckedIOException(service.label() + " does not answer", e);
        }
    }

    /** Of which key set a service knows: its size, and the id of the key that seals. */
    private record Known(long keys, long sealsWith) {

        static Known of(PipelineClient client, boolean ofTheDoor) {
            return new Known((long) figure(client, ofTheDoor, "lethe_identifier_keys"), (long)
                    figure(client, ofTheDoor, "lethe_identifier_key"));
        }

        static Known of(String keySet) {
            IdentifierSeal seal = new IdentifierSeal(keySet);
            return new Known(seal.size(), seal.primaryKey());
        }

        ObjectNode tell(ArrayNode keySets, String who) {
            return keySets.addObject().put("who", who).put("keys", keys).put("sealsWith", sealsWith);
        }
    }

    /** Where the key set stands, and who uses it. */
    private static final class KeySetFile {

        @Mixin
        private DataOption data = new DataOption();

        @Option(
                names = "--file",
                paramLabel = "FILE",
                description = "The file that LETHE_IDENTIFIER_KEYS_FILE names (default: that of the data folder).")
        private @Nullable Path file;

        private Path path() {
            return file == null ? data.forUse().identifierKeys() : file;
        }

        /** @throws PipelineException unless somebody says that they have looked themselves */
        private static void unasked(Step step, boolean looked) {
            if (step != Step.ADD && !looked) {
                throw new PipelineException(
                        "no service that uses this file can be asked from here, and a step that comes too early loses"
                                + " identifiers; see that lethe_identifier_keys and lethe_identifier_key of each instance are those of the file"
                                + (step == Step.REDUCE ? " and lethe_identities_resealing is 0" : "")
                                + ", then say --unchecked");
            }
        }

        String read() {
            try {
                String keySet = Files.readString(path());
                // Whether it is one at all: whoever is to read it next would go on with the older.
                KeyRotation.next(keySet);
                return keySet;
            } catch (IllegalArgumentException e) {
                throw new PipelineException(path() + " " + e.getMessage());
            } catch (IOException e) {
                throw new PipelineException(path() + " cannot be read; name it with --file, or the pipeline's --data");
            }
        }

        /** Whether the services that use it can be asked here. */
        boolean runs() {
            return file == null && RunningPipeline.on(data.forUse()).isPresent();
        }

        PipelineClient client() {
            return data.client();
        }

        /**
         * Takes a step.
         *
         * @throws PipelineException where another is next, or a service is not ready for it
         */
        void take(Step step, boolean looked, UnaryOperator<String> change, OutputOption output) {
            String before = read();
            Step next = KeyRotation.next(before);
            if (step != next) {
                throw new PipelineException("'" + word(step)
                        + "' cannot be taken now: the next step is './lethe identifier-keys " + word(next) + "'");
            }
            if (runs()) {
                try (PipelineClient client = client()) {
                    check(client, Known.of(before), step);
                }
            } else {
                unasked(step, looked);
            }
            DataFolder.replace(path(), change.apply(before));
            String after = word(KeyRotation.next(read()));
            output.print(
                    Json.MAPPER.createObjectNode().put("done", word(step)).put("next", after),
                    _ -> "done; './lethe identifier-keys' tells when '%s' may follow%n".formatted(after));
        }

        private static void check(PipelineClient client, Known expected, Step step) {
            for (boolean door : new boolean[] {true, false}) {
                if (!Known.of(client, door).equals(expected)) {
                    throw new PipelineException((door ? Party.CONSENT_INGEST : Party.ERASURE_WORKER).label()
                            + " does not know the key set as it is in the file yet; try again in a few seconds");
                }
            }
            long left = step == Step.REDUCE ? resealing(client) : 0;
            if (left != 0) {
                throw new PipelineException(
                        "identifiers may be left that an older key has sealed; they are sealed anew by themselves, try again in a few seconds");
            }
        }
    }

    /** A step of a rotation. */
    private abstract static class Taken implements Callable<Integer> {

        @Mixin
        private KeySetFile file = new KeySetFile();

        @Mixin
        private OutputOption output = new OutputOption();

        private final Step step;
        private final UnaryOperator<String> change;

        Taken(Step step, UnaryOperator<String> change) {
            this.step = step;
            this.change = change;
        }

        /** Whether somebody says that all services are ready for it. */
        boolean looked() {
            return false;
        }

        @Override
        public Integer call() {
            file.take(step, looked(), change, output);
            return ExitCode.OK;
        }
    }

    /** A step that must not come too early. */
    private abstract static class LaterStep extends Taken {

        @Option(
                names = "--unchecked",
                description = "Where no service can be asked from here: you have looked at all of them yourself.")
        private boolean looked;

        LaterStep(Step step, UnaryOperator<String> change) {
            super(step, change);
        }

        @Override
        boolean looked() {
            return looked;
        }
    }

    /** {@code lethe identifier-keys add}. */
    @Command(
            name = "add",
            description = "Adds a key that opens, and does not seal yet.",
            mixinStandardHelpOptions = true)
    static final class Add extends Taken {
        Add() {
            super(Step.ADD, KeyRotation::added);
        }
    }

    /** {@code lethe identifier-keys promote}. */
    @Command(
            name = "promote",
            description = "Makes the key that was added the one that seals; what others have sealed is sealed anew.",
            mixinStandardHelpOptions = true)
    static final class Promote extends LaterStep {
        Promote() {
            super(Step.PROMOTE, KeyRotation::promoted);
        }
    }

    /** {@code lethe identifier-keys remove-old}. */
    @Command(
            name = "remove-old",
            description =
                    "Removes all keys but the one that seals: whatever another has sealed can never be opened again.",
            mixinStandardHelpOptions = true)
    static final class RemoveOld extends LaterStep {
        RemoveOld() {
            super(Step.REDUCE, KeyRotation::reduced);
        }
    }
}
