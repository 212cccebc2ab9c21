package io.lethe.local;

import com.fasterxml.jackson.databind.JsonNode;
import io.lethe.local.folder.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What is told of a running pipeline and to whom, as the files say: rules for alerts, cases that try them, a dashboard. */
final class AlertFiles {

    static final Path PROJECT = Path.of("..");
    static final Path OPS = PROJECT.resolve("ops");
    static final Path RULES = OPS.resolve("alerts.yml");
    static final Path CASES = OPS.resolve("alerts.test.yml");
    static final Path CONFIGURATION = OPS.resolve("prometheus.yml");
    static final Path RUNBOOKS = PROJECT.resolve("docs").resolve("runbooks");
    static final Path DASHBOARD = OPS.resolve("grafana").resolve("dashboards").resolve("lethe.json");
    static final Path DATA_SOURCES = OPS.resolve("grafana")
            .resolve("provisioning")
            .resolve("datasources")
            .resolve("prometheus.yml");

    private static final Pattern TEXT = Pattern.compile("\"[^\"]*\"");

    /** Our own figures, and the one that Prometheus makes of each reading. */
    private static final Pattern METRIC = Pattern.compile("\\b(?:lethe_\\w+|up)\\b");

    private AlertFiles() {}

    /** A rule: what it looks at, and what it says to whom. */
    record Alert(String name, String expression, Map<String, String> labels, Map<String, String> annotations) {}

    /** What the cases of an alert expect: at how many instants that it fires, and at how many that it does not. */
    record Tried(int firing, int silent) {

        Tried plus(boolean fires) {
            return fires ? new Tried(firing + 1, silent) : new Tried(firing, silent + 1);
        }
    }

    static List<Alert> alerts() {
        return yaml(RULES)
                .path("groups")
                .valueStream()
                .flatMap(group -> group.path("rules").valueStream())
                .map(rule -> new Alert(
                        rule.path("alert").asText(),
                        rule.path("expr").asText(),
                        texts(rule.path("labels")),
                        texts(rule.path("annotations"))))
                .toList();
    }

    /** By the alert's name. */
    static Map<String, Tried> tried() {
        Map<String, Tried> tried = new TreeMap<>();
        yaml(CASES)
                .path("tests")
                .valueStream()
                .flatMap(one -> one.path("alert_rule_test").valueStream())
                .forEach(one -> tried.merge(
                        one.path("alertname").asText(),
                        new Tried(0, 0).plus(!one.path("exp_alerts").isEmpty()),
                        (before, _) -> before.plus(!one.path("exp_alerts").isEmpty())));
        return tried;
    }

    /** What the dashboard shows, without the rows that it is divided by. */
    static List<JsonNode> panels() {
        return json(DASHBOARD)
                .path("panels")
                .valueStream()
                .filter(panel -> !panel.path("type").asText().equals("row"))
                .toList();
    }

    static List<String> rows() {
        return json(DASHBOARD)
                .path("panels")
                .valueStream()
                .filter(panel -> panel.path("type").asText().equals("row"))
                .map(row -> row.path("title").asText())
                .toList();
    }

    /** What the dashboard asks. */
    static Set<String> queries() {
        return panels().stream()
                .flatMap(panel -> panel.path("targets").valueStream())
                .map(target -> target.path("expr").asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The figures that a query names. */
    static Set<String> metrics(String query) {
        return METRIC.matcher(TEXT.matcher(query).replaceAll(""))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The pages for whoever is woken, by what they are called. */
    static Map<String, String> runbooks() {
        try (Stream<Path> files = Files.list(RUNBOOKS)) {
            Map<String, String> pages = new TreeMap<>();
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (!name.equals("README.md")) {
                    pages.put(name, Files.readString(file));
                }
            }
            return pages;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode yaml(Path file) {
        return Json.MAPPER.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(text(file)));
    }

    private static JsonNode json(Path file) {
        return Json.read(file, JsonNode.class);
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new TreeMap<>();
        object.properties()
                .forEach(one -> texts.put(one.getKey(), one.getValue().asText()));
        return texts;
    }
}
