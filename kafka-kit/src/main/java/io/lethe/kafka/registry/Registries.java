package io.lethe.kafka.registry;

/** The registry that the settings name. */
public final class Registries {

    private Registries() {}

    public static Registry of(RegistryConfig config) {
        return config.inMemory() ? InMemoryRegistry.scope(config.urls().getFirst()) : new HttpRegistry(config);
    }
}
