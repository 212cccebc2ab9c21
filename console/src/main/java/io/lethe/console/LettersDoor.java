package io.lethe.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.console.letters.DeadLetterDesk;
import io.lethe.kafka.letters.DeadLetterReader;
import io.lethe.kafka.letters.DeadLetterReader.Letters;
import io.lethe.kafka.letters.Position;
import io.lethe.kafka.letters.Replay;
import io.lethe.schemas.AuditAct;
import io.lethe.schemas.AuditEvent;
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
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
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

    LettersDoor(Guard guard, Recorder recorder, DeadLetterDesk desk) {
        this.guard = guard;
        this.recorder = recorder;
        this.desk = desk;
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
        Predicate<DeadLetter> wanted = position == null
                ? letter -> Kind.of(letter).equals(kind)
                : letter -> DeadLetterReader.position(letter).toString().equals(position);
        recorder.act(
                context,
                act,
                reference,
                () -> context.vertx().executeBlocking(() -> replayed(wanted), false),
                Answer::status,
                done -> hand(context, done));
    }

    private static @Nullable Kind kind(Said said) {
        String service = said.id("service");
        String topic = said.id("topic");
        String reason = said.id("reason");
        return service == null || topic == null || reason == null ? null : new Kind(service, topic, reason);
    }

    private Answer replayed(Predicate<DeadLetter> wanted) throws IOException {
        List<DeadLetter> letters =
                desk.newest().letters().stream().filter(wanted).toList();
        if (letters.isEmpty()) {
            return problem(
                    404,
                    "No such dead letter",
                    "There is none among the newest; './lethe dead-letters' lists all. Nothing was replayed.");
        }
        if (letters.stream().anyMatch(letter -> !REPEATED.contains(letter.getTopic()))) {
            return problem(
                    409,
                    "Not from here",
                    "Only what the front door has taken in is replayed from here; './lethe dead-letters replay' does it for whoever may write to the topic.");
        }
        SortedSet<Position> positions =
                letters.stream().map(DeadLetterReader::position).collect(Collectors.toCollection(TreeSet::new));
        Map<String, Integer> counts = new HashMap<>();
        desk.replay(positions).values().forEach(outcome -> counts.merge(word(outcome), 1, Integer::sum));
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        List.of("replayed", "gone", "repeat").forEach(word -> body.put(word, counts.getOrDefault(word, 0)));
        return new Answer(200, body);
    }

    private static String word(Replay.Outcome outcome) {
        return switch (outcome) {
            case Replay.Replayed _ -> "replayed";
            case Replay.Gone _, Replay.Overtaken _ -> "gone";
            case Replay.Repeat _ -> "repeat";
        };
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
