package io.lethe.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.local.client.Journal;
import io.lethe.local.client.PipelineClient;
import io.lethe.local.folder.Keys;
import io.lethe.schemas.ErasureCause;
import io.lethe.schemas.ErasureOrder;
import io.lethe.schemas.RetentionChangeKind;
import io.lethe.schemas.topics.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** Contacts of a running pipeline who are not heard of any more, and what it tells of them. */
final class Silence implements AutoCloseable {

    /** Many more than the built-in policy lets go at once. */
    private static final int MANY = 300;

    private final Launched launched;
    private final PipelineClient client;
    private final Journal journal;

    Silence(Launched launched) {
        this.launched = launched;
        client = new PipelineClient(launched.ports(), Keys.of(launched.data()));
        journal = new Journal(client, List.of(Topics.ERASURE_ORDERS, Topics.RETENTION_CHANGES));
    }

    /**
     * They come by, lapse, and are too many to go when their grace window is over, at three times of the clock; how many are
     * held then.
     */
    long ofMany(String contact, String lapse, String end) throws IOException, InterruptedException {
        turnTo(contact);
        long before = told(RetentionChangeKind.LAPSED);
        StringBuilder events = new StringBuilder();
        for (int i = 0; i < MANY; i++) {
            String who = "many-" + contact.substring(0, 10) + "-" + i + "@example.org";
            events.append(Events.interaction(who)).append('\n');
        }
        String file = Files.writeString(launched.data().root().resolve("many.json"), events)
                .toString();
        assertThat(launched.lethe("send", "interactions", file).printed()).contains("accepted " + MANY);

        turnTo(lapse);
        Trial.await().until(() -> told(RetentionChangeKind.LAPSED) >= before + MANY);

        turnTo(end);
        Trial.await().until(() -> held() > 0 && orders().size() + held() == told(RetentionChangeKind.LAPSED));
        return held();
    }

    private void turnTo(String time) throws IOException, InterruptedException {
        Launched.Run set = launched.lethe("clock", "set", time);
        assertThat(set.exit()).as(set.printed()).isZero();
    }

    /** How many erasures wait for an operator. */
    long held() throws IOException {
        return client.query("/v1/waves")
                .successful("retention-stream")
                .path("held")
                .asLong();
    }

    /** Ids of all orders for a lapse so far. */
    List<String> orders() {
        return journal.of(Topics.ERASURE_ORDERS).stream()
                .filter(order -> order.getCause() == ErasureCause.RETENTION_LAPSED)
                .map(ErasureOrder::getOrderId)
                .toList();
    }

    long told(RetentionChangeKind change) {
        return journal.of(Topics.RETENTION_CHANGES).stream()
                .filter(one -> one.getChange() == change)
                .count();
    }

    @Override
    public void close() {
        journal.close();
        client.close();
    }
}
