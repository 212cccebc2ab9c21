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
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The members that events have in common: who, when, from where, and under which id. */
final class CommonMembers {

    static final String EVENT_ID = "eventId";
    static final String OCCURRED_AT = "occurredAt";
    static final String SOURCE = "source";
    static final String SUBJECT = "subject";
    static final String SUBJECT_ID = "subjectId";

    /** Of an event that does not say where it comes from, and need not. */
    static final String UNKNOWN_SOURCE = "unknown";

    /** Of an event of the operators that does not say where it comes from. */
    static final String CONSOLE = "console";

    static final int LONGEST_REASON = 500;

    /** Who decided, by account or role. */
    static final String DECIDED_BY = "decidedBy";

    /** Of an operator. */
    static final int LONGEST_NAME = 100;

    private static final Pattern SUBJECT_ID_FORM = Pattern.compile("[A-Za-z0-9_-]{43}");
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
        String given = uuidOrNull(event, EVENT_ID);
        return given == null ? UUID.randomUUID().toString() : given;
    }

    /** Who decided, by account or role; null where nobody says. */
    static @Nullable String decidedBy(Members event) {
        return event.has(DECIDED_BY) ? event.id(DECIDED_BY, LONGEST_NAME) : null;
    }

    /** The id of another event. */
    String uuid(Members event, String name) {
        String given = uuidOrNull(event, name);
        if (!event.has(name)) {
            event.problem(name, "is missing");
        }
        return given == null ? "" : given;
    }

    private static @Nullable String uuidOrNull(Members event, String name) {
        String given = event.raw(name);
        if (given == null) {
            return null;
        }
        if (!isUuid(given)) {
            event.problem(name, "must be a UUID");
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

    /** Whom an operator's event is about, where that is said by identifiers; it is said by them or by {@link #subjectId}. */
    @Nullable
    Subject subjectUnlessById(Members event) {
        if (event.has(SUBJECT_ID) == event.has(SUBJECT)) {
            event.problem("must have either subject or subjectId");
        }
        return event.has(SUBJECT) ? subject(event, SUBJECT) : null;
    }

    /** Empty where the event is about somebody who is named. */
    String subjectId(Members event) {
        String id = event.raw(SUBJECT_ID);
        if (id != null && !SUBJECT_ID_FORM.matcher(id).matches()) {
            event.problem(SUBJECT_ID, "must be a subject id: 43 characters, base64url");
        }
        return id == null ? "" : id;
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
