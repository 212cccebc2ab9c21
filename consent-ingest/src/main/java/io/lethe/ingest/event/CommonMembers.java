package io.lethe.ingest.event;

import io.lethe.identity.Identifier;
import io.lethe.ingest.event.Event.Envelope;
import io.lethe.ingest.event.Event.Subject;
import io.lethe.ingest.json.Members;
import io.lethe.policy.IdentifierKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The members that events have in common: who, when, from where, and under which id. */
final class CommonMembers {

    static final String EVENT_ID = "eventId";
    static final String OCCURRED_AT = "occurredAt";
    static final String SOURCE = "source";
    static final String SUBJECT = "subject";

    /** Of an event that does not say where it comes from, and need not. */
    static final String UNKNOWN_SOURCE = "unknown";

    /** Of an event of the operators that does not say where it comes from. */
    static final String CONSOLE = "console";

    static final int LONGEST_REASON = 500;

    private static final int LONGEST_SOURCE = 100;
    private static final int LENGTH_OF_UUID = 36;

    /** In the order in which an event looks for the one it belongs to. */
    private static final List<IdentifierKind> KINDS =
            List.of(IdentifierKind.EMAIL, IdentifierKind.CUSTOMER_ID, IdentifierKind.VISITOR_ID);

    private static final Set<String> IDENTIFIERS =
            KINDS.stream().map(IdentifierKind::id).collect(Collectors.toUnmodifiableSet());

    private final EventTimes times;

    CommonMembers(EventTimes times) {
        this.times = times;
    }

    /** The names that an event's object may have: the common ones, and its own. */
    static Set<String> with(String... own) {
        Set<String> names = new HashSet<>(Set.of(EVENT_ID, OCCURRED_AT, SOURCE));
        names.addAll(Arrays.asList(own));
        return Set.copyOf(names);
    }

    /** Of an event that has to say where it comes from. */
    Envelope envelope(Members event, Instant now) {
        return new Envelope(eventId(event), event.id(SOURCE, LONGEST_SOURCE), times.read(event, OCCURRED_AT, now));
    }

    /** Of an event whose source may be absent. */
    Envelope envelope(Members event, Instant now, String source) {
        return envelope(event, now, source, OCCURRED_AT);
    }

    /** Of an event whose time has a name of its own. */
    Envelope envelope(Members event, Instant now, String source, String time) {
        return new Envelope(eventId(event), event.id(SOURCE, LONGEST_SOURCE, source), times.read(event, time, now));
    }

    private static String eventId(Members event) {
        String given = event.raw(EVENT_ID);
        if (given == null) {
            return UUID.randomUUID().toString();
        }
        if (!isUuid(given)) {
            event.problem(EVENT_ID, "must be a UUID");
        }
        return given.toLowerCase(Locale.ROOT);
    }

    private static boolean isUuid(String text) {
        if (text.length() != LENGTH_OF_UUID) {
            return false;
        }
        for (int i = 0; i < LENGTH_OF_UUID; i++) {
            boolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
            if (hyphen ? text.charAt(i) != '-' : !HexFormat.isHexDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whom the event is about; null where that cannot be read, which is then among the problems. */
    @Nullable
    Subject subject(Members event, String name) {
        Members given = event.object(name, IDENTIFIERS);
        if (given == null) {
            return null;
        }
        List<Identifier> identifiers = new ArrayList<>(KINDS.size());
        boolean named = false;
        for (IdentifierKind kind : KINDS) {
            named |= given.has(kind.id());
            String value = given.raw(kind.id());
            Identifier identifier = value == null ? null : identifier(given, kind, value);
            if (identifier != null) {
                identifiers.add(identifier);
            }
        }
        if (!named) {
            given.problem("must have at least one of: email, customerId, visitorId");
        }
        return identifiers.isEmpty() ? null : new Subject(List.copyOf(identifiers));
    }

    private static @Nullable Identifier identifier(Members subject, IdentifierKind kind, String value) {
        try {
            return new Identifier(kind, value);
        } catch (IllegalArgumentException e) {
            // It says what is wrong without repeating the identifier.
            subject.problem(kind.id(), String.valueOf(e.getMessage()));
            return null;
        }
    }
}
