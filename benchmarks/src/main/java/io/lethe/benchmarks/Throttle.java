package io.lethe.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.jspecify.annotations.Nullable;

/**
 * Has the broker take no more than so many bytes a second of one client: load and whatever makes it share the machine with the door, so that it can only be offered far more than it can
 * take where something behind it is the bottleneck.
 */
final class Throttle implements AutoCloseable {

    private static final String RATE = "producer_byte_rate";

    private final Admin admin;
    private final ClientQuotaEntity client;

    Throttle(String bootstrap, String clientId, double bytesPerSecond) throws ExecutionException, InterruptedException {
        this.admin = Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrap));
        this.client = new ClientQuotaEntity(Map.of(ClientQuotaEntity.CLIENT_ID, clientId));
        alter(bytesPerSecond);
    }

    private void alter(@Nullable Double rate) throws ExecutionException, InterruptedException {
        admin.alterClientQuotas(
                        List.of(new ClientQuotaAlteration(client, List.of(new ClientQuotaAlteration.Op(RATE, rate)))))
                .all()
                .get();
    }

    @Override
    public void close() throws ExecutionException, InterruptedException {
        try (admin) {
            alter(null);
        }
    }
}
