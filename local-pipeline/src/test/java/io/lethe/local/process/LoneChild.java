package io.lethe.local.process;

import io.lethe.local.folder.Installation;
import io.lethe.local.folder.Part;

/** One part alone, to be run beside a pipeline. */
public final class LoneChild {

    private final Child child;

    private LoneChild(Child child) {
        this.child = child;
    }

    /** Does not wait for it to be able to work. */
    public static LoneChild start(Part part, PipelineOptions options) {
        return new LoneChild(new Recipes(Installation.current(), options).start(part));
    }

    /** As {@code kill -9}. */
    public void kill() {
        child.kill();
    }
}
