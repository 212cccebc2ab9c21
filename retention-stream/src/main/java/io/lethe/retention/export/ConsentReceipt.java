package io.lethe.retention.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.policy.Controller;
import io.lethe.policy.LegalBasis;
import io.lethe.policy.Policy;
import io.lethe.policy.Purpose;
import io.lethe.policy.RecipientSystem;
import io.lethe.policy.Scope;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Records of consent as ISO/IEC TS 27560 has them, in the W3C Data Privacy Vocabulary, as JSON-LD: one for each subject, purpose and, where chosen,
 * recipient, with all that became of it; a receipt around them. It is made of parts that are handed out anyway, so that it cannot say anything else.
 */
public final class ConsentReceipt {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Policy policy;
    private final String controllerId;

    public ConsentReceipt(Policy policy) {
        this.policy = policy;
        this.controllerId = urn("controller", policy.controller().registrationNumber());
    }

    /**
     * The receipt for these parts; without a record where nobody in them was ever asked for consent.
     *
     * @param parts as {@link SubjectExport#access} makes them
     */
    public ObjectNode of(Iterable<JsonNode> parts, String subjectId, Instant now) {
        String at = JsonForm.time(now, policy.zone());
        ObjectNode receipt = NODES.objectNode();
        receipt.set("@context", DpvMapping.context());
        identify(receipt, urn("receipt", subjectId, at)).put("@type", "dpv:ConsentReceipt");
        receipt.put("dct:conformsTo", "dpv-27560:receipt");
        receipt.put("dct:created", at);
        receipt.put("dct:publisher", controllerId);
        ArrayNode records = receipt.putArray("dpv:hasRecordOfActivity");
        for (JsonNode part : parts) {
            for (JsonNode consent : part.path("consents")) {
                policy.purpose(consent.path("purpose").asText())
                        .filter(purpose -> purpose.basis() == LegalBasis.CONSENT)
                        .ifPresent(purpose -> records.add(record(part, consent, purpose)));
            }
        }
        return receipt;
    }

    private ObjectNode record(JsonNode part, JsonNode consent, Purpose purpose) {
        String subjectId = part.path("subjectId").asText();
        @Nullable String recipient = consent.path("recipient").textValue();
        List<RecipientSystem> recipients = policy.recipients().stream()
                .filter(system -> recipient == null
                        ? system.purposes().contains(purpose.id())
                        : system.id().equals(recipient))
                .toList();
        String subject = urn("subject", subjectId);
        ObjectNode json = NODES.objectNode();
        identify(json, urn("record", subjectId, purpose.id(), String.valueOf(recipient)))
                .put("@type", "dpv:ConsentRecord");
        json.put("dct:conformsTo", "dpv-27560:record");
        json.putObject("dpv:hasDataSubject")
                .put("@id", subject)
                .put("@type", "dpv:DataSubject")
                .put("dct:identifier", subjectId)
                .put("dpv:hasIdentifier", subjectId);
        ArrayNode notices = NODES.arrayNode();
        ArrayNode events = NODES.arrayNode();
        @Nullable String page = null;
        for (JsonNode stretch : consent.path("history")) {
            JsonNode statement =
                    statement(part, purpose.id(), stretch.path("statement").asText());
            ObjectNode event = event(stretch, statement, subject);
            events.add(event);
            if (event.has("dpv:hasNotice") && !contains(notices, event.get("dpv:hasNotice"))) {
                notices.add(event.get("dpv:hasNotice"));
            }
            page = statement.at("/proof/page").isTextual()
                    ? statement.at("/proof/page").asText()
                    : page;
        }
        json.set("dpv:hasNotice", notices);
        json.set("dpv:hasProcess", process(purpose, recipients, page));
        json.set("dpv:hasConsentStatus", events);
        ArrayNode entities = json.putArray("dpv:hasEntity");
        entities.add(controller());
        recipients.forEach(system -> entities.add(party(system)));
        return json;
    }

    /** A status, since when, in whose word, and for how long. What only time or a change of the purpose brought about is the controller's word. */
    private ObjectNode event(JsonNode stretch, JsonNode statement, String subject) {
        String status = stretch.path("status").asText();
        boolean said = !status.equals("expired") && !status.equals("invalidated");
        boolean given = status.equals("given") || status.equals("renewed");
        ObjectNode json = NODES.objectNode();
        ArrayNode types = json.putArray("@type").add(DpvMapping.status(status));
        if (given) {
            types.add("dpv:ExpressedConsent");
        }
        json.put("dpv:isIndicatedAtTime", stretch.path("since").asText());
        json.put("dpv:isIndicatedBy", said ? subject : controllerId);
        ObjectNode duration = json.putObject("dpv:hasDuration");
        if (stretch.path("validUntil").isTextual() && said) {
            duration.put("@type", "dpv:UntilTimeDuration");
            duration.putObject("rdf:value")
                    .put("@type", "xsd:dateTime")
                    .put("@value", stretch.path("validUntil").asText());
        } else {
            duration.put("@type", "dpv:UntilEventDuration");
            duration.put("rdf:value", given ? "withdrawal of consent, or erasure" : "another choice, or erasure");
        }
        if (said && statement.isObject()) {
            json.put("dpv:hasIndicationMethod", statement.at("/proof/method").asText());
            json.put("dct:identifier", statement.path("eventId").asText());
            json.put("dct:source", statement.path("source").asText());
        }
        if (statement.isObject()) {
            json.putObject("dpv:hasNotice")
                    .put(
                            "@id",
                            urn(
                                    "notice",
                                    statement.at("/proof/noticeId").asText(),
                                    statement.at("/proof/policyVersion").asText(),
                                    statement.at("/proof/language").asText()))
                    .put("@type", "dpv:ConsentNotice")
                    .put("dct:identifier", statement.at("/proof/noticeId").asText())
                    .put("dct:language", statement.at("/proof/language").asText())
                    .put("schema:version", statement.at("/proof/policyVersion").asText());
        }
        return json;
    }

    private ObjectNode process(Purpose purpose, List<RecipientSystem> recipients, @Nullable String page) {
        ObjectNode json = NODES.objectNode().put("@type", "dpv:Process");
        json.putObject("dpv:hasPurpose")
                .put("@type", "dpv:Purpose")
                .put("skos:broader", DpvMapping.purpose(purpose.id()))
                .put("dct:identifier", purpose.id())
                .put("dct:title", purpose.name());
        json.put("dpv:hasLegalBasis", DpvMapping.legalBasis(purpose.basis().id()));
        ArrayNode data = json.putArray("dpv:hasPersonalData");
        policy.dataCategories().stream()
                .filter(category -> purpose.dataCategories().contains(category.id()))
                .forEach(category -> data.addObject()
                        .put("@type", "dpv:PersonalData")
                        .put("skos:broader", DpvMapping.dataCategory(category.id()))
                        .put("dct:identifier", category.id())
                        .put("dct:title", category.name()));
        json.put("dpv:hasDataController", controllerId);
        ArrayNode receiving = json.putArray("dpv:hasRecipient");
        recipients.forEach(system -> receiving.add(urn("recipient", system.id())));
        if (recipients.isEmpty()) {
            receiving.add(controllerId);
        }
        boolean device = purpose.scope() == Scope.DEVICE;
        ArrayNode storage = json.putArray("dpv:hasStorageCondition");
        storage.addObject()
                .put("@type", "dpv:StorageDuration")
                .put("dct:description", device ? "after the device's last sign of life" : "after the last interaction")
                .putObject("dpv:hasDuration")
                .put("@type", "dpv:TemporalDuration")
                .putObject("rdf:value")
                .put("@type", "xsd:duration")
                .put(
                        "@value",
                        (device
                                        ? policy.retention().devices()
                                        : policy.retention().period())
                                .toString());
        ArrayNode places =
                storage.addObject().put("@type", "dpv:StorageLocation").putArray("dpv:hasLocation");
        places.add("loc:" + policy.controller().country());
        recipients.stream().map(RecipientSystem::region).distinct().forEach(region -> places.add("loc:" + region));
        json.put("dpv:hasJurisdiction", "loc:" + policy.controller().country());
        ObjectNode control = json.putObject("dpv:hasConsentControl");
        control.putArray("@type").add("dpv:ProvideConsent").add("dpv:WithdrawConsent");
        control.put(
                "dct:description",
                "where consent was asked for, or at: " + policy.rightsContact().name());
        if (page != null) {
            control.put("dpv:isExercisedAt", page);
        }
        ArrayNode rights = json.putArray("dpv:hasRight");
        policy.rights().forEach(right -> {
            ObjectNode one = rights.addObject();
            one.putArray("@type").add("dpv:DataSubjectRight").add(DpvMapping.right(right.id()));
            one.put("dct:identifier", right.id()).put("dct:title", right.name());
        });
        return json;
    }

    private ObjectNode controller() {
        Controller controller = policy.controller();
        ObjectNode json = NODES.objectNode();
        json.put("@id", controllerId).put("@type", "dpv:DataController");
        json.put("dpv:hasName", controller.name());
        json.put("dpv:hasIdentifier", controller.registrationNumber());
        ObjectNode contact = json.putObject("schema:contactPoint");
        contact.put("@type", "schema:ContactPoint")
                .put("schema:contactType", policy.rightsContact().name());
        policy.rightsContact().email().ifPresent(email -> contact.put("schema:email", email));
        json.putObject("schema:address")
                .put("@type", "schema:PostalAddress")
                .put("schema:streetAddress", controller.address())
                .put("schema:addressCountry", controller.country());
        return json;
    }

    private static ObjectNode party(RecipientSystem system) {
        return NODES.objectNode()
                .put("@id", urn("recipient", system.id()))
                .put("@type", "dpv:Recipient")
                .put("dpv:hasName", system.name())
                .put("dpv:hasIdentifier", system.id())
                .put("dpv:hasLocation", "loc:" + system.region());
    }

    /** Two contents of one event id: what spoke of the purpose is meant. */
    private static JsonNode statement(JsonNode part, String purpose, String eventId) {
        for (JsonNode statement : part.path("statements")) {
            if (statement.path("eventId").asText().equals(eventId)) {
                for (JsonNode choice : statement.path("choices")) {
                    if (choice.path("purpose").asText().equals(purpose)) {
                        return statement;
                    }
                }
            }
        }
        return NODES.missingNode();
    }

    private static boolean contains(ArrayNode all, JsonNode one) {
        for (JsonNode other : all) {
            if (other.equals(one)) {
                return true;
            }
        }
        return false;
    }

    private static ObjectNode identify(ObjectNode json, String urn) {
        return json.put("@id", urn).put("dct:identifier", urn).put("dpv:hasIdentifier", urn);
    }

    /** The same for the same thing, whenever it is asked for. */
    private static String urn(String... parts) {
        return "urn:uuid:" + UUID.nameUUIDFromBytes(String.join("\n", parts).getBytes(StandardCharsets.UTF_8));
    }
}
