package io.lethe.ingest.code;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps letters for a test to look at, and can be told to take none. */
public final class SentCodes implements CodeSender {

    private final List<CodeLetter> letters = new CopyOnWriteArrayList<>();
    private volatile boolean broken;

    @Override
    public String name() {
        return "sent-codes";
    }

    @Override
    public void send(CodeLetter letter) throws IOException {
        if (broken) {
            throw new IOException("mailbox of " + letter.address() + " is full");
        }
        letters.add(letter);
    }

    public List<CodeLetter> letters() {
        return letters;
    }

    public void breaks(boolean now) {
        broken = now;
    }

    /** A post that sends to nobody in particular. */
    public static CodePost post() {
        return CodePost.by(new SentCodes(), System::nanoTime);
    }
}
