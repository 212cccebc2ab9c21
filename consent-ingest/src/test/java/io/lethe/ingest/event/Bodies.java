package io.lethe.ingest.event;

/** Bodies as front-ends send them; a test names the part it is about. */
public final class Bodies {

    public static final String EVENT_ID = "0b0e9d5e-6c0a-4c39-8e0a-0a7c7a3f5d11";
    public static final String VISITOR = "{\"visitorId\": \"v-81c\"}";
    public static final String EMAIL = "{\"email\": \"ada@example.org\"}";
    public static final String BOTH = "{\"email\": \"ada@example.org\", \"visitorId\": \"v-81c\"}";
    static final String PROOF = """
            {"policyVersion": "2026-01", "noticeId": "banner-7", "language": "fr", "method": "save",
             "page": "https://www.example.org/"}""";
    public static final String DEVICE_CHOICE = "{\"purpose\": \"audience-measurement\", \"decision\": \"granted\"}";
    public static final String PERSON_CHOICE = "{\"purpose\": \"newsletters\", \"decision\": \"granted\"}";
    public static final String SUBJECT_ID = "BAHWuXZiHf9p_nkoowbIFzLQIDg1JPoV8EqIq2Po5po";

    private Bodies() {}

    public static String statement() {
        return statement(VISITOR, DEVICE_CHOICE);
    }

    public static String statement(String subject, String choices) {
        return object("subject", subject, "source", "\"www\"", "choices", "[" + choices + "]", "proof", PROOF);
    }

    public static String interaction() {
        return object("subject", EMAIL, "kind", "\"contact-form\"", "dataCategories", "[\"contact-details\"]");
    }

    public static String rightsRequest() {
        return object("subject", EMAIL, "right", "\"erasure\"", "identity", "\"verified\"", "channel", "\"web\"");
    }

    public static String refusal() {
        return object(
                "subject",
                EMAIL,
                "requestId",
                "\"" + EVENT_ID + "\"",
                "right",
                "\"erasure\"",
                "act",
                "\"refuse\"",
                "reason",
                "\"legal-claims\"",
                "text",
                "\"until the case in Nanterre is over\"",
                "decidedBy",
                "\"dpo\"");
    }

    public static String link() {
        return object("subject", EMAIL, "with", VISITOR, "action", "\"link\"", "reason", "\"login\"");
    }

    public static String hold() {
        return object(
                "subject",
                EMAIL,
                "holdId",
                "\"h-1\"",
                "action",
                "\"place\"",
                "reason",
                "\"litigation\"",
                "decidedBy",
                "\"dpo\"");
    }

    public static String correction() {
        return object(
                "subject",
                EMAIL,
                "corrected",
                "{\"email\": \"ada@example.com\"}",
                "requestId",
                "\"" + EVENT_ID + "\"",
                "reason",
                "\"another provider\"",
                "decidedBy",
                "\"dpo\"");
    }

    public static String systemsAnswer() {
        return object(
                "subject",
                EMAIL,
                "requestId",
                "\"" + EVENT_ID + "\"",
                "right",
                "\"access\"",
                "system",
                "\"hubspot\"",
                "outcome",
                "\"completed\"",
                "records",
                "3",
                "reference",
                "\"export-7\"",
                "answeredBy",
                "\"dpo\"");
    }

    public static String withdrawal() {
        return object("subject", EMAIL, "requestId", "\"" + EVENT_ID + "\"", "right", "\"erasure\"");
    }

    public static String codeWanted() {
        return withdrawal();
    }

    public static String codeShown(String digits) {
        return with("code", "\"" + digits + "\"", withdrawal());
    }

    public static String waveDecision() {
        return object("decision", "\"approve\"", "reason", "\"the import of March\"", "decidedBy", "\"dpo\"");
    }

    public static String erasureDecision() {
        return object(
                "orderId",
                "\"" + SUBJECT_ID + ".abcdef123456\"",
                "system",
                "\"hubspot\"",
                "decision",
                "\"waive\"",
                "reason",
                "\"its contract ended in March\"",
                "decidedBy",
                "\"dpo\"");
    }

    public static String acknowledgement() {
        return object("commandId", "\"" + SUBJECT_ID + ".abcdef123456.hubspot\"", "outcome", "\"completed\"");
    }

    public static String valid(EventKind kind) {
        return switch (kind) {
            case CONSENT_STATEMENT -> statement();
            case INTERACTION -> interaction();
            case RIGHTS_REQUEST -> rightsRequest();
            case RIGHTS_DECISION -> refusal();
            case CORRECTION -> correction();
            case RIGHTS_ANSWER -> systemsAnswer();
            case RIGHTS_WITHDRAWAL -> withdrawal();
            case RIGHTS_CODE -> codeWanted();
            case RIGHTS_PROOF -> codeShown("48151623");
            case SUBJECT_LINK -> link();
            case HOLD -> hold();
            case WAVE_DECISION -> waveDecision();
            case ERASURE_DECISION -> erasureDecision();
            case DELETION_ACK -> acknowledgement();
        };
    }

    /** An object of names and values in turn; the values are JSON. */
    static String object(String... namesAndValues) {
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            json.append(i == 0 ? "" : ", ")
                    .append('"')
                    .append(namesAndValues[i])
                    .append("\": ")
                    .append(namesAndValues[i + 1]);
        }
        return json.append('}').toString();
    }

    /** The object with a member more in front. */
    public static String with(String name, String value, String object) {
        return "{\"" + name + "\": " + value + ", " + object.substring(1);
    }
}
