package io.lethe.ingest.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.identity.Identifier;
import io.lethe.ingest.contract.ConsentEnds.ConsentEnd;
import io.lethe.ingest.event.Event;
import io.lethe.ingest.event.Event.Choice;
import io.lethe.ingest.event.Event.Envelope;
import io.lethe.ingest.event.Event.Interacted;
import io.lethe.ingest.event.Event.Proof;
import io.lethe.ingest.event.Event.Statement;
import io.lethe.ingest.event.Event.Subject;
import io.lethe.policy.IdentifierKind;
import io.lethe.policy.file.PolicyFile;
import io.lethe.schemas.ConsentMethod;
import io.lethe.schemas.Decision;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Until when a consent lasts, as the front-end that has just sent it is told. */
class ConsentEndsTest {

    private static final Subject VISITOR = new Subject(List.of(new Identifier(IdentifierKind.VISITOR_ID, "v-81c")));

    private final ConsentEnds ends = new ConsentEnds(PolicyFile.builtIn());

    @ParameterizedTest
    @CsvSource({
        // Winter to summer and back: the same hour of the day in Paris.
        "2026-03-01T12:00:00Z, 2026-09-01T13:00:00+02:00",
        "2026-07-15T08:30:00.250Z, 2027-01-15T10:30:00.25+01:00",
        // A day that the month does not have is its last.
        "2026-08-31T10:00:00Z, 2027-02-28T12:00:00+01:00",
        "2027-08-31T10:00:00Z, 2028-02-29T12:00:00+01:00",
        // Half past two on the night on which clocks go forward does not exist.
        "2025-09-29T00:30:00Z, 2026-03-29T03:30:00+02:00",
        // A new day in Paris is the old one in Greenwich.
        "2026-01-31T23:30:00Z, 2026-08-01T00:30:00+02:00",
    })
    void C4_a_consent_ends_six_calendar_months_later_in_the_policys_zone(Instant given, String end) {
        assertThat(ends.of(statement(given, choice("advertising", null, Decision.GRANTED))))
                .containsExactly(new ConsentEnd("advertising", end));
    }

    @Test
    void C4_only_what_was_granted_and_ends_has_an_end_and_each_purpose_one() {
        Event said = statement(
                Instant.parse("2026-03-01T12:00:00Z"),
                choice("video", null, Decision.REFUSED),
                choice("newsletters", null, Decision.GRANTED),
                choice("advertising", "linkedin", Decision.GRANTED),
                choice("advertising", "google-ads", Decision.GRANTED));

        assertThat(ends.of(said)).extracting(ConsentEnd::purpose).containsExactly("advertising");
    }

    @Test
    void no_other_event_grants_anything() {
        Event login =
                new Interacted(new Envelope("e-1", "www", Instant.EPOCH), VISITOR, "login", List.of("browsing-data"));

        assertThat(ends.of(login)).isEmpty();
    }

    private static Statement statement(Instant at, Choice... choices) {
        return new Statement(
                new Envelope("e-1", "www", at),
                VISITOR,
                List.of(choices),
                new Proof("2026-01", "banner-7", "fr", ConsentMethod.SAVE, null));
    }

    private static Choice choice(String purpose, @Nullable String recipient, Decision decision) {
        return new Choice(purpose, recipient, decision, true);
    }
}
