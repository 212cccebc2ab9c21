package io.lethe.retention;

import io.lethe.policy.RecipientSystem;
import io.lethe.retention.query.KafkaSubjects;
import io.lethe.retention.query.RetentionRoutes;
import io.lethe.retention.topology.Rehearsal;
import io.lethe.retention.topology.RetentionMetrics;
import io.lethe.retention.topology.RetentionTopology;
import io.lethe.schemas.topics.Party;
import io.lethe.schemas.topics.Topic;
import io.lethe.schemas.topics.Topics;
import io.lethe.service.HttpService;
import io.lethe.service.Service;
import io.lethe.service.ServiceMain;
import io.lethe.streams.DeadLetters;
import io.lethe.streams.StateQueries;
import io.lethe.streams.StreamsService;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.streams.Topology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The retention stream: keeps each data subject's state and every deadline, and answers questions about them. */
public final class RetentionStream implements Service {

    private static final Logger LOG = LoggerFactory.getLogger(RetentionStream.class);
    private static final int EVENT_LOOPS = 1;

    private final StreamsService streams;
    private final HttpService http;

    private RetentionStream(StreamsService streams, HttpService http) {
        this.streams = streams;
        this.http = http;
    }

    public static void main(String[] args) {
        System.exit(ServiceMain.run(Party.RETENTION_STREAM.label(), System.getenv(), RetentionStream::start)
                .value());
    }

    static RetentionStream start(Map<String, String> environment) {
        RetentionSettings settings = RetentionSettings.from(environment);
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        DeadLetters deadLetters = new DeadLetters(Party.RETENTION_STREAM, settings.clock(), registry);
        List<String> systems =
                settings.policy().recipients().stream().map(RecipientSystem::id).toList();
        List<Topic<?>> topics = Topics.all(systems);
        StreamsService.prepareTopics(settings.streams(), topics);
        Topology topology = RetentionTopology.build(
                settings.policy(),
                settings.clock(),
                settings.streams().kafka(),
                deadLetters,
                new RetentionMetrics(registry, settings.policy().rights()));
        StreamsService streams =
                StreamsService.start(settings.streams(), topology, deadLetters, InstantSource.system());
        try {
            LOG.debug(
                    "rehearsed: {}",
                    new Rehearsal(settings.policy(), settings.streams().kafka().registry()).run());
            streams.tell(registry);
            RetentionRoutes routes = new RetentionRoutes(
                    settings.policy(),
                    settings.subjectIds(),
                    settings.clock(),
                    settings.http().keys(),
                    new KafkaSubjects(new StateQueries(
                            streams.streams(),
                            settings.streams().kafka().partitions(),
                            settings.streams().applicationServer())));
            HttpService http = HttpService.start(settings.http(), EVENT_LOOPS, registry, streams::notReady, routes);
            return new RetentionStream(streams, http);
        } catch (RuntimeException e) {
            streams.close();
            throw e;
        }
    }

    @Override
    public CompletableFuture<Void> failure() {
        return streams.failure();
    }

    @Override
    public void close() {
        http.close();
        streams.close();
    }
}
