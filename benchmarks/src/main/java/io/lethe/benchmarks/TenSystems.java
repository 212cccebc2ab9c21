package io.lethe.benchmarks;

import io.lethe.policy.file.PolicyFile;
import io.lethe.policy.yaml.PolicyException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** The built-in policy with ten recipient systems that know devices, and no limit on waves of erasures: what {@code ledger} wants. */
@Command(
        name = "policy",
        mixinStandardHelpOptions = true,
        description =
                "Prints the policy that 'ledger' and 'erasure-latency' want: ten recipient systems, no waves held.")
final class TenSystems implements Callable<Integer> {

    private static final int SYSTEMS = 10;
    private static final int BUILT_IN = 6;

    @Override
    public Integer call() throws IOException, PolicyException {
        String policy;
        try (InputStream builtIn = PolicyFile.class.getResourceAsStream("/policy/" + PolicyFile.BUILT_IN)) {
            if (builtIn == null) {
                throw new IOException("the built-in policy is missing from the build");
            }
            policy = extended(new String(builtIn.readAllBytes(), StandardCharsets.UTF_8));
        }
        PolicyFile.parse("policy", policy);
        System.out.print(policy);
        return 0;
    }

    private static String extended(String builtIn) {
        StringBuilder more = new StringBuilder();
        for (int number = BUILT_IN + 1; number <= SYSTEMS; number++) {
            more.append("    - {id: system-")
                    .append(number)
                    .append(", name: System ")
                    .append(number);
            more.append(", category: technical-service-providers, purposes: [navigation],");
            more.append(" dataCategories: [device-identifiers], identifiers: [visitorId], region: FR}\n");
        }
        return builtIn.lines()
                .filter(line -> !line.startsWith("  wave:"))
                .map(line -> line.equals("retention:") ? more + line : line)
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
