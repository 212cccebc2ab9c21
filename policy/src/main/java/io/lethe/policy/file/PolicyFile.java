package io.lethe.policy.file;

import io.lethe.policy.Policy;
import io.lethe.policy.yaml.PolicyException;
import io.lethe.policy.yaml.PolicyProblems;
import io.lethe.policy.yaml.PolicyText;
import io.lethe.policy.yaml.Yaml;
import io.lethe.policy.yaml.YamlParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** Reads policy files: YAML, described by {@code policy.schema.json} next to the built-in policy. */
public final class PolicyFile {

    public static final String BUILT_IN = "itesoft-2026-01.yaml";

    private PolicyFile() {}

    /** The policy that Lethe is delivered with, version {@code 2026-01}. */
    public static Policy builtIn() {
        return BuiltIn.POLICY;
    }

    /**
     * Reads a policy from a file.
     *
     * @throws PolicyException if the file cannot be read or used, with every problem in it
     */
    public static Policy load(Path file) throws PolicyException {
        PolicyProblems problems = new PolicyProblems(file.toString());
        return policy(PolicyText.read(file, problems), problems);
    }

    /**
     * Reads a policy from text.
     *
     * @param name under which problems are reported
     * @throws PolicyException if the text cannot be used, with every problem in it
     */
    public static Policy parse(String name, String yaml) throws PolicyException {
        PolicyProblems problems = new PolicyProblems(name);
        return policy(PolicyText.check(yaml, problems), problems);
    }

    /**
     * Reads a policy from bytes that may be anything.
     *
     * @param name under which problems are reported
     * @throws PolicyException if the bytes cannot be used, with every problem in them
     */
    public static Policy parse(String name, byte[] yaml) throws PolicyException {
        PolicyProblems problems = new PolicyProblems(name);
        return policy(PolicyText.decode(yaml, problems), problems);
    }

    private static Policy policy(Optional<String> text, PolicyProblems problems) throws PolicyException {
        Optional<Yaml> tree = text.flatMap(new YamlParser(problems)::parse);
        tree.ifPresent(root -> {
            PolicySchema.check(root, problems);
            PolicyRules.check(root, problems);
        });
        if (tree.isEmpty() || !problems.isEmpty()) {
            throw problems.asException();
        }
        return PolicyReader.read((Yaml.Mapping) tree.get());
    }

    private static final class BuiltIn {

        static final Policy POLICY = read();

        private static Policy read() {
            try (InputStream in = PolicyFile.class.getResourceAsStream("/policy/" + BUILT_IN)) {
                if (in == null) {
                    throw new IllegalStateException(BUILT_IN + " is missing from the class path");
                }
                return parse(BUILT_IN, new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (PolicyException e) {
                throw new IllegalStateException("the built-in policy is not usable:\n" + e.getMessage(), e);
            }
        }
    }
}
