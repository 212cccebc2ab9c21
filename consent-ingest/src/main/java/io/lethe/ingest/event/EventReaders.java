package io.lethe.ingest.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.ingest.json.BodyProblems;
import io.lethe.ingest.json.Documents;
import io.lethe.ingest.json.Members;
import io.lethe.ingest.json.TooManyEventsException;
import io.lethe.ingest.tcf.TcChoices;
import io.lethe.policy.Policy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Turns a request's body into events, or into all that is wrong with it. */
public final class EventReaders {

    private final Map<EventKind, EventReader> readers = new EnumMap<>(EventKind.class);

    /** @param earliest before this nothing is taken */
    public EventReaders(Policy policy, Instant earliest) {
        Vocabulary vocabulary = Vocabulary.of(policy);
        CommonMembers common = new CommonMembers(new EventTimes(earliest));
        for (EventKind kind : EventKind.values()) {
            readers.put(
                    kind,
                    switch (kind) {
                        case CONSENT_STATEMENT ->
                            new StatementReader(common, vocabulary, new TcStatements(new TcChoices(policy), earliest));
                        case INTERACTION -> new InteractionReader(common, vocabulary);
                        case RIGHTS_REQUEST -> new RightsRequestReader(common, vocabulary);
                        case RIGHTS_DECISION -> new RightsDecisionReader(common, vocabulary);
                        case RIGHTS_ANSWER -> new RightsAnswerReader(common, vocabulary);
                        case CORRECTION -> new CorrectionReader(common);
                        case RIGHTS_WITHDRAWAL -> new RightsWithdrawalReader(common, vocabulary);
                        case RIGHTS_CODE -> new RightsCodeReader(common, vocabulary);
                        case RIGHTS_PROOF -> new RightsProofReader(common, vocabulary);
                        case SUBJECT_LINK -> new LinkReader(common);
                        case HOLD -> new HoldReader(common);
                        case WAVE_DECISION -> new WaveDecisionReader(common);
                        case ERASURE_DECISION -> new ErasureDecisionReader(common);
                        case DELETION_ACK -> new AcknowledgementReader(common);
                    });
        }
    }

    /** What came of reading a body. */
    public sealed interface Reading {

        /** How many events were looked at for it: one at least, and no more than a request may bring. */
        int lookedAt();
    }

    /** All events of the body, each of them valid. */
    public record Valid(List<Event> events) implements Reading {

        @Override
        public int lookedAt() {
            return events.size();
        }
    }

    /** Nothing of the body can be taken. */
    public record Invalid(BodyProblems problems) implements Reading {

        @Override
        public int lookedAt() {
            return Math.clamp(problems.events(), 1, Documents.MOST);
        }
    }

    /** The body holds more events than one request may bring. */
    public record TooMany() implements Reading {

        @Override
        public int lookedAt() {
            return Documents.MOST;
        }
    }

    /** As below, of a caller whose events may have any source. */
    public Reading read(EventKind kind, byte[] body, boolean lines, Instant now) {
        return read(kind, problems -> Documents.in(body, lines, problems), now, Sources.ANY);
    }

    /**
     * Reads a whole body and checks every event in it.
     *
     * @param sent finds the events in the body, and notes what is wrong with it
     * @param now the time of events that name none, and what future is measured by
     * @param sources what events may give as their source
     */
    public Reading read(
            EventKind kind, Function<BodyProblems, List<Documents.Document>> sent, Instant now, Sources sources) {
        BodyProblems problems = new BodyProblems();
        List<Documents.Document> documents;
        try {
            documents = sent.apply(problems);
        } catch (TooManyEventsException e) {
            return new TooMany();
        }
        EventReader reader = readers.get(kind);
        if (reader == null) {
            throw new IllegalStateException("every kind has a reader");
        }
        List<Event> events = new ArrayList<>(documents.size());
        for (Documents.Document document : documents) {
            ObjectNode node = document.node();
            sources.complete(node);
            Members members = new Members(node, document.at(), problems, reader.members(), document.elsewhere());
            sources.check(node, members);
            Event event = reader.read(members, now);
            if (event != null) {
                events.add(event);
            }
        }
        return problems.none() ? new Valid(events) : new Invalid(problems);
    }
}
