package io.lethe.console;

import io.lethe.console.letters.DeadLetterDesk;
import io.lethe.kafka.letters.DeadLetterReader.Letters;
import io.lethe.kafka.letters.Position;
import io.lethe.kafka.letters.Replay;
import io.lethe.schemas.DeadLetter;
import io.lethe.schemas.DeadLetterReason;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/** Dead letters that a test puts there; it can be away for a while. */
final class KeptLetters implements DeadLetterDesk {

    static final Instant FIRST = Instant.parse("2026-03-01T09:30:00Z");

    private final List<DeadLetter> letters = new CopyOnWriteArrayList<>();
    private final List<Position> replayed = new CopyOnWriteArrayList<>();
    private final Set<Position> gone = new ConcurrentSkipListSet<>();
    private final Semaphore permits = new Semaphore(1_000_000);
    private volatile boolean broken;
    private volatile boolean away;
    private volatile boolean all = true;

    /** A letter that comes a second after the one before. */
    void lay(String topic, long offset, DeadLetterReason reason) {
        letters.add(DeadLetter.newBuilder()
                .setService("retention-stream")
                .setTopic(topic)
                .setPartition(0)
                .setOffset(offset)
                .setReason(reason)
                .setDetail("a value of 12 bytes is not framed")
                .setValueBytes(12)
                .setFailedAt(FIRST.plusSeconds(letters.size()))
                .build());
    }

    /** Its topic has removed the record. */
    void remove(Position position) {
        gone.add(position);
    }

    /** There are more than are looked at. */
    void leaveOut() {
        all = false;
    }

    void goAway() {
        away = true;
    }

    List<Position> replayed() {
        return replayed;
    }

    @Override
    public Letters newest() throws IOException {
        if (away) {
            throw new IOException("away");
        }
        return new Letters(
                letters.stream()
                        .sorted(Comparator.comparing(DeadLetter::getFailedAt))
                        .toList(),
                all);
    }

    @Override
    public void replay(
            Collection<Position> positions, BiConsumer<Position, Replay.Outcome> told, BooleanSupplier isStopped)
            throws IOException {
        for (Position one : positions) {
            permits.acquireUninterruptibly();
            if (broken) {
                throw new IOException("away");
            }
            if (isStopped.getAsBoolean()) {
                return;
            }
            if (gone.contains(one)) {
                told.accept(one, new Replay.Gone());
            } else {
                replayed.add(one);
                told.accept(one, new Replay.Replayed(new Position(one.topic(), one.partition(), one.offset() + 1_000)));
            }
        }
    }

    /** From now on a record is written again where a test lets it be. */
    void takeTime() {
        permits.drainPermits();
    }

    /** Lets some more records be written again. */
    void let(int records) {
        permits.release(records);
    }

    /** What is under way fails. */
    void breakOff() {
        broken = true;
        permits.release();
    }
}
