package io.lethe.kafka.registry;

import com.fasterxml.jackson.databind.JsonNode;

/** What one registry said to one request. */
sealed interface RegistryAnswer {

    /** It answered with a JSON object. */
    record Found(JsonNode body) implements RegistryAnswer {}

    /** It has no such subject, version or schema. */
    record NotThere() implements RegistryAnswer {}

    /** It does not know what was asked for by this path, or it is no registry. */
    record NoSuchPath() implements RegistryAnswer {}

    /** It will not do it, however often it is asked. */
    record Refused(String why) implements RegistryAnswer {}

    /** It did not answer, or not sensibly; the next one, or the next round, may. */
    record Faulty(String why) implements RegistryAnswer {}
}
