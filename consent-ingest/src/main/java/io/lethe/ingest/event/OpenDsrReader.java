package io.lethe.ingest.event;

import io.lethe.identity.Identifier;
import io.lethe.ingest.event.Event.Envelope;
import io.lethe.ingest.event.Event.Purposes;
import io.lethe.ingest.event.Event.RightExercised;
import io.lethe.ingest.event.Event.Subject;
import io.lethe.ingest.json.BodyProblems;
import io.lethe.ingest.json.Documents;
import io.lethe.ingest.json.Members;
import io.lethe.ingest.json.Terms;
import io.lethe.ingest.json.TooManyEventsException;
import io.lethe.policy.IdentifierKind;
import io.lethe.policy.Policy;
import io.lethe.schemas.IdentityProof;
import io.lethe.schemas.RequestChannel;
import io.lethe.schemas.RightKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request of a controller whose processor we are (OpenDSR 2.0). It is a rights request like any other; its controller has made sure of the
 * person (its words: "receives and validates"), as far as the key that it shows is worth that.
 */
public final class OpenDsrReader {

    /** What OpenDSR knows and somebody can be asked for here, where the policy has the right. */
    private static final Set<String> TYPES = Set.of("erasure", "access", "portability", "rectification");

    private static final Set<String> MEMBERS = Set.of(
            "regulation",
            "subject_request_id",
            "subject_request_type",
            "submitted_time",
            "subject_identities",
            "api_version",
            "status_callback_urls",
            "extensions");
    private static final Set<String> IDENTITY = Set.of("identity_type", "identity_value", "identity_format");
    private static final Map<String, IdentifierKind> KINDS =
            Map.of("email", IdentifierKind.EMAIL, "controller_customer_id", IdentifierKind.CUSTOMER_ID);
    private static final Terms<String> KNOWN_IDENTITIES =
            Terms.of(KINDS.keySet().stream().sorted().toList());
    private static final Terms<String> RAW = Terms.of(List.of("raw"));
    private static final Terms<String> GDPR = Terms.of(List.of("gdpr"));
    private static final String SOURCE = "opendsr";
    private static final int MOST_CALLBACKS = 3;
    private static final Pattern UUID_4 =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

    private final EventTimes times;
    private final Terms<RightKind> types;
    private final String controllerId;
    private final Predicate<String> callbacks;

    /**
     * @param earliest before this nothing is taken
     * @param callbacks which addresses may be called back
     */
    public OpenDsrReader(Policy policy, Instant earliest, String controllerId, Predicate<String> callbacks) {
        this.times = new EventTimes(earliest);
        this.types = Terms.of(
                RightKind.class,
                word -> TYPES.contains(word) && policy.right(word).isPresent());
        this.controllerId = controllerId;
        this.callbacks = callbacks;
    }

    /** The types of request that are taken, in OpenDSR's words. */
    public List<String> types() {
        return types.byWord().keySet().stream().sorted().toList();
    }

    /** The types of identity that are known. */
    public List<String> identities() {
        return KINDS.keySet().stream().sorted().toList();
    }

    /** What came of reading: the request, or all that is wrong with it. */
    public record Outcome(Optional<RightExercised> request, BodyProblems problems) {}

    public Outcome read(byte[] body, Instant now) {
        BodyProblems problems = new BodyProblems();
        try {
            List<Documents.Document> documents = Documents.in(body, false, problems);
            if (documents.size() == 1) {
                Documents.Document one = documents.getFirst();
                RightExercised read = read(new Members(one.node(), one.at(), problems, MEMBERS), now);
                return new Outcome(problems.none() ? Optional.ofNullable(read) : Optional.empty(), problems);
            }
        } catch (TooManyEventsException e) {
            // No more welcome than two of them.
        }
        if (problems.none()) {
            problems.addWhole("must be one request");
        }
        return new Outcome(Optional.empty(), problems);
    }

    private @Nullable RightExercised read(Members request, Instant now) {
        request.term("regulation", GDPR);
        String id = request.raw("subject_request_id");
        if (id == null || !UUID_4.matcher(id).matches()) {
            request.problem("subject_request_id", "must be a random UUID (version 4) in lower case");
        }
        RightKind right = request.term("subject_request_type", types);
        if (!request.has("submitted_time")) {
            request.problem("submitted_time", "is missing");
        }
        Instant at = times.read(request, "submitted_time", now);
        Subject subject = subject(request);
        Event.Controller controller = new Event.Controller(controllerId, callbacks(request));
        return subject == null || id == null
                ? null
                : new RightExercised(
                        new Envelope(id, SOURCE, at),
                        subject,
                        right,
                        IdentityProof.VERIFIED,
                        RequestChannel.WEB,
                        Purposes.of(List.of()),
                        controller);
    }

    private static @Nullable Subject subject(Members request) {
        List<Identifier> identifiers = new ArrayList<>();
        for (Members identity : request.objects("subject_identities", IDENTITY)) {
            IdentifierKind kind = KINDS.get(identity.term("identity_type", KNOWN_IDENTITIES));
            identity.term("identity_format", RAW);
            String value = identity.raw("identity_value");
            if (value == null) {
                identity.problem("identity_value", "is missing");
            } else if (kind != null) {
                add(identity, kind, value, identifiers);
            }
        }
        identifiers.sort(Comparator.comparing(Identifier::kind));
        return identifiers.isEmpty() ? null : new Subject(List.copyOf(identifiers));
    }

    private static void add(Members identity, IdentifierKind kind, String value, List<Identifier> into) {
        if (into.stream().anyMatch(one -> one.kind() == kind)) {
            identity.problem("identity_type", "is there twice");
            return;
        }
        try {
            into.add(new Identifier(kind, value));
        } catch (IllegalArgumentException e) {
            // It says what is wrong without repeating the identifier.
            identity.problem("identity_value", String.valueOf(e.getMessage()));
        }
    }

    private List<String> callbacks(Members request) {
        List<String> addresses = request.optionalTexts("status_callback_urls");
        if (addresses.size() > MOST_CALLBACKS) {
            request.problem("status_callback_urls", "must not name more than " + MOST_CALLBACKS);
        }
        for (int index = 0; index < addresses.size(); index++) {
            if (!callbacks.test(addresses.get(index))) {
                request.problem(
                        "status_callback_urls",
                        index,
                        "must be an https address on a host that has been agreed on; see to LETHE_OPENDSR_CALLBACK_HOSTS");
            }
        }
        return addresses;
    }
}
