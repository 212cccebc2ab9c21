package io.lethe.retention.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.policy.Controller;
import io.lethe.policy.Id;
import io.lethe.policy.Policy;
import io.lethe.policy.RecipientSystem;
import io.lethe.policy.RetentionPolicy;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What has to be said beside the data: what the policy says of them, and what of it the policy does not have. */
public final class PolicyExport {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final String STATEMENTS =
            "choices on purposes whose legal basis is consent or a contract, each with what was shown and how it was answered: the person made them";
    private static final String DATA_CATEGORIES =
            "the categories of data the person gave that such a purpose needs; the values are in the recipient systems";

    private PolicyExport() {}

    /** What art. 15(1)(a) to (h) and 15(2) GDPR ask for, as far as the policy has it. */
    public static ObjectNode information(Policy policy) {
        ObjectNode json = NODES.objectNode();
        Controller controller = policy.controller();
        json.putObject("controller")
                .put("name", controller.name())
                .put("legalForm", controller.legalForm())
                .put("registry", controller.registry())
                .put("registrationNumber", controller.registrationNumber())
                .put("address", controller.address())
                .put("country", controller.country());
        json.putObject("contact")
                .put("name", policy.rightsContact().name())
                .put("email", policy.rightsContact().email().orElse(null));
        ArrayNode purposes = json.putArray("purposes");
        policy.purposes()
                .forEach(purpose -> purposes.addObject()
                        .put("id", purpose.id())
                        .put("name", purpose.name())
                        .put("of", purpose.scope().id())
                        .put("legalBasis", purpose.basis().id())
                        .put(
                                "validFor",
                                purpose.validity().map(Object::toString).orElse(null))
                        .set("dataCategories", words(purpose.dataCategories())));
        ArrayNode categories = json.putArray("dataCategories");
        policy.dataCategories()
                .forEach(category -> categories
                        .addObject()
                        .put("id", category.id())
                        .put("name", category.name())
                        .put("keptBy", category.retention().map(Id::id).orElse(null))
                        .set("examples", words(category.examples())));
        ArrayNode recipientCategories = json.putArray("recipientCategories");
        policy.recipientCategories()
                .forEach(category -> recipientCategories
                        .addObject()
                        .put("id", category.id())
                        .put("name", category.name())
                        .put("reason", category.reason()));
        ArrayNode recipients = json.putArray("recipients");
        policy.recipients().forEach(system -> recipients.add(recipient(system)));
        json.set("periods", periods(policy.retention()));
        ArrayNode rights = json.putArray("rights");
        policy.rights()
                .forEach(right -> rights.addObject()
                        .put("id", right.id())
                        .put("name", right.name())
                        .put("answerWithin", right.answerWithin().toString())
                        .put("extension", right.extension().toString()));
        json.put(
                "source",
                "Of each statement: the site or application in 'source'. All of it comes from the person, or from a link that 'by' tells of.");
        ArrayNode missing = json.putArray("notInPolicy");
        missing.add("supervisory-authority").add("automated-decisions");
        if (policy.rightsContact().email().isEmpty()) {
            missing.add("contact-email");
        }
        return json;
    }

    /** Which members a person can take along, and why not the others (art. 20 GDPR). */
    public static ObjectNode portability() {
        ObjectNode json = NODES.objectNode();
        json.putArray("legalBases").add("consent").add("contract");
        reasons(json.putArray("members"), List.of("statements", STATEMENTS, "dataCategories", DATA_CATEGORIES));
        reasons(
                json.putArray("leftOut"),
                List.of(
                        "choices on other purposes",
                        "processed on legitimate interest, or by law",
                        "interactions, links, firstSeenAt, lastSeenAt",
                        "kept to end the retention period and to reach the person's devices (art. 5(1)(e), 17): not on consent or a contract",
                        "consents, retention, told, next",
                        "worked out here from the statements and the policy, not provided by the person",
                        "holds, requests, erasures, wantedErasures, erasuresOfLinked",
                        "kept by law (art. 5(2), 12, 17, 18)"));
        return json;
    }

    /** What the pipeline keeps of people in other places than the one that answers. */
    public static ArrayNode elsewhere() {
        ArrayNode places = NODES.arrayNode();
        place(
                places,
                "identities",
                "the e-mail address, customer id and visitor id, sealed, to tell recipient systems whom to delete; until the last one has answered");
        place(
                places,
                "erasure orders, certificates",
                "under the subject id: which systems were told to delete, and what they answered");
        place(
                places,
                "topics",
                "under the subject id: the events that all of this was made from, for as long as each topic keeps them");
        place(places, "recipient systems", "what each of them received; it is asked for there");
        return places;
    }

    private static ObjectNode recipient(RecipientSystem system) {
        ObjectNode json = NODES.objectNode();
        json.put("id", system.id());
        json.put("name", system.name());
        json.put("category", system.category());
        json.set("purposes", words(system.purposes()));
        json.set("dataCategories", words(system.dataCategories()));
        json.set("identifiers", words(system.identifiers().stream().map(Id::id).toList()));
        json.put("region", system.region());
        json.put("transfer", system.transfer().map(Id::id).orElse(null));
        json.put("since", text(system.since().orElse(null)));
        json.put("until", text(system.until().orElse(null)));
        return json;
    }

    private static ObjectNode periods(RetentionPolicy retention) {
        ObjectNode json = NODES.objectNode();
        json.put("persons", retention.period().toString());
        json.put("devices", retention.devices().toString());
        json.set("countedFrom", words(retention.interactionKinds()));
        json.put("grace", retention.grace().toString());
        json.put("proof", retention.proof().toString());
        return json;
    }

    private static void reasons(ArrayNode array, List<String> membersAndReasons) {
        for (int i = 0; i < membersAndReasons.size(); i += 2) {
            array.addObject().put("member", membersAndReasons.get(i)).put("why", membersAndReasons.get(i + 1));
        }
    }

    private static void place(ArrayNode places, String where, String what) {
        places.addObject().put("where", where).put("what", what);
    }

    private static ArrayNode words(Collection<String> words) {
        ArrayNode array = NODES.arrayNode();
        words.forEach(array::add);
        return array;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
