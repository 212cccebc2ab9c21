package io.lethe.local.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.local.client.PipelineClient;
import io.lethe.local.client.SubjectIdsAnswer;
import io.lethe.local.folder.Json;
import io.lethe.schemas.topics.Party;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** One way of naming a subject. */
final class SubjectOption {

    @Option(names = "--email", paramLabel = "E", description = "The person's e-mail address.")
    private @Nullable String email;

    @Option(names = "--customer", paramLabel = "C", description = "The person's customer id.")
    private @Nullable String customer;

    @Option(names = "--visitor", paramLabel = "V", description = "The device's visitor id.")
    private @Nullable String visitor;

    @Option(names = "--id", paramLabel = "S", description = "The subject id.")
    private @Nullable String id;

    /** The person as events name one; empty where it is named by an id. */
    Optional<ObjectNode> named() {
        return id == null ? Optional.of(subject()) : Optional.empty();
    }

    /** Whether the person is named by an e-mail address. */
    boolean isByEmail() {
        return email != null;
    }

    /** The subject ids that it stands for. */
    List<String> ids(PipelineClient client) throws IOException {
        if (id != null) {
            return List.of(id);
        }
        return SubjectIdsAnswer.of(
                client.query("/v1/subject-ids", subject().toString()).successful(Party.RETENTION_STREAM.label()));
    }

    private ObjectNode subject() {
        ObjectNode subject = Json.MAPPER.createObjectNode();
        if (email != null) {
            subject.put("email", email);
        } else if (customer != null) {
            subject.put("customerId", customer);
        } else {
            subject.put("visitorId", Objects.requireNonNull(visitor));
        }
        return subject;
    }
}
