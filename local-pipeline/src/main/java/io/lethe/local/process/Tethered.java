package io.lethe.local.process;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.List;
import sun.misc.Signal;

/**
 * Runs another main class on a tether: the process halts when its standard input ends, which happens when whoever started
 * it is gone, however that came about. Nothing is left behind by a {@code kill -9} of the launcher.
 *
 * <p>A Ctrl-C reaches every process of the terminal at once. It is not for this one: the launcher stops its children in
 * order, with {@code SIGTERM}.
 */
final class Tethered {

    /** What the process ends with when the tether is cut, as after {@code SIGKILL}. */
    static final int CUT = 137;

    private Tethered() {}

    /** Takes the name of the main class to run, and its arguments. */
    public static void main(String[] args) throws Throwable {
        tie();
        try {
            Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object)
                    Arrays.copyOfRange(args, 1, args.length));
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static void tie() {
        List.of("INT", "HUP").forEach(name -> Signal.handle(new Signal(name), _ -> {}));
        Thread.ofPlatform().daemon().name("tether").start(Tethered::haltAtTheEnd);
    }

    private static void haltAtTheEnd() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is ever sent: only the end counts.
            }
        } catch (IOException e) {
            System.err.println("the tether broke: " + e.getMessage());
        }
        Runtime.getRuntime().halt(CUT);
    }
}
