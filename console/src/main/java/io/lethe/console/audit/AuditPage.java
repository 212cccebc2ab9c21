package io.lethe.console.audit;

import io.lethe.schemas.AuditEvent;
import java.util.List;
import java.util.OptionalLong;

/**
 * Some of what is on record.
 *
 * @param events the newest first
 * @param next what to ask for to see what was before; empty where nothing was
 */
public record AuditPage(List<AuditEvent> events, OptionalLong next) {

    public AuditPage {
        events = List.copyOf(events);
    }
}
