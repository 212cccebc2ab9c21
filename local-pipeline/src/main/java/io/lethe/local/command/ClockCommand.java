package io.lethe.local.command;

import io.lethe.local.folder.AppliedPolicy;
import io.lethe.local.folder.DataFolder;
import io.lethe.local.folder.FolderClock;
import io.lethe.local.folder.Json;
import io.lethe.local.folder.PipelineException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lethe clock}. */
@Command(
        name = "clock",
        description = "Shows the pipeline's clock.",
        mixinStandardHelpOptions = true,
        subcommands = ClockCommand.Set.class)
public final class ClockCommand implements Callable<Integer> {

    @Mixin
    private DataOption data = new DataOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        DataFolder folder = data.forUse();
        if (FolderClock.isIn(folder)) {
            print(output, shown(FolderClock.of(folder).instant(), AppliedPolicy.zone(folder)), true);
        } else {
            data.running();
            print(output, shown(Instant.now(), AppliedPolicy.zone(folder)), false);
        }
        return ExitCode.OK;
    }

    private static void print(OutputOption output, String now, boolean sandbox) {
        output.print(
                Json.MAPPER.createObjectNode().put("now", now).put("sandbox", sandbox),
                _ -> "%s (%s)%n".formatted(now, sandbox ? "sandbox" : "the real clock"));
    }

    private static String shown(Instant instant, ZoneId zone) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                instant.truncatedTo(ChronoUnit.SECONDS).atZone(zone));
    }

    /** {@code lethe clock set}. */
    @Command(name = "set", description = "Moves the sandbox clock forward.", mixinStandardHelpOptions = true)
    static final class Set implements Callable<Integer> {

        @Mixin
        private DataOption data = new DataOption();

        @Mixin
        private OutputOption output = new OutputOption();

        @Parameters(paramLabel = "INSTANT", description = "Such as 2031-03-01T00:00:00+01:00.")
        private @Nullable Instant to;

        @Override
        public Integer call() {
            DataFolder folder = data.forUse();
            Instant target = Objects.requireNonNull(to);
            if (!FolderClock.isIn(folder)) {
                throw new PipelineException("the pipeline on " + folder.root()
                        + " runs on the real clock; only one started with --clock has a clock to move");
            }
            Instant now = FolderClock.of(folder).instant();
            if (target.isBefore(now)) {
                throw new PipelineException(
                        "the clock shows " + shown(now, AppliedPolicy.zone(folder)) + " and never goes backwards");
            }
            FolderClock.set(folder, target);
            print(output, shown(target, AppliedPolicy.zone(folder)), true);
            return ExitCode.OK;
        }
    }
}
