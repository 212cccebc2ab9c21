package io.lethe.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lethe.local.AlertFiles.Alert;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** No alert without a case, a page and a word; whether they ring is tried by {@link PrometheusIT}. */
class AlertRulesTest {

    private static final Set<String> SEVERITIES = Set.of("critical", "warning");
    private static final List<String> SECTIONS =
            List.of("## What it means for the people whose data it is", "## Look", "## Do", "## Over when");

    private static final Pattern COMMAND = Pattern.compile("\\./lethe ([a-z-]+)(?: ([a-z-]+))?");

    private final List<Alert> alerts = AlertFiles.alerts();

    @Test
    void every_alert_has_a_case_in_which_it_fires_and_one_in_which_it_does_not() {
        assertThat(names()).isNotEmpty().doesNotHaveDuplicates();
        assertThat(AlertFiles.tried().keySet()).containsExactlyInAnyOrderElementsOf(names());
        assertThat(AlertFiles.tried()).allSatisfy((name, tried) -> {
            assertThat(tried.firing()).as("%s: cases in which it fires", name).isPositive();
            assertThat(tried.silent())
                    .as("%s: cases in which it does not", name)
                    .isPositive();
        });
    }

    @Test
    void every_alert_says_how_urgent_it_is_and_what_it_means_and_names_its_page() {
        assertThat(alerts).allSatisfy(alert -> {
            assertThat(SEVERITIES).as(alert.name()).contains(alert.labels().getOrDefault("severity", "none"));
            assertThat(alert.annotations()).as(alert.name()).containsOnlyKeys("summary", "description", "runbook_url");
            assertThat(alert.annotations()).containsEntry("runbook_url", "docs/runbooks/" + alert.name() + ".md");
            assertThat(alert.annotations().get("description")).as(alert.name()).endsWith(".");
        });
    }

    @Test
    void every_alert_has_a_page_for_whoever_is_woken_and_every_page_an_alert() {
        Map<String, String> pages = AlertFiles.runbooks();

        assertThat(pages.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        names().stream().map(name -> name + ".md").toList());
        assertThat(pages).allSatisfy((file, page) -> {
            List<String> headings =
                    page.lines().filter(line -> line.startsWith("#")).toList();
            assertThat(headings).as(file).first().isEqualTo("# " + file.replace(".md", ""));
            assertThat(headings.subList(1, headings.size())).as(file).isEqualTo(SECTIONS);
        });
    }

    @Test
    void the_commands_that_a_page_shows_exist() {
        Map<String, CommandLine> commands = Lethe.commandLine().getSubcommands();

        assertThat(AlertFiles.runbooks())
                .allSatisfy((file, page) -> COMMAND.matcher(page).results().forEach(shown -> {
                    assertThat(commands).as(file).containsKey(shown.group(1));
                    Map<String, CommandLine> more =
                            Objects.requireNonNull(commands.get(shown.group(1))).getSubcommands();
                    if (shown.group(2) != null && !more.isEmpty()) {
                        assertThat(more).as(file).containsKey(shown.group(2));
                    }
                }));
    }

    @Test
    void the_index_of_the_pages_has_each_of_them_under_its_urgency() {
        String index = AlertFiles.text(AlertFiles.RUNBOOKS.resolve("README.md"));
        List<String> listed =
                index.lines().filter(line -> line.startsWith("| [")).toList();

        assertThat(listed).hasSameSizeAs(alerts);
        assertThat(alerts)
                .allSatisfy(alert -> assertThat(listed)
                        .filteredOn(line -> line.startsWith("| [" + alert.name() + "](" + alert.name() + ".md) | "
                                + alert.labels().get("severity") + " | "))
                        .as(alert.name())
                        .hasSize(1));
    }

    @Test
    void the_dashboard_has_its_rows_and_every_panel_says_what_it_shows_and_asks_the_one_data_source_there_is() {
        JsonNode source = AlertFiles.yaml(AlertFiles.DATA_SOURCES).path("datasources");

        assertThat(source).hasSize(1);
        assertThat(AlertFiles.rows()).containsExactly("Front door", "Retention", "Erasures", "Connectors", "Health");
        assertThat(AlertFiles.panels()).isNotEmpty().allSatisfy(panel -> {
            String title = panel.path("title").asText();
            assertThat(title).isNotEmpty();
            assertThat(panel.path("description").asText()).as(title).endsWith(".");
            assertThat(panel.path("targets"))
                    .as(title)
                    .isNotEmpty()
                    .allSatisfy(target -> assertThat(
                                    target.path("datasource").path("uid").asText())
                            .isEqualTo(source.path(0).path("uid").asText()));
        });
        assertThat(AlertFiles.panels().stream().map(panel -> panel.path("id").asInt()))
                .doesNotHaveDuplicates();
    }

    @Test
    void every_figure_that_somebody_is_told_of_is_on_the_dashboard() {
        Set<String> shown = AlertFiles.queries().stream()
                .flatMap(query -> AlertFiles.metrics(query).stream())
                .collect(Collectors.toSet());

        assertThat(alerts)
                .allSatisfy(alert ->
                        assertThat(shown).as(alert.name()).containsAll(AlertFiles.metrics(alert.expression())));
    }

    private List<String> names() {
        return alerts.stream().map(Alert::name).toList();
    }
}
