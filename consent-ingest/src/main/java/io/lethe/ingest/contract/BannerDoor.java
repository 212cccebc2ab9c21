package io.lethe.ingest.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.policy.MaterialChange;
import io.lethe.policy.Policy;
import io.lethe.policy.PolicyCalendar;
import io.lethe.policy.Purpose;
import io.lethe.policy.banner.BannerKind;
import io.lethe.policy.banner.Banners;
import io.lethe.policy.banner.TcfTable;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What a page has to know to ask for consent: {@code GET /v1/banner}. It follows from the policy and the clock alone, so that any page may
 * read it, without a key.
 */
public final class BannerDoor implements Consumer<Router> {

    public static final String PATH = "/v1/banner";

    /** How long a browser takes what it was told for good; its copy of our time is late by twice as much at most. */
    static final long SECONDS_FRESH = 60;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Policy policy;
    private final PolicyCalendar calendar;
    private final InstantSource clock;

    public BannerDoor(Policy policy, InstantSource clock) {
        this.policy = policy;
        this.calendar = new PolicyCalendar(policy.zone());
        this.clock = clock;
    }

    @Override
    public void accept(Router router) {
        router.get(PATH).handler(this::answer);
    }

    private void answer(RoutingContext context) {
        Instant now = clock.instant();
        ObjectNode said = JSON.createObjectNode()
                .put("now", ConsentEnds.written(now, policy.zone()))
                .put("consentUntil", consentUntil(now).orElse(null));
        said.setAll(lasting(now));
        String tag = tag(said, now);
        context.response()
                .putHeader("Access-Control-Allow-Origin", "*")
                .putHeader(HttpHeaders.CACHE_CONTROL, "public, max-age=" + SECONDS_FRESH)
                .putHeader(HttpHeaders.ETAG, tag);
        List<String> known = context.request().headers().getAll(HttpHeaders.IF_NONE_MATCH);
        if (known.stream().anyMatch(one -> one.contains(tag))) {
            context.response().setStatusCode(304).end();
        } else {
            context.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(Buffer.buffer(bytes(said)));
        }
    }

    /** Until when all lasts that is agreed to now (C4): a visitor is known for no longer. */
    private Optional<String> consentUntil(Instant now) {
        return policy.purposes().stream()
                .flatMap(purpose -> purpose.validity().stream())
                .map(validity -> calendar.plus(now, validity))
                .min(Comparator.naturalOrder())
                .map(end -> ConsentEnds.written(end, policy.zone()));
    }

    /** All but what follows from the time. */
    private ObjectNode lasting(Instant now) {
        ObjectNode said = JSON.createObjectNode().put("policyVersion", policy.version());
        ArrayNode purposes = said.putArray("purposes");
        for (Purpose purpose : policy.purposes()) {
            purposes.addObject()
                    .put("id", purpose.id())
                    .put("legalBasis", purpose.basis().id())
                    .put("validFor", purpose.validity().map(Object::toString).orElse(null))
                    .put("changedAt", changedAt(purpose, now).orElse(null));
        }
        Banners banners = policy.banners();
        ObjectNode tables = said.putObject("banners");
        for (BannerKind kind : BannerKind.values()) {
            banners.of(kind).ifPresent(table -> put(tables.putObject(kind.id()), table.purposes()));
        }
        if (!banners.tcf().isEmpty()) {
            // Of the framework a page needs purposes and vendors, to know what it may do meanwhile: strings are read
            // here.
            ObjectNode tcf = tables.putObject("tcf");
            put(tcf, banners.tcf().purposes());
            put(tcf, purposesByVendor(banners.tcf()));
        }
        put(said.putObject("googleConsentMode"), banners.googleConsentMode());
        ArrayNode refused = said.putArray("globalPrivacyControl");
        policy.purposes().stream()
                .map(Purpose::id)
                .filter(banners.globalPrivacyControl()::contains)
                .forEach(refused::add);
        return said;
    }

    /** Which of the framework's purposes, by their ids here, hang on a vendor too. */
    private Map<String, List<String>> purposesByVendor(TcfTable table) {
        Set<String> asked =
                table.purposes().values().stream().flatMap(List::stream).collect(Collectors.toSet());
        Map<String, List<String>> purposes = new TreeMap<>();
        table.vendors()
                .forEach((vendor, systems) -> purposes.put(
                        "vendor-" + vendor,
                        policy.recipients().stream()
                                .filter(system -> systems.contains(system.id()))
                                .flatMap(system -> system.purposes().stream())
                                .filter(asked::contains)
                                .distinct()
                                .sorted()
                                .toList()));
        return purposes;
    }

    /** A change that is still to come asks nobody again yet. */
    private Optional<String> changedAt(Purpose purpose, Instant now) {
        return purpose.changes().stream()
                .map(MaterialChange::on)
                .map(calendar::startOf)
                .filter(start -> !start.isAfter(now))
                .max(Comparator.naturalOrder())
                .map(start -> ConsentEnds.written(start, policy.zone()));
    }

    /** Another one as soon as what is said, or the time as far as it matters, is another. */
    private static String tag(ObjectNode said, Instant now) {
        ObjectNode known = said.deepCopy().put("now", Math.floorDiv(now.getEpochSecond(), SECONDS_FRESH));
        known.remove("consentUntil");
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes(known));
            return '"' + HexFormat.of().formatHex(digest, 0, 12) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    private static void put(ObjectNode into, Map<?, List<String>> table) {
        table.forEach((name, ids) -> {
            ArrayNode listed = into.putArray(String.valueOf(name));
            ids.forEach(listed::add);
        });
    }

    private static byte[] bytes(ObjectNode said) {
        try {
            return JSON.writeValueAsString(said).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts can always be written", e);
        }
    }
}
