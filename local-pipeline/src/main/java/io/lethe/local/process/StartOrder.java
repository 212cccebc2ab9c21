package io.lethe.local.process;

import io.lethe.local.folder.Part;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** In what order the parts of a pipeline are started, and stopped: what depends on others last, and first. */
final class StartOrder {

    private final boolean withBroker;
    private final List<Part> services;
    private final Children children;
    private final Probe probe;
    private final PipelineWait waiting;
    private final Consumer<String> progress;

    /**
     * @param withBroker false where one runs already
     * @param services what is started beside broker and registry
     * @param progress is told each step
     */
    StartOrder(
            boolean withBroker,
            List<Part> services,
            Children children,
            Probe probe,
            PipelineWait waiting,
            Consumer<String> progress) {
        this.withBroker = withBroker;
        this.services = services;
        this.children = children;
        this.probe = probe;
        this.waiting = waiting;
        this.progress = progress;
    }

    /** Returns when every part can work. */
    void start() {
        if (withBroker) {
            children.start(Part.BROKER);
        }
        children.start(Part.REGISTRY);
        progress.accept("broker and registry start");
        if (withBroker) {
            waiting.until("the broker to answer", () -> probe.isReady(Part.BROKER));
        }
        // The services look for the registry themselves, and are patient.
        services.forEach(children::start);
        progress.accept("services start");
        waiting.until("the registry to answer", () -> probe.isReady(Part.REGISTRY));
        services.forEach(service -> {
            waiting.until(service.label() + " to be ready", () -> probe.isReady(service));
            progress.accept(service.label() + " is ready");
        });
    }

    /** Returns when every part has ended that was started. */
    void stop() {
        List<CompletableFuture<Void>> ended = services.reversed().stream()
                .filter(children.parts()::contains)
                .map(service -> CompletableFuture.runAsync(() -> children.stop(service)))
                .toList();
        ended.forEach(CompletableFuture::join);
        List.of(Part.REGISTRY, Part.BROKER).stream()
                .filter(children.parts()::contains)
                .forEach(children::stop);
    }
}
