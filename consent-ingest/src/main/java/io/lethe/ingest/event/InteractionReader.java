package io.lethe.ingest.event;

import io.lethe.ingest.event.Event.Envelope;
import io.lethe.ingest.event.Event.Interacted;
import io.lethe.ingest.event.Event.Subject;
import io.lethe.ingest.json.Members;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads interactions (R1). What a form contained is never accepted, only which categories of data it collected. */
final class InteractionReader implements EventReader {

    private static final Set<String> MEMBERS = CommonMembers.with(CommonMembers.SUBJECT, "kind", "dataCategories");

    private final CommonMembers common;
    private final Vocabulary vocabulary;

    InteractionReader(CommonMembers common, Vocabulary vocabulary) {
        this.common = common;
        this.vocabulary = vocabulary;
    }

    @Override
    public Set<String> members() {
        return MEMBERS;
    }

    @Override
    public @Nullable Interacted read(Members event, Instant now) {
        Envelope envelope = common.envelope(event, now, CommonMembers.UNKNOWN_SOURCE);
        Subject subject = common.subject(event, CommonMembers.SUBJECT);
        String kind = event.term("kind", vocabulary.interactionKinds());
        List<String> categories = event.optionalTerms("dataCategories", vocabulary.dataCategories());
        return subject == null ? null : new Interacted(envelope, subject, kind, categories);
    }
}
