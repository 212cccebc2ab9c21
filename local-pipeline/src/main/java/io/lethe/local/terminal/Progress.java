package io.lethe.local.terminal;

import java.io.Console;
import java.io.PrintStream;

/** One line that changes, on a terminal; nothing at all where the output goes to a file. */
public final class Progress {

    private static final String CLEAR = "\r\u001b[K";

    private final boolean shown;
    private final PrintStream out = System.err;

    private Progress(boolean shown) {
        this.shown = shown;
    }

    public static Progress onTerminal() {
        Console console = System.console();
        return new Progress(console != null && console.isTerminal());
    }

    public void say(String what) {
        if (shown) {
            out.print(CLEAR + what + " …");
            out.flush();
        }
    }

    /** A bar for work whose amount is known. */
    public void bar(String what, long done, long of) {
        if (shown) {
            int filled = (int) (30 * done / Math.max(1, of));
            out.print(CLEAR + "[" + "#".repeat(filled) + ".".repeat(30 - filled) + "] " + done + "/" + of + " " + what);
            out.flush();
        }
    }

    public void done() {
        if (shown) {
            out.print(CLEAR);
            out.flush();
        }
    }
}
