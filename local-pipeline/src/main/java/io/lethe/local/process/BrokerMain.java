package io.lethe.local.process;

import java.nio.file.Files;
import java.nio.file.Path;
import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/** Kafka's own main, after it has formatted the storage of a new data folder. */
final class BrokerMain {

    private BrokerMain() {}

    /** Takes the settings file and the folder that it names as {@code log.dirs}. */
    public static void main(String[] args) {
        String settings = args[0];
        if (!Files.exists(Path.of(args[1], "meta.properties"))) {
            int exit = StorageTool.execute(
                    new String[] {"format", "--cluster-id", Uuid.randomUuid().toString(), "--config", settings},
                    System.out);
            if (exit != 0) {
                throw new IllegalStateException("the broker's storage cannot be formatted; exit code " + exit);
            }
        }
        Kafka.main(new String[] {settings});
    }
}
