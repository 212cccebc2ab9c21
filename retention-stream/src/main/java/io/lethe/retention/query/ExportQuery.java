package io.lethe.retention.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.policy.Policy;
import io.lethe.retention.export.ConsentReceipt;
import io.lethe.retention.export.ExportRight;
import io.lethe.retention.export.JsonForm;
import io.lethe.retention.export.OtherPeople;
import io.lethe.retention.export.PolicyExport;
import io.lethe.retention.export.SubjectExport;
import io.lethe.retention.query.Subjects.UnavailableException;
import io.lethe.retention.subject.Link;
import io.lethe.retention.subject.Subject;
import io.lethe.retention.subject.SubjectKind;
import io.lethe.retention.subject.SubjectRules;
import io.lethe.service.HttpProblem;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;

/**
 * All that is stored of a person (art. 15 and 20 GDPR, G4): of the subject that is asked for, and, each as a part of its own, of those linked to it that
 * a request would reach (E9), wherever they are. A device that somebody else holds too is left out, since nobody knows whose its data are (art. 15(4)).
 */
final class ExportQuery {

    /** Of the form of the answer; it changes where a member changes its meaning or goes. */
    private static final int VERSION = 1;

    /** So many subjects at most, and so many characters: what is left out is told, and can be asked for on its own. */
    private static final int MOST_PARTS = 200;

    private static final int MOST_CHARACTERS = 16 * 1024 * 1024;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Policy policy;
    private final InstantSource clock;
    private final Subjects subjects;
    private final SubjectRules rules;
    private final SubjectExport export;
    private final Neighbours neighbours;

    ExportQuery(Policy policy, InstantSource clock, Subjects subjects, Neighbours neighbours) {
        this.policy = policy;
        this.clock = clock;
        this.subjects = subjects;
        this.rules = new SubjectRules(policy);
        this.export = new SubjectExport(policy);
        this.neighbours = neighbours;
    }

    JsonNode export(RoutingContext context) throws UnavailableException, Refusal {
        String id = Queries.subjectId(context);
        ExportRight right = right(context);
        Instant now = Instant.ofEpochMilli(clock.millis());
        if (Neighbours.isForwarded(context)) {
            boolean asked = context.request().getParam("linked") == null;
            return here(id, right, asked, now);
        }
        return gathered(id, right, now, context);
    }

    private static ExportRight right(RoutingContext context) throws Refusal {
        @Nullable String right = context.request().getParam("right");
        return right == null
                ? ExportRight.ACCESS
                : ExportRight.of(right)
                        .orElseThrow(() -> Refusal.invalid("/right", "is neither access nor portability"));
    }

    private JsonNode gathered(String id, ExportRight right, Instant now, RoutingContext context)
            throws UnavailableException, Refusal {
        boolean consents = isAskedForConsents(context);
        Gathered gathered = gather(id, consents ? ExportRight.ACCESS : right, now, context);
        if (gathered.parts.isEmpty()) {
            throw new Refusal(HttpProblem.of(404, "Not found", "No event of this subject was ever seen."));
        }
        for (JsonNode part : gathered.parts) {
            OtherPeople.takeOutOf((ObjectNode) part, gathered.person);
        }
        if (consents) {
            return receipt(gathered, id, now);
        }
        ObjectNode answer = NODES.objectNode();
        answer.put("format", "lethe-export");
        answer.put("version", VERSION);
        answer.put("right", right.id());
        answer.put("at", JsonForm.time(now, policy.zone()));
        answer.put("zone", policy.zone().getId());
        answer.put("policyVersion", policy.version());
        answer.put("subjectId", id);
        answer.put("complete", gathered.leftOut.isEmpty());
        answer.set("parts", gathered.parts);
        answer.set("leftOut", gathered.leftOut);
        if (right == ExportRight.ACCESS) {
            answer.set("information", PolicyExport.information(policy));
            answer.set("elsewhere", PolicyExport.elsewhere());
        } else {
            answer.set("portability", PolicyExport.portability());
        }
        return answer;
    }

    /** Whether the records of consent are wanted, in their own form (C7). */
    private static boolean isAskedForConsents(RoutingContext context) {
        @Nullable String accept = context.request().getHeader("accept");
        return accept != null && accept.contains("application/ld+json");
    }

    private JsonNode receipt(Gathered gathered, String id, Instant now) throws Refusal {
        ObjectNode receipt = new ConsentReceipt(policy).of(gathered.parts, id, now);
        if (receipt.path("dpv:hasRecordOfActivity").isEmpty()) {
            throw new Refusal(HttpProblem.of(404, "Not found", "Nobody in this was ever asked for consent."));
        }
        if (!gathered.leftOut.isEmpty()) {
            receipt.put(
                    "dct:description", "Not complete: " + gathered.leftOut.size() + " linked subjects are left out.");
        }
        return receipt;
    }

    /** What several look-ups have found of one person. */
    private static final class Gathered {

        private final Set<String> person = new HashSet<>();
        private final SortedSet<String> devices = new TreeSet<>();
        private final ArrayNode parts = NODES.arrayNode();
        private final ArrayNode leftOut = NODES.arrayNode();
        private int characters;

        boolean isFull() {
            return parts.size() >= MOST_PARTS || characters > MOST_CHARACTERS;
        }

        void take(JsonNode told) {
            if (told.path("part").isObject()) {
                parts.add(told.get("part"));
                characters += told.get("part").toString().length();
            }
        }

        void leaveOut(String id, String why) {
            leftOut.addObject().put("subjectId", id).put("why", why);
        }

        boolean isHeldByAnother(JsonNode told) {
            for (JsonNode holder : told.path("heldBy")) {
                if (!person.contains(holder.asText())) {
                    return true;
                }
            }
            return false;
        }
    }

    /** First the person's contacts, from link to link, since only then it is known which devices somebody else holds too. */
    private Gathered gather(String id, ExportRight right, Instant now, RoutingContext context)
            throws UnavailableException, Refusal {
        Gathered gathered = new Gathered();
        Deque<String> contacts = new ArrayDeque<>(Set.of(id));
        gathered.person.add(id);
        while (!contacts.isEmpty()) {
            String next = contacts.removeFirst();
            if (gathered.isFull()) {
                gathered.leaveOut(next, "no-room");
                continue;
            }
            JsonNode told = tell(next, right, next.equals(id), now, context);
            gathered.take(told);
            for (JsonNode other : told.path("samePerson")) {
                String otherId = other.path("subjectId").asText();
                if (!other.path("contact").asBoolean()) {
                    gathered.devices.add(otherId);
                } else if (gathered.person.add(otherId)) {
                    contacts.addLast(otherId);
                }
            }
        }
        gathered.devices.remove(id);
        for (String device : gathered.devices) {
            JsonNode told = gathered.isFull() ? NODES.objectNode() : tell(device, right, false, now, context);
            if (gathered.isFull()) {
                gathered.leaveOut(device, "no-room");
            } else if (gathered.isHeldByAnother(told)) {
                gathered.leaveOut(device, "held-by-another");
            } else {
                gathered.take(told);
            }
        }
        gathered.person.addAll(gathered.devices);
        return gathered;
    }

    private JsonNode tell(String id, ExportRight right, boolean asked, Instant now, RoutingContext context)
            throws UnavailableException, Refusal {
        Optional<HostInfo> host = subjects.elsewhere(id);
        return host.isEmpty()
                ? here(id, right, asked, now)
                : neighbours.ask(
                        host.get(),
                        "/v1/subjects/" + id + "/export?right=" + right.id() + (asked ? "" : "&linked=true"),
                        Neighbours.credentials(context));
    }

    /** One subject of this instance, and who else would have to be handed out with it. */
    private JsonNode here(String id, ExportRight right, boolean asked, Instant now) throws UnavailableException {
        ObjectNode told = NODES.objectNode();
        Subject subject = subjects.find(id).filter(Subject::seen).orElse(null);
        if (subject == null) {
            return told;
        }
        told.set("part", right == ExportRight.ACCESS ? export.access(subject, now) : export.portable(subject));
        ArrayNode same = told.putArray("samePerson");
        for (String other : rules.samePerson(subject, asked, now)) {
            Link link = subject.links().get(other);
            same.addObject()
                    .put("subjectId", other)
                    .put("contact", link != null && link.otherKind() == SubjectKind.CONTACT);
        }
        ArrayNode holders = told.putArray("heldBy");
        Set<String> holding = new HashSet<>();
        subject.links().values().stream()
                .filter(link -> link.linked() && link.otherKind() == SubjectKind.CONTACT)
                .forEach(link -> holding.add(link.other()));
        holding.stream().sorted().forEach(holders::add);
        return told;
    }
}
