package io.lethe.local.faults;

import java.util.function.BooleanSupplier;

/** Something that is said as soon as it can be. */
record NextWord(BooleanSupplier isTime, Runnable say) {

    static NextWord now(Runnable say) {
        return new NextWord(() -> true, say);
    }
}
