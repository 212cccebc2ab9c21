package io.lethe.local.demo;

import static io.lethe.schemas.topics.Topics.CONSENT_CHANGES;
import static io.lethe.schemas.topics.Topics.ERASURE_CERTIFICATES;
import static io.lethe.schemas.topics.Topics.ERASURE_ORDERS;
import static io.lethe.schemas.topics.Topics.ERASURE_STATUS;
import static io.lethe.schemas.topics.Topics.INTERACTIONS;
import static io.lethe.schemas.topics.Topics.RETENTION_CHANGES;

import io.lethe.local.terminal.Table;
import io.lethe.schemas.CommandState;
import io.lethe.schemas.ConsentStatus;
import io.lethe.schemas.DeletionCommand;
import io.lethe.schemas.ErasureCause;
import io.lethe.schemas.RetentionChangeKind;
import io.lethe.schemas.topics.Topics;
import java.time.LocalDateTime;
import java.util.List;

/** Five people and the law, over more than five years. */
final class Story {

    static final LocalDateTime BEGINNING = LocalDateTime.parse("2026-01-05T09:00:00");

    private static final String EVE_AND_HER_BROWSER = "{\"email\": \"eve@example.org\", \"visitorId\": \"eve-0c5\"}";

    private final Stage stage;
    private final Claims claims;
    private final List<String> systems;

    private String vera = "";
    private String noor = "";
    private String sam = "";
    private String samsBrowser = "";
    private String eve = "";
    private String evesBrowser = "";
    private String hal = "";

    Story(Stage stage, List<String> systems) {
        this.stage = stage;
        this.claims = stage.claims();
        this.systems = systems;
    }

    /** Tells it, and returns the table of how it ended. */
    Table tell() {
        everybodyArrives();
        choicesExpire();
        devicesFallSilent();
        eveAsksToBeForgotten();
        anOldEventComesLate();
        noorStays();
        fiveYearsOfSilence();
        theHoldIsReleased();
        return ending();
    }

    private void everybodyArrives() {
        stage.at("2026-01-05T09:00:00", "five people meet a web site");
        stage.tell("Vera, known by a cookie only, lets her visits be counted and refuses advertising.");
        vera = stage.publish("consent-statements", """
                {"subject": {"visitorId": "vera-81c"}, "occurredAt": "%s", "source": "www",
                 "choices": [{"purpose": "audience-measurement", "decision": "granted"},
                             {"purpose": "advertising", "decision": "refused"}],
                 "proof": {"policyVersion": "2026-01", "noticeId": "banner-7", "language": "fr", "method": "save",
                           "page": "https://www.example.org/"}}""".formatted(stage.time("2026-01-05T09:00:00")));
        stage.tell("Noor and Hal write through the contact form.");
        noor = interaction("{\"email\": \"noor@example.org\"}", "contact-form", "2026-01-05T09:00:00");
        hal = interaction("{\"email\": \"hal@example.org\"}", "contact-form", "2026-01-05T09:00:00");
        stage.tell(
                "So does Sam, in a browser with a cookie of its own: the two are linked. Eve downloads a white paper, likewise.");
        eve = interaction(EVE_AND_HER_BROWSER, "white-paper-download", "2026-01-05T09:00:00");
        evesBrowser = stage.subjectId("{\"visitorId\": \"eve-0c5\"}");
        String both = "{\"email\": \"sam@example.org\", \"visitorId\": \"sam-3f2\"}";
        sam = interaction(both, "contact-form", "2026-01-05T09:00:00");
        samsBrowser = stage.subjectId("{\"visitorId\": \"sam-3f2\"}");
        stage.tell("The lawyers put a hold on Hal: there is a lawsuit.");
        hold("place");

        claims.expect(
                "Vera's yes to being counted is recorded", "given", () -> stage.consent(vera, "audience-measurement"));
        claims.expect("her no to advertising as well", "refused", () -> stage.consent(vera, "advertising"));
        claims.expect(
                "her choices hold for six calendar months",
                stage.time("2026-07-05T09:00:00"),
                () -> stage.consentMember(vera, "audience-measurement", "validUntil"));
        claims.expect(
                "Noor's data may stay for five years",
                stage.time("2031-01-05T09:00:00"),
                () -> stage.subject(noor).path("retention").path("expiresAt").asText());
        claims.expect(
                "Sam is linked to his browser",
                samsBrowser,
                () -> stage.subject(sam).path("links").path(0).asText());
        claims.expect(
                "Hal is on hold", 1, () -> stage.subject(hal).path("holds").size());
    }

    private void choicesExpire() {
        stage.at("2026-07-05T08:59:30", "six months less half a minute, and nobody has come");
        claims.expectNow("Vera's choice still holds", "given", () -> stage.consent(vera, "audience-measurement"));
        stage.at("2026-07-05T09:00:00", "six months; still no traffic at all");
        claims.expect("her choice has expired", "expired", () -> stage.consent(vera, "audience-measurement"));
        claims.expect(
                "so has her refusal: she may be asked again", "expired", () -> stage.consent(vera, "advertising"));
        claims.expect(
                "each expiry is an event, and there is one of each",
                2L,
                () -> stage.count(
                        CONSENT_CHANGES,
                        change -> change.getSubjectId().equals(vera) && change.getTo() == ConsentStatus.EXPIRED));
    }

    private void devicesFallSilent() {
        stage.at("2026-10-01T12:00:00", "Eve comes back with the same browser, and looks at a brochure");
        interaction(EVE_AND_HER_BROWSER, "brochure-download", "2026-10-01T12:00:00");
        claims.expect(
                "her browser's data may stay as long as its longest tracker, from now",
                stage.time("2027-11-04T12:00:00"),
                () -> stage.subject(evesBrowser)
                        .path("retention")
                        .path("expiresAt")
                        .asText());
        stage.at("2027-02-08T09:00:00", "399 days: the longest tracker on Sam's browser has ended");
        claims.expect("the data of Sam's browser have lapsed", "lapsed", () -> stage.status(samsBrowser));
        claims.expect("so have those of Vera's", "lapsed", () -> stage.status(vera));
        claims.expectNow("Eve's browser was seen since", "active", () -> stage.status(evesBrowser));
        claims.expectNow("Sam himself is kept for five years", "active", () -> stage.status(sam));
        stage.at("2027-03-10T13:00:00", "the grace time is over, and neither has come back");
        claims.expect("Sam's browser is to be erased", 1L, () -> orders(samsBrowser, ErasureCause.RETENTION_LAPSED));
        claims.expect(
                "every system that knows the browser was told, once",
                List.copyOf(systems),
                () -> systems.stream()
                        .filter(system -> attempts(samsBrowser, system).equals(List.of(1)))
                        .toList());
        claims.expect("two certificates say that it is done", 2L, () -> certificates(samsBrowser) + certificates(vera));
        claims.expect("his browser is erased", "erased", () -> stage.status(samsBrowser));
        claims.expectNow("nobody is erased by the silence of a device", "active", () -> stage.status(sam));
    }

    private void eveAsksToBeForgotten() {
        stage.at("2027-03-10T14:00:00", "Eve asks to be forgotten, and proves who she is");
        stage.publish("rights-requests", """
                {"subject": {"email": "eve@example.org"}, "right": "erasure", "identity": "verified", "channel": "web"}""");
        claims.expect("one order is given, because she asked", 1L, () -> orders(eve, ErasureCause.ERASURE_REQUESTED));
        claims.expect("HubSpot is told, and fails", true, () -> failed(eve, 1));
        stage.at("2027-03-10T14:10:00", "ten minutes later");
        claims.expect("HubSpot is told again, and fails again", true, () -> failed(eve, 2));
        stage.at("2027-03-10T14:30:00", "twenty minutes later");
        claims.expect("the third time it completes; a certificate says so", 1L, () -> certificates(eve));
        claims.expect("one command, three attempts", List.of(1, 2, 3), () -> attempts(eve, "hubspot"));
        claims.expect("Eve is erased", "erased", () -> stage.status(eve));
        claims.expect("so is her browser", 1L, () -> orders(evesBrowser, ErasureCause.LINKED_SUBJECT_ERASED));
        claims.expect("with a certificate of its own", 1L, () -> certificates(evesBrowser));
    }

    private void anOldEventComesLate() {
        stage.at("2027-03-12T10:00:00", "a forgotten server sends what Eve did a year before");
        interaction("{\"email\": \"eve@example.org\"}", "white-paper-download", "2026-03-01T10:00:00");
        claims.expect("the pipeline has read it", 0L, () -> stage.lag(INTERACTIONS));
        claims.expectNow("Eve stays erased", "erased", () -> stage.status(eve));
    }

    private void noorStays() {
        stage.at("2028-06-01T11:00:00", "Noor logs in");
        interaction("{\"email\": \"noor@example.org\"}", "login", "2028-06-01T11:00:00");
        stage.at("2030-11-15T16:00:00", "and downloads a brochure");
        interaction("{\"email\": \"noor@example.org\"}", "brochure-download", "2030-11-15T16:00:00");
        claims.expect(
                "five years count anew",
                stage.time("2035-11-15T16:00:00"),
                () -> stage.subject(noor).path("retention").path("expiresAt").asText());
    }

    private void fiveYearsOfSilence() {
        stage.at("2031-01-05T09:00:00", "five years after the contact form");
        claims.expect("Sam's data have lapsed; the grace time runs", "lapsed", () -> stage.status(sam));
        claims.expect("so have Hal's", "lapsed", () -> stage.status(hal));
        claims.expect(
                "a lapse is an event, once",
                1L,
                () -> stage.count(
                        RETENTION_CHANGES,
                        change ->
                                change.getSubjectId().equals(sam) && change.getChange() == RetentionChangeKind.LAPSED));
        claims.expectNow("Noor, who kept coming, is not concerned", "active", () -> stage.status(noor));
        stage.at("2031-02-05T09:00:00", "the grace time is over");
        claims.expect("Sam is to be erased", 1L, () -> orders(sam, ErasureCause.RETENTION_LAPSED));
        claims.expect("a certificate says that it is done", 1L, () -> certificates(sam));
        claims.expect("Sam is erased", "erased", () -> stage.status(sam));
        claims.expectNow(
                "Hal is not: the hold protects the evidence",
                0L,
                () -> stage.count(ERASURE_ORDERS, order -> order.getSubjectId().equals(hal)));
    }

    private void theHoldIsReleased() {
        stage.at("2031-06-02T10:00:00", "the lawsuit is over, and the hold is released");
        hold("release");
        claims.expect("Hal's erasure resumes by itself", 1L, () -> orders(hal, ErasureCause.RETENTION_LAPSED));
        claims.expect("a certificate says that it is done", 1L, () -> certificates(hal));
        claims.expect("Hal is erased", "erased", () -> stage.status(hal));
        claims.expectNow("Noor is still there", "active", () -> stage.status(noor));
        claims.expectNow(
                "nothing went to a dead-letter topic",
                0,
                () -> stage.journal().entries("dead-letters.retention-stream").size()
                        + stage.journal().entries("dead-letters.erasure-worker").size());
    }

    private Table ending() {
        Table table = new Table("WHO", "WHAT HAPPENED", "STATUS", "ORDERS", "COMMANDS", "CERTIFICATES");
        row(table, "Vera", "choices expired, then the cookie itself", vera);
        row(table, "Noor", "kept coming back", noor);
        row(table, "Sam", "silent for five years", sam);
        row(table, "Sam's browser", "silent for thirteen months", samsBrowser);
        row(table, "Eve", "asked to be forgotten", eve);
        row(table, "Eve's browser", "went with Eve", evesBrowser);
        row(table, "Hal", "on legal hold, then released", hal);
        return table;
    }

    private void row(Table table, String who, String what, String subject) {
        long orders = stage.count(ERASURE_ORDERS, order -> order.getSubjectId().equals(subject));
        long commands = systems.stream()
                .mapToLong(system -> attempts(subject, system).size())
                .sum();
        table.row(
                who,
                what,
                stage.status(subject),
                Long.toString(orders),
                Long.toString(commands),
                Long.toString(certificates(subject)));
    }

    private String interaction(String subject, String kind, String localTime) {
        return stage.publish("interactions", """
                {"subject": %s, "kind": "%s", "occurredAt": "%s", "source": "www", "dataCategories": ["contact-details"]}""".formatted(subject, kind, stage.time(localTime)));
    }

    private void hold(String action) {
        stage.publish("holds", """
                {"subject": {"email": "hal@example.org"}, "holdId": "case-17", "action": "%s", "reason": "lawsuit"}""".formatted(action));
    }

    private long orders(String subject, ErasureCause cause) {
        return stage.count(ERASURE_ORDERS, order -> order.getSubjectId().equals(subject) && order.getCause() == cause);
    }

    private long certificates(String subject) {
        return stage.count(ERASURE_CERTIFICATES, it -> it.getSubjectId().equals(subject));
    }

    private List<Integer> attempts(String subject, String system) {
        return stage.journal().of(Topics.deletionCommands(system)).stream()
                .filter(command -> command.getSubjectId().equals(subject))
                .map(DeletionCommand::getAttempt)
                .toList();
    }

    /** Whether the worker knows that an attempt failed: publishing again is one status, the failure that follows another. */
    private boolean failed(String subject, int attempt) {
        long told = stage.count(
                ERASURE_STATUS,
                status -> status.getSubjectId().equals(subject)
                        && status.getSystems().stream()
                                .anyMatch(system ->
                                        system.getState() == CommandState.RETRYING && system.getAttempts() == attempt));
        return told >= (attempt == 1 ? 1 : 2);
    }
}
