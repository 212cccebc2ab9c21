package io.lethe.local.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** What a broker keeps of a stopped Kafka Streams application for it alone: its place in the topics, its changelogs and its topics in between. */
public final class AllOfItsOwn {

    private final Admin admin;
    private final String application;

    /** @param application which has been stopped */
    public AllOfItsOwn(Admin admin, String application) {
        this.admin = admin;
        this.application = application;
    }

    /** Returns when all of it is gone. */
    public void delete() {
        // Whoever has stopped is a member still, for the time of a session.
        await().until(() -> succeeds(
                () -> admin.deleteConsumerGroups(List.of(application)).all().get()));
        Set<String> topics = topics();
        assertThat(topics).isNotEmpty();
        assertThat(succeeds(() -> admin.deleteTopics(topics).all().get())).isTrue();
        await().until(() -> topics().isEmpty());
    }

    private Set<String> topics() {
        try {
            return admin.listTopics().names().get().stream()
                    .filter(name -> name.startsWith(application + "-"))
                    .filter(name -> name.endsWith("-changelog") || name.endsWith("-repartition"))
                    .collect(Collectors.toSet());
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(50));
    }

    private interface Call {
        void make() throws ExecutionException, InterruptedException;
    }

    private static boolean succeeds(Call call) {
        try {
            call.make();
            return true;
        } catch (ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
