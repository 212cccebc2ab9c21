package io.lethe.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.console.letters.DeadLetterDesk;
import io.lethe.console.letters.ReplayJobs;
import io.lethe.console.letters.ReplayJobs.Came;
import io.lethe.console.letters.ReplayJobs.Job;
import io.lethe.console.letters.ReplayJobs.State;
import io.lethe.kafka.letters.DeadLetterReader;
import io.lethe.kafka.letters.DeadLetterReader.Letters;
import io.lethe.kafka.letters.Position;
import io.lethe.kafka.letters.Replay;
import io.lethe.schemas.AuditAct;
import io.lethe.schemas.AuditEvent;
import io.lethe.schemas.AuditOutcome;
import io.lethe.schemas.DeadLetter;
import io.lethe.schemas.topics.Topic;
import io.lethe.schemas.topics.Topics;
import io.lethe.service.HttpProblem;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What services could not process, by topic and reason and one by one, the newest first; and another try for it (S3). A letter points at a record and holds nothing of
 * it. What operators may repeat from here is what the front door has taken in.
 */
final class LettersDoor implements Consumer<Router> {

    private static final Logger LOG = LoggerFactory.getLogger(LettersDoor.class);

    private static final String REPLAYS = "/api/replays";
    private static final int PAGE = 50;
    private static final int MOST_BYTES = 4 * 1024;
    private static final Set<ConsoleRole> LOOK = EnumSet.of(ConsoleRole.OPERATOR, ConsoleRole.DPO, ConsoleRole.AUDITOR);
    private static final Set<ConsoleRole> REPLAY = EnumSet.of(ConsoleRole.OPERATOR);
    private static final Set<String> MEMBERS = Set.of("position", "service", "topic", "reason", "reference");

    private static final Set<String> REPEATED = Topics.all(Set.of()).stream()
            .filter(Replay::isForOperators)
            .map(Topic::name)
            .collect(Collectors.toUnmodifiableSet());

    private final Guard guard;
    private final Recorder recorder;
    private final DeadLetterDesk desk;
    private final ReplayJobs jobs;

    LettersDoor(Guard guard, Recorder recorder, DeadLetterDesk desk, ReplayJobs jobs) {
        this.guard = guard;
        this.recorder = recorder;
        this.desk = desk;
        this.jobs = jobs;
    }

    /** Letters that are alike. */
    private record Kind(String service, String topic, String reason) implements Comparable<Kind> {

        private static final Comparator<Kind> ORDER =
                Comparator.comparing(Kind::service).thenComparing(Kind::topic).thenComparing(Kind::reason);

        static Kind of(DeadLetter letter) {
            return new Kind(
                    letter.getService(),
                    letter.getTopic(),
                    letter.getReason().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }

        @Override
        public int compareTo(Kind other) {
            return ORDER.compare(this, other);
        }

        @Override
        public String toString() {
            return service + " " + topic + " " + reason;
        }
    }

    /** Where a letter stands among all others, the newest first: behind it another page begins. */
    private record Place(long failedAt, Position position) implements Comparable<Place> {

        private static final Comparator<Place> ORDER = Comparator.comparingLong(Place::failedAt)
                .thenComparing(Place::position)
                .reversed();

        static Place of(DeadLetter letter) {
            return new Place(letter.getFailedAt().toEpochMilli(), DeadLetterReader.position(letter));
        }

        /** Empty where the text is none. */
        static Optional<Place> parse(String text) {
            int slash = text.indexOf('/');
            try {
                return slash < 0
                        ? Optional.empty()
                        : Optional.of(new Place(
                                Long.parseLong(text.substring(0, slash)), Position.parse(text.substring(slash + 1))));
            } catch (IllegalArgumentException none) {
                return Optional.empty();
            }
        }

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }

        @Override
        public String toString() {
            return failedAt + "/" + position;
        }
    }

    /** What came of something. */
    private record Answer(int status, ObjectNode body) {}

    @Override
    public void accept(Router router) {
        router.get("/api/dead-letters").handler(guard.require(LOOK)).handler(this::page);
        router.post(REPLAYS).handler(guard.require(REPLAY));
        router.post(REPLAYS).handler(BodyHandler.create(false).setBodyLimit(MOST_BYTES));
        router.get(REPLAYS).handler(guard.require(LOOK)).handler(context -> end(context, 200, jobs.last()));
        router.delete(REPLAYS).handler(guard.require(REPLAY)).handler(this::stop);
        router.post(REPLAYS).handler(context -> Said.by(context, MEMBERS).ifPresent(said -> replay(context, said)));
    }

    private void page(RoutingContext context) {
        Optional<Place> after = context.queryParam("after").stream().findFirst().flatMap(Place::parse);
        hand(
                context,
                context.vertx()
                        .executeBlocking(() -> new Answer(200, shown(desk.newest(), after.orElse(null))), false));
    }

    private static ObjectNode shown(Letters read, @Nullable Place after) {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        SortedMap<Kind, Integer> kinds = new TreeMap<>();
        SortedMap<Place, DeadLetter> inOrder = new TreeMap<>();
        for (DeadLetter letter : read.letters()) {
            kinds.merge(Kind.of(letter), 1, Integer::sum);
            inOrder.put(Place.of(letter), letter);
        }
        ArrayNode byKind = shown.putArray("kinds");
        kinds.forEach((kind, count) -> write(kind, byKind.addObject()).put("count", count));
        if (after != null) {
            inOrder.headMap(after).clear();
            inOrder.remove(after);
        }
        ArrayNode letters = shown.putArray("letters");
        Place last = null;
        for (Map.Entry<Place, DeadLetter> one : inOrder.entrySet()) {
            if (letters.size() == PAGE) {
                break;
            }
            DeadLetter letter = one.getValue();
            last = one.getKey();
            write(Kind.of(letter), letters.addObject())
                    .put("position", DeadLetterReader.position(letter).toString())
                    .put("detail", letter.getDetail())
                    .put("failedAt", letter.getFailedAt().toString());
        }
        shown.put("next", inOrder.size() > PAGE && last != null ? last.toString() : null);
        shown.put("complete", read.all());
        return shown;
    }

    private static ObjectNode write(Kind kind, ObjectNode into) {
        return into.put("service", kind.service())
                .put("topic", kind.topic())
                .put("reason", kind.reason())
                .put("replayable", REPEATED.contains(kind.topic()));
    }

    private void replay(RoutingContext context, Said said) {
        String position = said.id("position");
        Kind kind = kind(said);
        String reference = said.id("reference");
        if ((position == null) == (kind == null)) {
            said.wrong("", "has to have either a position, or service, topic and reason");
        }
        if (said.isWrong(context)) {
            return;
        }
        AuditEvent.Builder act = recorder.by(context, AuditAct.REPLAY_DEAD_LETTERS)
                .setDeadLetters(position == null ? String.valueOf(kind) : position);
        if (kind == null && jobs.running().isPresent()) {
            anotherRuns(context);
        } else if (kind == null) {
            recorder.act(
                    context,
                    act,
                    reference,
                    () -> context.vertx().executeBlocking(() -> replayed(position), false),
                    Answer::status,
                    done -> hand(context, done));
        } else {
            replayAll(context, kind, act, reference);
        }
    }

    /** All that are alike, on and on, whoever looks; twice is once. */
    private void replayAll(RoutingContext context, Kind kind, AuditEvent.Builder act, @Nullable String reference) {
        Optional<Job> running = jobs.running();
        if (running.isPresent()) {
            if (running.get().what().equals(kind.toString())) {
                end(context, 202, running);
            } else {
                anotherRuns(context);
            }
            return;
        }
        recorder.begin(
                context,
                act,
                () -> context.vertx()
                        .executeBlocking(
                                () -> positions(letter -> Kind.of(letter).equals(kind)), false)
                        .onSuccess(found -> {
                            if (found.problem().isPresent()) {
                                Answer problem = found.problem().get();
                                recorder.tell(act.setOutcome(
                                        problem.status() == 404 ? AuditOutcome.NOT_FOUND : AuditOutcome.REFUSED));
                                hand(context, Future.succeededFuture(problem));
                                return;
                            }
                            Job job = jobs.begin(
                                    kind.toString(),
                                    act.getUser(),
                                    found.positions(),
                                    over -> ended(act, reference, over));
                            if (job.what().equals(kind.toString())) {
                                end(context, 202, Optional.of(job));
                            } else {
                                recorder.tell(act.setOutcome(AuditOutcome.REFUSED));
                                anotherRuns(context);
                            }
                        })
                        .onFailure(failed -> {
                            recorder.tell(act.setOutcome(AuditOutcome.UNANSWERED));
                            hand(context, Future.failedFuture(failed));
                        }));
    }

    private static void anotherRuns(RoutingContext context) {
        HttpProblem.of(409, "Another one runs", "Another replay runs; wait for its end, or stop it.")
                .answer(context);
    }

    /** How it ended is on record before the console ends. */
    private void ended(AuditEvent.Builder act, @Nullable String reference, Job over) {
        List<String> said = new ArrayList<>();
        if (reference != null) {
            said.add(reference);
        }
        if (over.state() != State.DONE) {
            said.add(over.done() + " of " + over.of());
        }
        recorder.tell(act.setOutcome(over.state() == State.FAILED ? AuditOutcome.UNANSWERED : AuditOutcome.DONE)
                        .setReason(said.isEmpty() ? null : String.join(", ", said)))
                .exceptionally(_ -> null)
                .join();
    }

    private void stop(RoutingContext context) {
        Optional<Job> running = jobs.running();
        if (running.isEmpty()) {
            HttpProblem.of(404, "Not found", "No replay runs.").answer(context);
            return;
        }
        AuditEvent.Builder act = recorder.by(context, AuditAct.STOP_REPLAY)
                .setDeadLetters(running.get().what());
        recorder.begin(context, act, () -> {
            jobs.stop();
            recorder.tell(act.setOutcome(AuditOutcome.DONE));
            end(context, 202, jobs.last());
        });
    }

    private static void end(RoutingContext context, int status, Optional<Job> job) {
        if (context.response().ended() || context.response().closed()) {
            return;
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        job.ifPresent(one -> {
            body.put("what", one.what())
                    .put("by", one.by())
                    .put("startedAt", one.startedAt().toString())
                    .put("state", word(one.state()))
                    .put("of", one.of())
                    .put("done", one.done());
            for (Came came : Came.values()) {
                body.put(word(came), one.counts().getOrDefault(came, 0));
            }
        });
        context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(body.toString());
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable Kind kind(Said said) {
        String service = said.id("service");
        String topic = said.id("topic");
        String reason = said.id("reason");
        return service == null || topic == null || reason == null ? null : new Kind(service, topic, reason);
    }

    /** Records to write once more, or why none is. */
    private record Found(SortedSet<Position> positions, Optional<Answer> problem) {}

    private Found positions(Predicate<DeadLetter> wanted) throws IOException {
        List<DeadLetter> letters =
                desk.newest().letters().stream().filter(wanted).toList();
        SortedSet<Position> none = new TreeSet<>();
        if (letters.isEmpty()) {
            return new Found(
                    none,
                    Optional.of(
                            problem(
                                    404,
                                    "No such dead letter",
                                    "There is none among the newest; './lethe dead-letters' lists all. Nothing was replayed.")));
        }
        if (letters.stream().anyMatch(letter -> !REPEATED.contains(letter.getTopic()))) {
            return new Found(
                    none,
                    Optional.of(
                            problem(
                                    409,
                                    "Not from here",
                                    "Only what the front door has taken in is replayed from here; './lethe dead-letters replay' does it for whoever may write to the topic.")));
        }
        return new Found(
                letters.stream().map(DeadLetterReader::position).collect(Collectors.toCollection(TreeSet::new)),
                Optional.empty());
    }

    private Answer replayed(@Nullable String position) throws IOException {
        Found found =
                positions(letter -> DeadLetterReader.position(letter).toString().equals(position));
        if (found.problem().isPresent()) {
            return found.problem().get();
        }
        Map<Came, Integer> counts = new EnumMap<>(Came.class);
        desk.replay(found.positions(), (_, outcome) -> counts.merge(Came.of(outcome), 1, Integer::sum), () -> false);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        for (Came came : Came.values()) {
            body.put(word(came), counts.getOrDefault(came, 0));
        }
        return new Answer(200, body);
    }

    private static Answer problem(int status, String title, String detail) {
        return new Answer(
                status,
                JsonNodeFactory.instance.objectNode().put("title", title).put("detail", detail));
    }

    private static void hand(RoutingContext context, Future<Answer> answer) {
        answer.onSuccess(done -> {
                    if (done.status() == 200) {
                        context.response()
                                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                                .end(done.body().toString());
                    } else {
                        HttpProblem.of(
                                        done.status(),
                                        done.body().path("title").asText(),
                                        done.body().path("detail").asText())
                                .answer(context);
                    }
                })
                .onFailure(failed -> {
                    if (failed instanceof IOException) {
                        LOG.warn("dead letters: {}", failed.getMessage());
                        Upstream.away(context);
                    } else {
                        context.fail(500, failed);
                    }
                });
    }
}
