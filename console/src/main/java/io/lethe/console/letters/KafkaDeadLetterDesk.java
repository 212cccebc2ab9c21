package io.lethe.console.letters;

import io.lethe.kafka.KafkaConfig;
import io.lethe.kafka.letters.DeadLetterReader;
import io.lethe.kafka.letters.DeadLetterReader.Letters;
import io.lethe.kafka.letters.Position;
import io.lethe.kafka.letters.Replay;
import io.lethe.schemas.topics.Party;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * The topics themselves. However many look, and however often, they are read once in some seconds, by a consumer that lives as long as that takes; and one replay
 * runs at a time.
 */
public final class KafkaDeadLetterDesk implements DeadLetterDesk {

    private static final Duration FRESH = Duration.ofSeconds(5);

    private final Map<String, String> kafka;
    private final Map<String, String> registry;
    private final Object oneReplay = new Object();
    private @Nullable Letters last;
    private long readAt;

    public KafkaDeadLetterDesk(KafkaConfig kafka) {
        this.kafka = kafka.client();
        this.registry = kafka.registry();
    }

    @Override
    public synchronized Letters newest() throws IOException {
        Letters known = last;
        if (known != null && System.nanoTime() - readAt < FRESH.toNanos()) {
            return known;
        }
        try {
            Letters read = DeadLetterReader.newest(settings(), registry, DeadLetterReader.services(), MOST);
            last = read;
            readAt = System.nanoTime();
            return read;
        } catch (KafkaException e) {
            throw new IOException("the dead letters cannot be read", e);
        }
    }

    @Override
    public void replay(
            Collection<Position> positions, BiConsumer<Position, Replay.Outcome> told, BooleanSupplier isStopped)
            throws IOException {
        synchronized (oneReplay) {
            try (Replay replay = new Replay(settings())) {
                replay.run(positions, told, isStopped);
            } catch (KafkaException e) {
                throw new IOException("the records cannot be written again", e);
            }
        }
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, Party.CONSOLE.label() + "-letters");
        return settings;
    }
}
