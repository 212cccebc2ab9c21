package io.lethe.ingest.event;

import io.lethe.ingest.event.Event.Choice;
import io.lethe.ingest.event.Event.Envelope;
import io.lethe.ingest.event.Event.Proof;
import io.lethe.ingest.event.Event.Statement;
import io.lethe.ingest.event.Event.Subject;
import io.lethe.ingest.event.TcStatements.Told;
import io.lethe.ingest.event.Vocabulary.PurposeTerms;
import io.lethe.ingest.json.Members;
import io.lethe.ingest.json.Terms;
import io.lethe.ingest.json.TextRules;
import io.lethe.schemas.ConsentMethod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads consent statements (C1, C7). */
final class StatementReader implements EventReader {

    private static final String CHOICES = "choices";
    private static final String TC_STRING = "tcString";
    private static final Set<String> MEMBERS = CommonMembers.with(CommonMembers.SUBJECT, CHOICES, TC_STRING, "proof");
    private static final Set<String> CHOICE = Set.of("purpose", "recipient", "decision");
    private static final Set<String> PROOF = Set.of("policyVersion", "noticeId", "language", "method", "page");
    private static final Terms<ConsentMethod> METHODS = Terms.of(ConsentMethod.class);
    private static final int LONGEST_VERSION = 40;
    private static final int LONGEST_NOTICE = 100;

    private final CommonMembers common;
    private final Vocabulary vocabulary;
    private final TcStatements tcStatements;

    StatementReader(CommonMembers common, Vocabulary vocabulary, TcStatements tcStatements) {
        this.common = common;
        this.vocabulary = vocabulary;
        this.tcStatements = tcStatements;
    }

    @Override
    public Set<String> members() {
        return MEMBERS;
    }

    @Override
    public @Nullable Statement read(Members event, Instant now) {
        Envelope envelope = common.envelope(event, now);
        Subject subject = common.subject(event, CommonMembers.SUBJECT);
        boolean visitor = subject == null || subject.visitor().isPresent();
        Told told = told(event, envelope, visitor);
        Members proof = event.object("proof", PROOF);
        Proof read = proof == null ? null : proof(proof);
        return subject == null || read == null ? null : new Statement(told.envelope(), subject, told.choices(), read);
    }

    private Told told(Members event, Envelope envelope, boolean visitor) {
        if (!event.has(TC_STRING)) {
            return new Told(envelope, choices(event.objects(CHOICES, CHOICE), visitor));
        }
        if (event.has(CHOICES)) {
            event.problem(TC_STRING, "stands in place of 'choices'; leave one of them out");
        }
        return tcStatements.read(event, TC_STRING, envelope, visitor);
    }

    /** @param visitor whether the subject has a visitor id, to whom choices about devices belong */
    private List<Choice> choices(List<Members> given, boolean visitor) {
        record Matter(String purpose, @Nullable String recipient) {}
        List<Choice> choices = new ArrayList<>(given.size());
        Set<Matter> decided = new HashSet<>();
        for (Members one : given) {
            PurposeTerms purpose = one.term("purpose", vocabulary.purposes());
            var decision = one.term("decision", purpose.decisions());
            String recipient = one.has("recipient") ? one.term("recipient", purpose.recipients()) : null;
            if (purpose.ofDevice() && !visitor) {
                one.problem("purpose", "concerns a device, and the subject has no visitorId");
            }
            boolean known = !purpose.id().isEmpty() && !"".equals(recipient);
            if (known && !decided.add(new Matter(purpose.id(), recipient))) {
                one.problem("decides the same purpose and recipient as a choice before it");
            }
            choices.add(new Choice(purpose.id(), recipient, decision, purpose.ofDevice()));
        }
        return choices;
    }

    private static Proof proof(Members proof) {
        return new Proof(
                proof.id("policyVersion", LONGEST_VERSION),
                proof.id("noticeId", LONGEST_NOTICE),
                language(proof),
                proof.term("method", METHODS),
                page(proof));
    }

    private static String language(Members proof) {
        String tag = proof.id("language", LanguageTag.LONGEST);
        if (!tag.isBlank() && tag.length() <= LanguageTag.LONGEST && !LanguageTag.isWellFormed(tag)) {
            proof.problem("language", "must be a language tag (BCP 47), such as fr or fr-FR");
        }
        return tag;
    }

    private static @Nullable String page(Members proof) {
        String page = proof.raw("page");
        if (page == null) {
            return null;
        }
        if (page.length() > PageAddress.LONGEST) {
            proof.problem("page", "must not be longer than " + PageAddress.LONGEST + " characters");
            return null;
        }
        String wrong = TextRules.notPrintable(page);
        String stripped = wrong.isEmpty() ? PageAddress.stripped(page).orElse("") : "";
        if (stripped.isEmpty()) {
            proof.problem("page", wrong.isEmpty() ? "must be an absolute address, such as https://host/path" : wrong);
        }
        return stripped;
    }
}
