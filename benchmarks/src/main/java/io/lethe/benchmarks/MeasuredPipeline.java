package io.lethe.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Option;

/** Which pipeline is measured, and how often. */
final class MeasuredPipeline {

    @Option(
            names = "--data",
            defaultValue = ".lethe",
            description = "Data folder of the pipeline. Default: ${DEFAULT-VALUE}")
    private Path data = Path.of("");

    @Option(names = "--runs", defaultValue = "5", description = "Default: ${DEFAULT-VALUE}")
    private int runs;

    /** @throws IOException where none runs */
    Pipeline open() throws IOException {
        return Pipeline.on(data);
    }

    int runs() {
        return runs;
    }

    void runs(int fewer) {
        runs = fewer;
    }

    /** Says what is measured, of what it consists, and on what machine. */
    void announce(String what) {
        System.out.printf(
                Locale.ROOT,
                "%s; %d runs; %d cores%n",
                what,
                runs,
                Runtime.getRuntime().availableProcessors());
    }
}
