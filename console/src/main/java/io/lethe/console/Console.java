package io.lethe.console;

import io.lethe.console.audit.AuditPages;
import io.lethe.console.audit.AuditTrail;
import io.lethe.console.audit.KafkaAuditPages;
import io.lethe.console.audit.KafkaAuditTrail;
import io.lethe.console.letters.DeadLetterDesk;
import io.lethe.console.letters.KafkaDeadLetterDesk;
import io.lethe.console.letters.ReplayJobs;
import io.lethe.service.FollowedFile;
import io.lethe.service.HttpService;
import io.lethe.service.Service;
import io.lethe.service.ServiceMain;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The console's process. */
public final class Console implements Service {

    private static final Logger LOG = LoggerFactory.getLogger(Console.class);

    private final HttpService http;
    private final List<AutoCloseable> others;
    private final CompletableFuture<Void> failure;

    private Console(HttpService http, List<AutoCloseable> others, CompletableFuture<Void> failure) {
        this.http = http;
        this.others = others;
        this.failure = failure;
    }

    public static void main(String[] args) {
        System.exit(ServiceMain.run("console", System.getenv(), environment -> start(ConsoleSettings.from(environment)))
                .value());
    }

    private static Console start(ConsoleSettings settings) {
        return start(
                settings,
                KafkaAuditTrail.open(settings.kafka()),
                KafkaAuditPages.of(settings.kafka()),
                new KafkaDeadLetterDesk(settings.kafka()));
    }

    /** @param trail is closed with the console */
    static Console start(ConsoleSettings settings, AuditTrail trail, AuditPages pages, DeadLetterDesk desk) {
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        AtomicReference<ConsoleUsers> users = new AtomicReference<>(settings.users());
        FollowedFile followed = FollowedFile.follow(settings.usersFile(), text -> users.set(ConsoleUsers.read(text)));
        // Sessions and streams end by the clock of people, also where the pipeline's is turned.
        InstantSource clock = InstantSource.system();
        Listeners listeners = new Listeners(clock);
        Gauge.builder("lethe.console.open", listeners, Listeners::size)
                .description("Pages that are open and told of every change.")
                .register(metrics);
        Recorder recorder = new Recorder(trail, clock, metrics);
        Comings comings = new Comings(recorder, Comings.WHILE);
        Guard guard = new Guard(users::get, settings, clock, why -> refused(metrics, why), comings);
        SignInDoor signIn = new SignInDoor(guard, settings, clock);
        Upstream upstream = new Upstream(settings.operatorKey());
        URI retention = settings.service(ConsoleSettings.RETENTION);
        ActsDoor acts = new ActsDoor(guard, recorder, upstream, settings.service(ConsoleSettings.INGEST));
        ListsDoor lists = new ListsDoor(guard, upstream, settings.service(ConsoleSettings.WORKER), retention);
        SubjectDoor subject = new SubjectDoor(guard, recorder, upstream, retention);
        RightsDoor rights =
                new RightsDoor(guard, recorder, upstream, retention, settings.service(ConsoleSettings.INGEST));
        CodesDoor codes = new CodesDoor(guard, recorder, upstream, retention, settings.service(ConsoleSettings.INGEST));
        ReplayJobs jobs = new ReplayJobs(desk, clock);
        AuditDoor audit = new AuditDoor(guard, pages);
        LettersDoor letters = new LettersDoor(guard, recorder, desk, jobs);
        FiguresDoor figures = new FiguresDoor(guard, upstream, retention);
        Watcher watcher = new Watcher(settings.services(), listeners, clock, recorder::recorded);
        HttpService http = HttpService.start(settings.http(), 1, metrics, Optional::empty, router -> {
            routes(router, guard, listeners);
            signIn.accept(router);
            acts.accept(router);
            lists.accept(router);
            subject.accept(router);
            rights.accept(router);
            codes.accept(router);
            audit.accept(router);
            letters.accept(router);
            figures.accept(router);
        });
        watcher.start();
        LOG.info("listens on {}:{}", settings.http().host(), http.port());
        return new Console(http, List.of(watcher, followed, upstream, signIn, jobs, comings, trail), watcher.failure());
    }

    private static void routes(Router router, Guard guard, Listeners listeners) {
        guard.accept(router);
        router.get("/api/live")
                .handler(guard.require(EnumSet.allOf(ConsoleRole.class)))
                .handler(context ->
                        listeners.add(context, Guard.visit(context).session().until()));
        new PageDoor().accept(router);
    }

    private static void refused(PrometheusMeterRegistry metrics, String why) {
        Counter.builder("lethe.console.refused")
                .description("Requests that were not let in, by what was wrong with them.")
                .tag("reason", why)
                .register(metrics)
                .increment();
    }

    /** The port that is really listened on. */
    int port() {
        return http.port();
    }

    @Override
    public CompletableFuture<Void> failure() {
        return failure;
    }

    @Override
    public void close() {
        for (AutoCloseable other : others) {
            try {
                other.close();
            } catch (Exception e) {
                LOG.warn("something did not close", e);
            }
        }
        http.close();
    }
}
