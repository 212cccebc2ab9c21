package io.lethe.benchmarks;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point: {@code java -cp 'benchmarks/target/benchmarks.jar:benchmarks/target/lib/*' io.lethe.benchmarks.Benchmarks}. */
@Command(
        name = "benchmarks",
        mixinStandardHelpOptions = true,
        subcommands = {
            DoorBenchmark.class,
            OverloadBenchmark.class,
            IngestBenchmark.class,
            FiringBenchmark.class,
            IdleTickBenchmark.class,
            RestartBenchmark.class,
            DiskBenchmark.class,
            VisibleLatency.class,
            CertificatesBenchmark.class,
            LedgerBenchmark.class,
            ErasureLatency.class,
            ForgettingBenchmark.class,
            SoakBenchmark.class,
            ConsoleBenchmark.class,
            TenSystems.class
        },
        description = "Measures a running pipeline; each figure stands beside a reference taken in the same run.")
public final class Benchmarks {

    private Benchmarks() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Benchmarks()).execute(args));
    }
}
