package io.lethe.ingest.code;

import java.io.PrintStream;

/** Prints codes to the standard output, for somebody who tries the pipeline at a terminal. The address is not printed. */
public final class CodesOnConsole implements CodeSender {

    private final PrintStream out;

    /** For the {@link java.util.ServiceLoader}. */
    public CodesOnConsole() {
        this(System.out);
    }

    CodesOnConsole(PrintStream out) {
        this.out = out;
    }

    @Override
    public String name() {
        return "console";
    }

    @Override
    public void send(CodeLetter letter) {
        out.printf(
                "code for the request %s: %s, valid until %s%n",
                letter.requestId(), letter.code().digits(), letter.validUntil());
    }
}
