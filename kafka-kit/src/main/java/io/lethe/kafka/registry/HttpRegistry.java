package io.lethe.kafka.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.kafka.Pauses;
import io.lethe.kafka.wire.RegistryRefusedException;
import io.lethe.kafka.wire.RegistryUnavailableException;
import io.lethe.kafka.wire.SchemaRef;
import io.lethe.kafka.wire.UnknownSchemaException;
import io.lethe.kafka.wire.UnreadableException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registry behind Confluent's REST API. Called once for each schema in the life of a process, so each call has its
 * own HTTP client and leaves no thread and no connection behind.
 */
final class HttpRegistry implements Registry {

    private static final Logger LOG = LoggerFactory.getLogger(HttpRegistry.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RegistryConfig config;
    private final Pauses pauses;

    HttpRegistry(RegistryConfig config) {
        this(config, Pauses.REAL);
    }

    HttpRegistry(RegistryConfig config, Pauses pauses) {
        this.config = config;
        this.pauses = pauses;
    }

    @Override
    public int register(String subject, Schema schema) {
        return ask(RegistryCall.post("/subjects/" + encoded(subject) + "/versions", body(schema)), HttpRegistry::id);
    }

    @Override
    public int lookUp(String subject, Schema schema) {
        try {
            return ask(RegistryCall.post("/subjects/" + encoded(subject), body(schema)), HttpRegistry::id);
        } catch (NotThere notThere) {
            throw new RegistryRefusedException("schema " + schema.getFullName() + " is not registered under subject "
                    + subject + ", and auto.register.schemas is off");
        }
    }

    @Override
    public Schema byId(int id) {
        return schema(RegistryCall.get("/schemas/ids/" + id), new SchemaRef.Id(id));
    }

    @Override
    public Schema byGuid(UUID guid) {
        SchemaRef schema = new SchemaRef.Guid(guid);
        try {
            return schema(RegistryCall.getWhereKnown("/schemas/guids/" + guid), schema);
        } catch (NoSuchPath perhapsNoRegistry) {
            // A registry that is there answers this one; whatever else is there does not, and is away.
            ask(RegistryCall.get("/config"), HttpRegistry::withCompatibility);
            throw new UnknownSchemaException(schema);
        }
    }

    private Schema schema(RegistryCall call, SchemaRef asked) {
        JsonNode answer;
        try {
            answer = ask(call, HttpRegistry::withSchema);
        } catch (NotThere notThere) {
            throw new UnknownSchemaException(asked);
        }
        String type = answer.path("schemaType").asText("AVRO");
        if (!type.equals("AVRO")) {
            throw new UnreadableException(asked + " is of type " + type + ", not Avro");
        }
        try {
            return new Schema.Parser().parse(answer.path("schema").textValue());
        } catch (AvroRuntimeException notASchema) {
            throw new UnreadableException(asked + " is not a schema that Avro reads on its own");
        }
    }

    /** Rounds over all urls until one gives a usable answer, the rounds are used up, or the time is. */
    private <T> T ask(RegistryCall call, Function<JsonNode, @Nullable T> usable) {
        long end = pauses.nanos() + config.totalTimeout().toNanos();
        long pause = config.firstPause().toNanos();
        for (int round = 0; ; round++) {
            List<String> faults = new ArrayList<>();
            T found = askEach(call, usable, faults, end);
            if (found != null) {
                return found;
            }
            if (round == config.retries() || end - pauses.nanos() <= pause) {
                throw new RegistryUnavailableException(
                        "schema registry gave no usable answer in " + (round + 1) + " rounds: " + faults, null);
            }
            LOG.warn("schema registry, round {}: {}", round + 1, faults);
            pause(pause);
            pause = Math.min(2 * pause, config.longestPause().toNanos());
        }
    }

    private <T> @Nullable T askEach(
            RegistryCall call, Function<JsonNode, @Nullable T> usable, List<String> faults, long end) {
        boolean notThere = false;
        boolean noSuchPath = false;
        HttpClient http = RegistryCall.client(config);
        try {
            for (var url : config.urls()) {
                Duration left = Duration.ofNanos(Math.max(1, end - pauses.nanos()));
                switch (call.ask(http, url, config, left)) {
                    case RegistryAnswer.Found(JsonNode body) -> {
                        T found = usable.apply(body);
                        if (found != null) {
                            return found;
                        }
                        faults.add(url + " answered without what was asked for");
                    }
                    case RegistryAnswer.NotThere _ -> notThere = true;
                    case RegistryAnswer.NoSuchPath _ -> noSuchPath = true;
                    case RegistryAnswer.Refused(String why) -> throw new RegistryRefusedException(url + " " + why);
                    case RegistryAnswer.Faulty(String why) -> faults.add(url + " " + why);
                }
            }
        } finally {
            http.shutdownNow();
        }
        if (notThere) {
            throw new NotThere();
        }
        if (noSuchPath) {
            throw new NoSuchPath();
        }
        return null;
    }

    private void pause(long nanos) {
        try {
            pauses.pause(nanos);
        } catch (InterruptedException interrupted) {
            throw new InterruptException("interrupted while waiting for the schema registry", interrupted);
        }
    }

    private static @Nullable Integer id(JsonNode answer) {
        JsonNode id = answer.path("id");
        return id.canConvertToInt() && id.isIntegralNumber() && id.intValue() > 0 ? id.intValue() : null;
    }

    private static @Nullable JsonNode withSchema(JsonNode answer) {
        return answer.path("schema").isTextual() ? answer : null;
    }

    private static @Nullable JsonNode withCompatibility(JsonNode answer) {
        return answer.path("compatibilityLevel").isTextual() ? answer : null;
    }

    private static String body(Schema schema) {
        ObjectNode body = JSON.createObjectNode();
        body.put("schema", schema.toString());
        return body.toString();
    }

    private static String encoded(String subject) {
        return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** No registry has this path. */
    private static final class NoSuchPath extends RuntimeException {

        private static final long serialVersionUID = 1;

        NoSuchPath() {
            super(null, null, false, false);
        }
    }

    /** The registry answered, and has not got it. */
    private static final class NotThere extends RuntimeException {

        private static final long serialVersionUID = 1;

        NotThere() {
            super(null, null, false, false);
        }
    }
}
