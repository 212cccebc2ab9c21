package io.lethe.connectors.work;

import io.lethe.schemas.DeletionCommand;
import io.lethe.schemas.SubjectIdentifier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one system is told to delete.
 *
 * @param identifiers by their types; a value that is empty names nobody and is left out
 * @param askedAt when the person asked, or what else led to it came about
 * @param attempt 1 for the first time that the erasure worker gives the command
 */
public record Deletion(
        String commandId, String subjectId, Map<String, List<String>> identifiers, Instant askedAt, int attempt) {

    public Deletion {
        identifiers = Map.copyOf(identifiers);
    }

    static Deletion of(DeletionCommand command) {
        Map<String, List<String>> identifiers = new HashMap<>();
        for (SubjectIdentifier identifier : command.getIdentifiers()) {
            if (!identifier.getValue().isBlank()) {
                identifiers
                        .computeIfAbsent(identifier.getType(), _ -> new ArrayList<>())
                        .add(identifier.getValue());
            }
        }
        Instant cut = command.getErasedUpTo();
        return new Deletion(
                command.getCommandId(),
                command.getSubjectId(),
                identifiers,
                cut == null ? command.getIssuedAt() : cut,
                command.getAttempt());
    }

    /** Without the identifiers. */
    @Override
    public String toString() {
        return "Deletion[" + commandId + "]";
    }
}
