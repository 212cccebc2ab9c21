package io.lethe.retention.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lethe.consent.ConsentKey;
import io.lethe.consent.ConsentStatus;
import io.lethe.consent.Statement;
import io.lethe.policy.Verb;
import io.lethe.policy.Witness;
import io.lethe.policy.file.PolicyFile;
import io.lethe.retention.stored.StoredSubject;
import io.lethe.retention.subject.BoundedSet;
import io.lethe.retention.subject.Erasure;
import io.lethe.retention.subject.HeardErasure;
import io.lethe.retention.subject.LegalHold;
import io.lethe.retention.subject.Link;
import io.lethe.retention.subject.Move;
import io.lethe.retention.subject.ProofCode;
import io.lethe.retention.subject.RefusalReason;
import io.lethe.retention.subject.RightsAct;
import io.lethe.retention.subject.RightsAnswer;
import io.lethe.retention.subject.RightsCase;
import io.lethe.retention.subject.RightsClock;
import io.lethe.retention.subject.RightsStep;
import io.lethe.retention.subject.RightsTasks;
import io.lethe.retention.subject.SendingController;
import io.lethe.retention.subject.Subject;
import io.lethe.retention.subject.SubjectEvent;
import io.lethe.retention.subject.SubjectKind;
import io.lethe.retention.subject.SubjectRules;
import io.lethe.retention.subject.Tie;
import io.lethe.retention.subject.WantedErasure;
import io.lethe.streams.stores.StoredForm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.SchemaNormalization;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A subject in the store. */
class SubjectFormTest {

    private static final Instant AT = Instant.parse("2026-03-01T09:30:00Z");
    private static final SendingController CONTROLLER = new SendingController("c-1", List.of("https://c.example.org/"));

    private static final RightsStep REFUSED = RightsStep.refusal(AT.plusSeconds(6), RefusalReason.LEGAL_CLAIMS, "d-1");

    private static final RightsClock CLOCK = new RightsClock(
            AT.plusSeconds(4),
            null,
            AT.plusSeconds(13),
            AT.plusSeconds(14),
            AT.plusSeconds(5),
            AT.plusSeconds(15),
            null);

    private static final RightsCase.Told WARNED = new RightsCase.Told(AT.plusSeconds(16), AT.plusSeconds(17));

    /** What older versions kept of a request whose identity was proven. */
    private static final RightsClock TOLD = RightsClock.asTold(AT.plusSeconds(4), AT.plusSeconds(5), true);

    private static final RightsTasks TASKS = RightsTasks.of(
            List.of("hubspot", "linkedin"),
            List.of(
                    new RightsAnswer(
                            "hubspot",
                            AT.plusSeconds(22),
                            RightsAnswer.Outcome.COMPLETED,
                            3,
                            "export-7",
                            "a-1",
                            "desk-1"),
                    new RightsAnswer(
                            "cloudflare",
                            AT.plusSeconds(23),
                            RightsAnswer.Outcome.NOT_FOUND,
                            null,
                            null,
                            "a-2",
                            null)));

    private final Serde<StoredSubject> serde = SubjectForm.serde();

    @Test
    void bytes_of_version_1_are_read_by_this_build() throws IOException {
        assertThat(read(HexFormat.of().parseHex(fixture(1)))).isEqualTo(asVersionOneKnewIt());
    }

    @Test
    void R6_bytes_of_version_2_are_read_by_this_build_as_of_somebody_whom_no_wave_holds() throws IOException {
        assertThat(read(HexFormat.of().parseHex(fixture(2)))).isEqualTo(full(null, null, null, TOLD));
    }

    @Test
    void bytes_of_version_3_are_read_by_this_build_as_of_somebody_whose_requests_no_controller_has_sent()
            throws IOException {
        assertThat(read(HexFormat.of().parseHex(fixture(3)))).isEqualTo(full(AT.plusSeconds(12), null, null, TOLD));
    }

    @Test
    void G3_bytes_of_version_4_are_read_by_this_build_as_of_somebody_whose_requests_nobody_has_refused()
            throws IOException {
        assertThat(read(HexFormat.of().parseHex(fixture(4))))
                .isEqualTo(full(AT.plusSeconds(12), CONTROLLER, null, TOLD));
    }

    @Test
    void G1_bytes_of_version_5_are_read_by_this_build_as_of_somebody_who_was_told_a_day_and_keeps_it()
            throws IOException {
        assertThat(read(HexFormat.of().parseHex(fixture(5))))
                .isEqualTo(full(AT.plusSeconds(12), CONTROLLER, REFUSED, TOLD));
    }

    @Test
    void G2_bytes_of_version_6_are_read_by_this_build_as_of_somebody_of_whom_nothing_was_told_to_be_late()
            throws IOException {
        assertThat(read(HexFormat.of().parseHex(fixture(6))))
                .isEqualTo(full(AT.plusSeconds(12), CONTROLLER, REFUSED, CLOCK, RightsCase.Told.NOTHING));
    }

    @Test
    void
            G3_bytes_of_version_7_are_read_by_this_build_as_of_somebody_on_whose_requests_nothing_but_refusals_was_decided()
                    throws IOException {
        assertThat(read(HexFormat.of().parseHex(fixture(7))))
                .isEqualTo(full(AT.plusSeconds(12), CONTROLLER, REFUSED, CLOCK, WARNED));
    }

    @Test
    void G1_bytes_of_version_8_are_read_by_this_build_as_of_somebody_of_whom_nobody_said_when_a_request_expires()
            throws IOException {
        assertThat(read(HexFormat.of().parseHex(fixture(8)))).isEqualTo(full(null, null));
    }

    @Test
    void R4_bytes_of_version_9_are_read_by_this_build_as_of_somebody_whose_holds_nobody_in_particular_placed()
            throws IOException {
        assertThat(read(HexFormat.of().parseHex(fixture(9)))).isEqualTo(full(AT.plusSeconds(20), null));
    }

    @Test
    void G3_bytes_of_version_10_are_read_by_this_build_as_of_somebody_to_whom_no_code_was_sent() throws IOException {
        assertThat(read(HexFormat.of().parseHex(fixture(10)))).isEqualTo(full(AT.plusSeconds(20), "desk-1"));
    }

    @Test
    void G6_bytes_of_version_11_are_read_by_this_build_as_of_somebody_for_whose_requests_nobody_was_asked()
            throws IOException {
        assertThat(read(HexFormat.of().parseHex(fixture(11)))).isEqualTo(withCode(full(AT.plusSeconds(20), "desk-1")));
    }

    @Test
    void G7_bytes_of_version_12_are_read_by_this_build_as_of_somebody_whose_address_was_never_put_right()
            throws IOException {
        assertThat(read(HexFormat.of().parseHex(fixture(12)))).isEqualTo(withTasks());
    }

    @Test
    void a_subject_is_written_as_exactly_these_bytes() throws IOException {
        assertThat(HexFormat.of().formatHex(written(full()))).isEqualTo(fixture(13));
    }

    @Test
    void the_schema_of_the_present_version_is_kept_for_the_build_that_will_have_another() {
        assertThat(SchemaNormalization.toParsingForm(
                        StoredForm.older("subject", 13).getLast()))
                .isEqualTo(SchemaNormalization.toParsingForm(StoredSubject.getClassSchema()));
    }

    @Test
    void a_version_that_this_build_does_not_know_is_refused_by_name() {
        assertThatThrownBy(() -> serde.deserializer().deserialize("subjects", new byte[] {14, 0}))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("version 14");
    }

    @Test
    void nothing_stays_nothing() {
        assertThat(serde.deserializer().deserialize("subjects", null)).isNull();
    }

    @Test
    void an_unseen_subject_is_read_as_it_was_written() {
        Subject unseen = Subject.unseen("s");

        assertThat(read(written(unseen), "s")).isEqualTo(unseen);
    }

    @Property(tries = 400)
    void every_field_is_read_as_it_was_written(@ForAll Random random) {
        Subject subject = some(random);

        assertThat(read(written(subject))).isEqualTo(subject);
    }

    @Test
    void S3_a_thousand_interactions_take_as_many_bytes_as_twenty() {
        assertThat(written(afterInteractions(1_000))).hasSameSizeAs(written(afterInteractions(20)));
    }

    private static Subject afterInteractions(int count) {
        SubjectRules rules = new SubjectRules(PolicyFile.builtIn());
        Subject subject = Subject.unseen("s-1");
        for (int n = 0; n < count; n++) {
            Instant at = AT.plusSeconds(n);
            SubjectEvent event = new SubjectEvent.Interacted("e-" + n, at, "contact-form", List.of("contact-details"));
            subject = rules.apply(subject, SubjectKind.CONTACT, event, at, true).subject();
        }
        return subject;
    }

    private byte[] written(Subject subject) {
        return serde.serializer().serialize("subjects", SubjectForm.toStored(subject));
    }

    private Subject read(byte[] bytes) {
        return read(bytes, "s-1");
    }

    private Subject read(byte[] bytes, String id) {
        return SubjectForm.fromStored(id, serde.deserializer().deserialize("subjects", bytes));
    }

    private static String fixture(int version) throws IOException {
        try (var file = SubjectFormTest.class.getResourceAsStream("/stored/subject.v" + version + ".hex")) {
            if (file == null) {
                throw new AssertionError("the fixture is missing");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).replaceAll("\\s", "");
        }
    }

    /** What the bytes of version 1 say: the last word on each thing, and nothing of who said so. */
    private static Subject asVersionOneKnewIt() {
        return new Subject(
                "s-1",
                SubjectKind.CONTACT,
                List.of(statement("e-1", AT, "linkedin", "https://www.example.org/", Verb.OBJECTION_LIFTED)),
                AT,
                AT.plusSeconds(2),
                new BoundedSet<>(List.of(AT.plusSeconds(1)), false),
                AT.plusSeconds(1),
                Set.of("contact-details", "browsing-data"),
                Map.of(
                        "s-2",
                        link("s-2", SubjectKind.VISITOR, new Tie(AT.plusSeconds(2), true, Witness.PERSON, "e-2"))),
                Map.of("h-1", hold("h-1", new LegalHold.Step(AT.plusSeconds(3), true, "e-3", null))),
                Map.of("r-1 erasure", request(null, null, List.of(), TOLD, RightsCase.Told.NOTHING)),
                new Subject.Lapse(AT.plusSeconds(7), AT.plusSeconds(8), null),
                BoundedSet.of(List.of(wanted(Erasure.Cause.LINKED_SUBJECT_ERASED))),
                BoundedSet.none(),
                List.of(erasure(Erasure.Cause.ERASURE_REQUESTED)),
                Map.of(new ConsentKey("advertising", "linkedin"), ConsentStatus.RENEWED),
                Map.of("advertising", Set.of(AT.minusSeconds(2), AT.minusSeconds(3))),
                List.of(),
                Map.of(),
                AT.plusSeconds(10));
    }

    /** A subject with something in every field. */
    private static Subject full() {
        Subject it = withCode(full(AT.plusSeconds(20), "desk-1"));
        return withMoves(withRights(it, one -> one.with(TASKS)));
    }

    /** The same, whose address was put right, and who has come from another. */
    private static Subject withMoves(Subject it) {
        return new Subject(
                it.id(),
                it.kind(),
                it.statements(),
                it.firstSeenAt(),
                it.lastSeenAt(),
                it.interactions(),
                it.lastInteractionAt(),
                it.dataCategories(),
                it.links(),
                it.holds(),
                it.rights(),
                it.lapse(),
                it.wanted(),
                it.heard(),
                it.erasures(),
                it.published(),
                it.toldWindows(),
                List.of(new Move(AT.plusSeconds(24), "s-4", "k-1", Set.of("request r-1 erasure"))),
                Map.of("s-5", AT.plusSeconds(25)),
                it.armedAt());
    }

    /** What version 12 kept. */
    private static Subject withTasks() {
        return withRights(withCode(full(AT.plusSeconds(20), "desk-1")), one -> one.with(TASKS));
    }

    /** The same, to whom a code was sent for each request. */
    private static Subject withCode(Subject it) {
        return withRights(
                it,
                one -> one.with(new ProofCode("digest", AT.plusSeconds(21), BoundedSet.of(List.of("no", "nor this")))));
    }

    private static Subject withRights(Subject it, UnaryOperator<RightsCase> change) {
        Map<String, RightsCase> rights = new HashMap<>();
        it.rights().forEach((key, one) -> rights.put(key, change.apply(one)));
        return new Subject(
                it.id(),
                it.kind(),
                it.statements(),
                it.firstSeenAt(),
                it.lastSeenAt(),
                it.interactions(),
                it.lastInteractionAt(),
                it.dataCategories(),
                it.links(),
                it.holds(),
                rights,
                it.lapse(),
                it.wanted(),
                it.heard(),
                it.erasures(),
                it.published(),
                it.toldWindows(),
                it.moves(),
                it.formers(),
                it.armedAt());
    }

    private static Subject full(@Nullable Instant expiresAt, @Nullable String placedBy) {
        return full(
                AT.plusSeconds(12),
                CONTROLLER,
                List.of(REFUSED, new RightsStep(AT.plusSeconds(18), RightsAct.FULFIL, "d-2", null, "letter-7")),
                new RightsClock(
                        CLOCK.receivedAt(),
                        AT.plusSeconds(19),
                        CLOCK.provenAt(),
                        CLOCK.extendedAt(),
                        CLOCK.firstDueAt(),
                        CLOCK.longestDueAt(),
                        expiresAt),
                WARNED,
                placedBy);
    }

    private static Subject full(
            @Nullable Instant heldAt,
            @Nullable SendingController controller,
            @Nullable RightsStep refused,
            RightsClock clock) {
        return full(heldAt, controller, refused, clock, RightsCase.Told.NOTHING);
    }

    private static Subject full(
            @Nullable Instant heldAt,
            @Nullable SendingController controller,
            @Nullable RightsStep refused,
            RightsClock clock,
            RightsCase.Told told) {
        return full(heldAt, controller, refused == null ? List.of() : List.of(refused), clock, told, null);
    }

    private static Subject full(
            @Nullable Instant heldAt,
            @Nullable SendingController controller,
            List<RightsStep> steps,
            RightsClock clock,
            RightsCase.Told told,
            @Nullable String placedBy) {
        return new Subject(
                "s-1",
                SubjectKind.CONTACT,
                List.of(
                        statement("e-1", AT, "linkedin", "https://www.example.org/", Verb.OBJECTION_LIFTED),
                        new Statement(
                                "e-9",
                                AT.plusSeconds(60),
                                AT.plusSeconds(1),
                                "www",
                                List.of(new Statement.Choice("video", null, Verb.GRANTED)),
                                new Statement.Proof("2026-01", "banner-7", "fr", "save", null),
                                Map.of("video", 698))),
                AT,
                AT.plusSeconds(2),
                new BoundedSet<>(List.of(AT, AT.plusSeconds(1)), false),
                AT.plusSeconds(1),
                Set.of("contact-details", "browsing-data"),
                Map.of(
                        "s-2",
                        new Link(
                                "s-2",
                                SubjectKind.VISITOR,
                                BoundedSet.of(List.of(
                                        new Tie(AT.plusSeconds(2), true, Witness.OPERATOR, "e-2"),
                                        new Tie(AT.plusSeconds(3), false, Witness.BACK_END, "e-4"))),
                                new BoundedSet<>(List.of(AT.plusSeconds(1)), false))),
                Map.of(
                        "h-1",
                        hold(
                                "h-1",
                                new LegalHold.Step(AT.plusSeconds(3), true, "e-3", placedBy),
                                new LegalHold.Step(AT.plusSeconds(4), false, "e-5", null))),
                Map.of("r-1 erasure", request("o-1", controller, steps, clock, told)),
                new Subject.Lapse(AT.plusSeconds(7), AT.plusSeconds(8), heldAt),
                BoundedSet.of(List.of(wanted(Erasure.Cause.RETENTION_LAPSED))),
                BoundedSet.of(List.of(
                        new HeardErasure("s-3", "o-3", Erasure.Cause.RETENTION_LAPSED, AT.plusSeconds(11), "r-3"))),
                List.of(erasure(Erasure.Cause.RETENTION_LAPSED)),
                Map.of(new ConsentKey("advertising", "linkedin"), ConsentStatus.RENEWED),
                Map.of("advertising", Set.of(AT.minusSeconds(2), AT.minusSeconds(3))),
                List.of(),
                Map.of(),
                AT.plusSeconds(10));
    }

    private static Link link(String other, SubjectKind kind, Tie... ties) {
        return new Link(other, kind, BoundedSet.of(List.of(ties)), BoundedSet.none());
    }

    private static LegalHold hold(String id, LegalHold.Step... steps) {
        return new LegalHold(id, true, "s-2", BoundedSet.of(List.of(steps)));
    }

    private static RightsCase request(
            @Nullable String orderId,
            @Nullable SendingController controller,
            List<RightsStep> steps,
            RightsClock clock,
            RightsCase.Told told) {
        return new RightsCase(
                "r-1",
                "erasure",
                RightsCase.State.IN_PROGRESS,
                clock,
                AT.plusSeconds(6),
                orderId,
                controller,
                BoundedSet.of(steps),
                told,
                null,
                RightsTasks.of(List.of(), List.of()));
    }

    private static RightsAnswer answer(Random random) {
        return new RightsAnswer(
                "hubspot",
                time(random),
                any(random, RightsAnswer.Outcome.values()),
                random.nextBoolean() ? null : random.nextInt(),
                random.nextBoolean() ? null : "export",
                "a",
                random.nextBoolean() ? null : "desk");
    }

    private static WantedErasure wanted(Erasure.Cause rootCause) {
        return new WantedErasure(Erasure.Cause.LINKED_SUBJECT_ERASED, AT.plusSeconds(9), "t", "r-1", "o-0", rootCause);
    }

    private static Erasure erasure(Erasure.Cause rootCause) {
        return new Erasure("o-1", Erasure.Cause.ERASURE_REQUESTED, AT.minusSeconds(1), "r-0", "o-0", rootCause, true);
    }

    private static Statement statement(
            String id, Instant at, @Nullable String recipient, @Nullable String page, Verb verb) {
        return new Statement(
                id,
                at,
                at.plusMillis(40),
                "www",
                List.of(new Statement.Choice("advertising", recipient, verb)),
                new Statement.Proof("2026-01", "banner-7", "fr", "save", page));
    }

    /** Any subject: every field present or absent, each word of each kind. */
    private static Subject some(Random random) {
        List<Statement> statements = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            statements.add(statement(
                    "e-" + i,
                    AT.minusSeconds(i),
                    random.nextBoolean() ? null : "linkedin",
                    random.nextBoolean() ? null : "https://www.example.org/é",
                    any(random, Verb.values())));
        }
        TreeMap<String, Link> links = new TreeMap<>();
        TreeMap<String, LegalHold> holds = new TreeMap<>();
        TreeMap<String, RightsCase> rights = new TreeMap<>();
        TreeMap<ConsentKey, ConsentStatus> published = new TreeMap<>();
        TreeMap<String, Set<Instant>> told = new TreeMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            links.put(
                    "l" + i,
                    new Link(
                            "l" + i,
                            any(random, SubjectKind.values()),
                            BoundedSet.of(List.of(
                                    new Tie(time(random), random.nextBoolean(), any(random, Witness.values()), "e"),
                                    new Tie(time(random), random.nextBoolean(), any(random, Witness.values()), "f"))),
                            times(random)));
            holds.put(
                    "h" + i,
                    new LegalHold(
                            "h" + i,
                            random.nextBoolean(),
                            "s",
                            BoundedSet.of(List.of(
                                    new LegalHold.Step(time(random), random.nextBoolean(), "e" + i, "desk-" + i),
                                    new LegalHold.Step(time(random), random.nextBoolean(), "f" + i, null)))));
            Instant changedAt = time(random);
            List<RightsStep> steps = new ArrayList<>();
            for (int j = random.nextInt(3); j > 0; j--) {
                steps.add(new RightsStep(
                        time(random),
                        any(random, RightsAct.values()),
                        "d" + i,
                        random.nextBoolean() ? null : any(random, RefusalReason.values()),
                        random.nextBoolean() ? null : "letter-" + j));
            }
            rights.put(
                    "r" + i + " access",
                    new RightsCase(
                            "r" + i,
                            "access",
                            any(random, RightsCase.State.values()),
                            new RightsClock(
                                    time(random),
                                    maybe(random),
                                    maybe(random),
                                    maybe(random),
                                    time(random),
                                    time(random),
                                    maybe(random)),
                            changedAt,
                            random.nextBoolean() ? null : "o",
                            random.nextBoolean() ? null : new SendingController("c", List.of("u" + i)),
                            BoundedSet.of(steps),
                            new RightsCase.Told(maybe(random), maybe(random)),
                            random.nextBoolean()
                                    ? null
                                    : new ProofCode(
                                            "digest-" + i, time(random), BoundedSet.of(List.of("wrong-" + i, "w"))),
                            random.nextBoolean()
                                    ? RightsTasks.of(List.of(), List.of())
                                    : RightsTasks.of(List.of("linkedin", "hubspot"), List.of(answer(random)))));
            published.put(
                    new ConsentKey("p" + i, random.nextBoolean() ? null : "r"), any(random, ConsentStatus.values()));
            told.put("p" + i, new TreeSet<>(List.of(time(random), time(random))));
        }
        return new Subject(
                "s-1",
                any(random, SubjectKind.values()),
                statements,
                maybe(random),
                time(random),
                times(random),
                maybe(random),
                random.nextBoolean() ? Set.of() : Set.of("contact-details"),
                links,
                holds,
                rights,
                random.nextBoolean() ? null : new Subject.Lapse(time(random), time(random), maybe(random)),
                random.nextBoolean()
                        ? BoundedSet.none()
                        : BoundedSet.of(List.of(new WantedErasure(
                                any(random, Erasure.Cause.values()),
                                time(random),
                                "t",
                                random.nextBoolean() ? null : "r",
                                random.nextBoolean() ? null : "o",
                                any(random, Erasure.Cause.values())))),
                random.nextBoolean()
                        ? BoundedSet.none()
                        : BoundedSet.of(List.of(new HeardErasure(
                                "s",
                                "o",
                                any(random, Erasure.Cause.values()),
                                time(random),
                                random.nextBoolean() ? null : "r"))),
                random.nextBoolean()
                        ? List.of()
                        : List.of(new Erasure(
                                "o",
                                any(random, Erasure.Cause.values()),
                                time(random),
                                random.nextBoolean() ? null : "r",
                                random.nextBoolean() ? null : "o",
                                any(random, Erasure.Cause.values()),
                                random.nextBoolean())),
                published,
                told,
                random.nextBoolean()
                        ? List.of()
                        : List.of(
                                new Move(time(random), "m-1", "k-1", Set.of()),
                                new Move(time(random), "m-2", "k-2", Set.of("request r erasure", "hold h"))),
                random.nextBoolean() ? Map.of() : Map.of("f-1", time(random), "f-2", time(random)),
                maybe(random));
    }

    private static BoundedSet<Instant> times(Random random) {
        List<Instant> times = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            times.add(time(random));
        }
        return new BoundedSet<>(BoundedSet.of(times).all(), random.nextBoolean());
    }

    private static @Nullable Instant maybe(Random random) {
        return random.nextBoolean() ? null : time(random);
    }

    private static Instant time(Random random) {
        return Instant.ofEpochMilli(random.nextLong(0, 7_258_118_400_000L));
    }

    private static <E> E any(Random random, E[] all) {
        return all[random.nextInt(all.length)];
    }
}
