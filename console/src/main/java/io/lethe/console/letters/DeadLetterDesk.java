package io.lethe.console.letters;

import io.lethe.kafka.letters.DeadLetterReader.Letters;
import io.lethe.kafka.letters.Position;
import io.lethe.kafka.letters.Replay;
import java.io.IOException;
import java.util.Collection;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/** Dead letters as they lie on their topics, and another try for the records that they point at. Both block while they read and write. */
public interface DeadLetterDesk {

    /** So many of each service are looked at, the newest; older ones are for the command line. */
    int MOST = 1_000;

    /**
     * The newest letters, as of some seconds ago at most.
     *
     * @throws IOException where Kafka or the registry does not answer
     */
    Letters newest() throws IOException;

    /**
     * Writes records once more, until it is stopped.
     *
     * @param told of each and what became of it
     * @param isStopped is asked before each
     * @throws IOException where Kafka does not answer; what was told of until then is done
     */
    void replay(Collection<Position> positions, BiConsumer<Position, Replay.Outcome> told, BooleanSupplier isStopped)
            throws IOException;
}
