package io.lethe.erasure;

import io.lethe.erasure.forgetting.CopyWatch;
import io.lethe.erasure.forgetting.Elsewhere;
import io.lethe.erasure.forgetting.OwnCopies;
import io.lethe.erasure.query.ErasureRoutes;
import io.lethe.erasure.query.Erasures;
import io.lethe.erasure.store.LedgerStores;
import io.lethe.erasure.topology.ErasureTopology;
import io.lethe.erasure.topology.WorkerMetrics;
import io.lethe.identity.IdentifierSeal;
import io.lethe.policy.RecipientSystem;
import io.lethe.schemas.topics.Party;
import io.lethe.schemas.topics.Topics;
import io.lethe.service.FollowedFile;
import io.lethe.service.HttpService;
import io.lethe.service.Service;
import io.lethe.service.ServiceMain;
import io.lethe.streams.DeadLetters;
import io.lethe.streams.StateQueries;
import io.lethe.streams.StreamsService;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.streams.Topology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The erasure worker: tells every recipient system to delete, chases the answers, and proves the outcome. */
public final class ErasureWorker implements Service {

    private static final Logger LOG = LoggerFactory.getLogger(ErasureWorker.class);
    private static final int EVENT_LOOPS = 1;

    private final StreamsService streams;
    private final CopyWatch copies;
    private final CompletableFuture<Void> failure;
    private final HttpService http;

    private ErasureWorker(StreamsService streams, CopyWatch copies, CompletableFuture<Void> failure, HttpService http) {
        this.streams = streams;
        this.copies = copies;
        this.failure = failure;
        this.http = http;
    }

    public static void main(String[] args) {
        System.exit(ServiceMain.run(Party.ERASURE_WORKER.label(), System.getenv(), ErasureWorker::start)
                .value());
    }

    /**
     * Starts the service; it is ready when {@code /readyz} says so.
     *
     * @param environment the settings
     * @throws io.lethe.service.ConfigurationException where they are wrong
     */
    static ErasureWorker start(Map<String, String> environment) {
        WorkerSettings settings = WorkerSettings.from(environment);
        LOG.info(
                "certificates are signed with key {}, whose public key is {}",
                settings.signer().keyId(),
                settings.signer().publicKey());
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        DeadLetters deadLetters = new DeadLetters(Party.ERASURE_WORKER, settings.clock(), meters);
        List<String> systems =
                settings.policy().recipients().stream().map(RecipientSystem::id).toList();
        StreamsService.prepareTopics(settings.streams(), Topics.all(systems));
        CompletableFuture<Void> failure = new CompletableFuture<>();
        CopyWatch copies = CopyWatch.start(
                settings.streams().kafka().client(),
                LedgerStores.IDENTITIES,
                settings.streams().changelog(LedgerStores.IDENTITIES),
                systems,
                settings.streams().repartition(ErasureTopology.ACKS_BY_SUBJECT),
                settings.streams().kafka().window(),
                Elsewhere.of(
                        settings.streams().kafka().replication(),
                        settings.streams().standbyReplicas(),
                        settings.streams().kafka().window()),
                InstantSource.system(),
                failure::completeExceptionally);
        StreamsService streams = StreamsService.start(
                settings.streams(),
                topology(settings, copies, deadLetters, meters),
                deadLetters,
                InstantSource.system());
        streams.failure().whenComplete((_, thrown) -> failure.completeExceptionally(thrown));
        try {
            streams.tell(meters);
            Gauge.builder("lethe.identifier.key", settings.seal(), IdentifierSeal::primaryKey)
                    .description("the id of the key that seals identifiers")
                    .register(meters);
            Gauge.builder("lethe.identifier.keys", settings.seal(), IdentifierSeal::size)
                    .description("how many keys open identifiers")
                    .register(meters);
            settings.keysFile().ifPresent(file -> FollowedFile.follow(file, settings.seal()::replace));
            Erasures erasures = new Erasures(new StateQueries(
                    streams.streams(),
                    settings.streams().kafka().partitions(),
                    settings.streams().applicationServer()));
            ErasureRoutes routes = new ErasureRoutes(
                    erasures, settings.policy().zone(), settings.http().keys(), settings.signer());
            return new ErasureWorker(
                    streams,
                    copies,
                    failure,
                    HttpService.start(settings.http(), EVENT_LOOPS, meters, streams::notReady, routes));
        } catch (RuntimeException e) {
            streams.close();
            copies.close();
            throw e;
        }
    }

    private static Topology topology(
            WorkerSettings settings, OwnCopies copies, DeadLetters deadLetters, PrometheusMeterRegistry meters) {
        ErasureTopology.Parts parts = new ErasureTopology.Parts(
                settings.policy(),
                settings.seal(),
                settings.signer(),
                settings.clock(),
                settings.streams().kafka().window(),
                settings.streams().kafka().partitions(),
                copies,
                deadLetters,
                new WorkerMetrics(
                        meters,
                        settings.streams().kafka().window().length(),
                        settings.policy().recipients().stream()
                                .map(RecipientSystem::id)
                                .toList()));
        return ErasureTopology.build(
                parts,
                settings.streams().properties(),
                settings.streams().kafka().registry());
    }

    @Override
    public CompletableFuture<Void> failure() {
        return failure;
    }

    @Override
    public void close() {
        http.close();
        streams.close();
        copies.close();
    }
}
