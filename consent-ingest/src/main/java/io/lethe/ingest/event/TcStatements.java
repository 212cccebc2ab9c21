package io.lethe.ingest.event;

import io.lethe.ingest.event.Event.Choice;
import io.lethe.ingest.event.Event.Envelope;
import io.lethe.ingest.json.Members;
import io.lethe.ingest.tcf.TcChoices;
import io.lethe.ingest.tcf.TcString;
import io.lethe.ingest.tcf.UnreadableTcStringException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A statement that brings a string of the IAB's framework in place of choices. */
final class TcStatements {

    /** Since version 2.2 a string tells the day on which somebody chose, and not the time. */
    private static final Duration A_DAY = Duration.ofDays(1);

    private final TcChoices choices;
    private final Instant earliest;

    /** @param earliest before this nothing is taken */
    TcStatements(TcChoices choices, Instant earliest) {
        this.choices = choices;
        this.earliest = earliest;
    }

    /** What was said, and when. */
    record Told(Envelope envelope, List<Choice> choices) {}

    /** @param visitor whether the subject has a visitor id: the framework asks devices */
    Told read(Members event, String name, Envelope envelope, boolean visitor) {
        String text = event.raw(name);
        if (text == null) {
            return new Told(envelope, List.of());
        }
        if (choices.isEmpty()) {
            event.problem(name, "means nothing here: the policy has no table for the framework");
        }
        if (!visitor) {
            event.problem(name, "concerns a device, and the subject has no visitorId");
        }
        try {
            TcString said = TcString.read(text);
            return new Told(
                    at(event, name, envelope, said.lastUpdated()),
                    choices.of(said).stream()
                            .map(one -> new Choice(one.purpose(), one.recipient(), one.decision(), true))
                            .toList());
        } catch (UnreadableTcStringException e) {
            event.problem(name, e.reason());
            return new Told(envelope, List.of());
        }
    }

    /**
     * A string that is sent again later says again what was said then: its day counts, so that no consent begins anew by being repeated (C4).
     */
    private Envelope at(Members event, String name, Envelope envelope, Instant lastUpdated) {
        Instant said = envelope.occurredAt();
        if (lastUpdated.isAfter(said.plus(EventTimes.MOST_AHEAD))) {
            event.problem(name, "was last updated after the time of the statement");
        } else if (lastUpdated.isBefore(earliest)) {
            event.problem(name, "was last updated before " + earliest);
        } else if (lastUpdated.plus(A_DAY).isBefore(said)) {
            return new Envelope(envelope.eventId(), envelope.source(), lastUpdated);
        }
        return envelope;
    }
}
