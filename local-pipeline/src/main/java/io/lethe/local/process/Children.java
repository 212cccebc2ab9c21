package io.lethe.local.process;

import io.lethe.local.folder.Part;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** The processes of one pipeline, each as it was last started. */
final class Children {

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(60);

    private final Recipes recipes;
    private final Map<Part, Child> last = new EnumMap<>(Part.class);
    private final CompletableFuture<ChildDeath> firstDeath = new CompletableFuture<>();

    Children(Recipes recipes) {
        this.recipes = recipes;
    }

    /** Does not wait for it to be able to work. */
    void start(Part part) {
        Child child = recipes.start(part);
        child.death().thenAccept(firstDeath::complete);
        last.put(part, child);
    }

    /** Asks a part to end, and returns when it has. */
    void stop(Part part) {
        Child child = child(part);
        if (child.isAlive() && child.stop(STOP_PATIENCE)) {
            recipes.ended(part);
        }
    }

    /** As {@code kill -9} of every part, the dependent ones first. */
    void killAll() {
        for (Part part : List.of(Part.values()).reversed()) {
            Optional.ofNullable(last.get(part)).ifPresent(Child::kill);
        }
    }

    /** The parts that were started here. */
    Set<Part> parts() {
        return Set.copyOf(last.keySet());
    }

    boolean isAlive(Part part) {
        return child(part).isAlive();
    }

    /** Completes when a part has ended that nobody stopped. */
    CompletableFuture<ChildDeath> firstDeath() {
        return firstDeath;
    }

    /** Completes when the part has ended that nobody stopped. */
    CompletableFuture<ChildDeath> deathOf(Part part) {
        return child(part).death();
    }

    CompletableFuture<Integer> exitOf(Part part) {
        return child(part).exit();
    }

    private Child child(Part part) {
        return Optional.ofNullable(last.get(part))
                .orElseThrow(() -> new IllegalStateException(part.label() + " was never started"));
    }
}
