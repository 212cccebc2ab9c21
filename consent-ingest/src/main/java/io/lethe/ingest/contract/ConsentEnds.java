package io.lethe.ingest.contract;

import io.lethe.ingest.event.Event;
import io.lethe.ingest.event.Event.Choice;
import io.lethe.ingest.event.Event.Statement;
import io.lethe.policy.Policy;
import io.lethe.policy.PolicyCalendar;
import io.lethe.policy.Purpose;
import io.lethe.schemas.Decision;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Until when what somebody has just agreed to is valid at most, by the policy's calendar (C4). The door does not know what was said
 * before: where the same consent was given earlier, it ends earlier.
 */
public final class ConsentEnds {

    /**
     * The end of a consent.
     *
     * @param validUntil RFC 3339, in the policy's time zone; from then on it has to be asked for again
     */
    public record ConsentEnd(String purpose, String validUntil) {}

    private final Map<String, Period> validities = new HashMap<>();
    private final PolicyCalendar calendar;
    private final ZoneId zone;

    public ConsentEnds(Policy policy) {
        for (Purpose purpose : policy.purposes()) {
            purpose.validity().ifPresent(validity -> validities.put(purpose.id(), validity));
        }
        this.calendar = new PolicyCalendar(policy.zone());
        this.zone = policy.zone();
    }

    /** Of each purpose that the event grants and whose consent ends; one end a purpose, whichever recipients it was granted for. */
    public List<ConsentEnd> of(Event event) {
        if (!(event instanceof Statement statement)) {
            return List.of();
        }
        Instant given = statement.envelope().occurredAt();
        return statement.choices().stream()
                .filter(choice -> choice.decision() == Decision.GRANTED)
                .map(Choice::purpose)
                .distinct()
                .flatMap(purpose -> Optional.ofNullable(validities.get(purpose)).stream()
                        .map(validity -> new ConsentEnd(purpose, written(calendar.plus(given, validity), zone))))
                .toList();
    }

    static String written(Instant time, ZoneId zone) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.atZone(zone).toOffsetDateTime());
    }
}
