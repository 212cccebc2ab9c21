package io.lethe.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.kafka.cluster.TopicDifference;
import io.lethe.kafka.cluster.TopicSetup;
import io.lethe.local.client.PipelineClient;
import io.lethe.local.client.TopicSizes;
import io.lethe.local.folder.AppliedPolicy;
import io.lethe.local.folder.Choices;
import io.lethe.local.folder.DataFolder;
import io.lethe.local.folder.Json;
import io.lethe.local.folder.PipelineException;
import io.lethe.local.terminal.Table;
import io.lethe.policy.RecipientSystem;
import io.lethe.schemas.topics.ForgettingWindow;
import io.lethe.schemas.topics.Topic;
import io.lethe.schemas.topics.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** {@code lethe topics}. */
@Command(
        name = "topics",
        description = "Shows every topic with its size, lag and settings.",
        footer = {"", "Exit code 1: a topic's settings are not what they should be."},
        mixinStandardHelpOptions = true)
public final class TopicsCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Mixin
    private DataOption data = new DataOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        DataFolder folder = data.forUse();
        List<Topic<?>> topics = Topics.all(AppliedPolicy.of(folder).recipients().stream()
                .map(RecipientSystem::id)
                .toList());
        ForgettingWindow window = Choices.in(folder)
                .map(choices -> new ForgettingWindow(choices.forgettingWindow()))
                .orElse(ForgettingWindow.DEFAULT);
        try (PipelineClient client = data.client();
                Admin admin = client.admin()) {
            TopicSizes sizes = TopicSizes.measure(admin);
            List<TopicDifference> differences =
                    new TopicSetup(admin, topics, window, 1, Topics.SUBJECT_PARTITIONS, PATIENCE).check();
            output.print(json(topics, sizes, differences), _ -> text(topics, sizes, differences));
            return differences.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
        } catch (ExecutionException e) {
            throw new PipelineException("the broker refuses: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.SOFTWARE;
        }
    }

    private static String text(List<Topic<?>> topics, TopicSizes sizes, List<TopicDifference> differences) {
        Table table = new Table("TOPIC", "PARTITIONS", "RECORDS", "SIZE", "LAG", "FORGETS", "HOLDS");
        for (Topic<?> topic : topics) {
            table.row(
                    topic.name(),
                    Integer.toString(topic.partitions(Topics.SUBJECT_PARTITIONS)),
                    Long.toString(sizes.records(topic.name())),
                    TopicSizes.readable(sizes.bytes(topic.name())),
                    sizes.lag(topic.name()),
                    topic.cleanup().describe(),
                    topic.personalData().label());
        }
        StringBuilder text = new StringBuilder(table.toString());
        if (!differences.isEmpty()) {
            text.append("%nNot as they should be:%n".formatted());
            differences.forEach(
                    difference -> text.append("  ").append(difference).append(System.lineSeparator()));
        }
        return text.toString();
    }

    private static JsonNode json(List<Topic<?>> topics, TopicSizes sizes, List<TopicDifference> differences) {
        ObjectNode answer = Json.MAPPER.createObjectNode();
        ArrayNode listed = answer.putArray("topics");
        for (Topic<?> topic : topics) {
            ObjectNode one = listed.addObject()
                    .put("topic", topic.name())
                    .put("partitions", topic.partitions(Topics.SUBJECT_PARTITIONS))
                    .put("records", sizes.records(topic.name()))
                    .put("bytes", sizes.bytes(topic.name()));
            ObjectNode lag = one.putObject("lag");
            sizes.lags().getOrDefault(topic.name(), Map.of()).forEach(lag::put);
            one.put("forgets", topic.cleanup().describe())
                    .put("holds", topic.personalData().label());
        }
        ArrayNode wrong = answer.putArray("differences");
        for (TopicDifference difference : differences) {
            wrong.addObject()
                    .put("topic", difference.topic())
                    .put("setting", difference.setting())
                    .put("expected", difference.expected())
                    .put("actual", difference.actual());
        }
        return answer;
    }
}
