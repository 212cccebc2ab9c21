package io.lethe.erasure.query;

import io.lethe.erasure.ledger.Entry;
import io.lethe.erasure.store.Escalations.Escalation;
import io.lethe.streams.StateUnavailableException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;

/** What waits for an operator, of all instances, page by page and oldest first (E3). It names nobody: orders have pseudonymous ids. */
final class EscalationList {

    static final int USUAL = 100;
    static final int MOST = 1_000;

    /** Whoever is asked with it asks no others. */
    static final String FORWARDED = "x-lethe-forwarded";

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Where a page goes on: time, order and system of the last one before. */
    private static final Pattern PLACE =
            Pattern.compile("(\\d{1,15})~([A-Za-z0-9_-]{1,100}\\.[A-Za-z0-9_-]{1,100})~([a-z0-9-]{0,63})");

    private final Here here;
    private final EntryJson json;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    /** What this instance knows, and who else there is. */
    interface Here {

        /** The other instances that have a part of the answer. */
        List<HostInfo> others() throws StateUnavailableException;

        /**
         * What waits for an operator here.
         *
         * @param after the last one that is not wanted; null: from the oldest on
         * @param most of each partition
         */
        Part escalations(@Nullable Escalation after, int most) throws StateUnavailableException;
    }

    /**
     * A part of what waits for an operator.
     *
     * @param waiting oldest first, each with its order
     * @param upTo the last that was looked at, where there is more; null where there is none
     * @param complete false while what an older version has escalated is still being entered
     */
    record Part(
            SortedMap<Escalation, Entry> waiting, @Nullable Escalation upTo, boolean complete) {}

    EscalationList(Here here, EntryJson json) {
        this.here = here;
        this.json = json;
    }

    /**
     * What is asked.
     *
     * @param after the place where the page before has ended; null: from the oldest on
     * @param limit so many at most
     * @param uri what was asked, to ask others the same; null where others are not to be asked
     * @param credentials what the caller shows, for others
     */
    record Question(
            @Nullable Escalation after, int limit, @Nullable String uri, Optional<String> credentials) {}

    /** A page that grows by what each instance knows of it. */
    private static final class Page {

        private final SortedMap<Escalation, JsonObject> rows = new TreeMap<>();
        private @Nullable Escalation upTo;
        private boolean complete = true;

        /** What stands behind the place up to which somebody has looked is for the next page. */
        private void isKnownUpTo(@Nullable Escalation place) {
            if (place != null && (upTo == null || place.compareTo(upTo) < 0)) {
                upTo = place;
            }
        }
    }

    /** The place that a page has told as its end; empty where it is none. */
    static Optional<Escalation> place(String text) {
        Matcher place = PLACE.matcher(text);
        return place.matches()
                ? Optional.of(new Escalation(
                        Instant.ofEpochMilli(Long.parseLong(place.group(1))), place.group(2), place.group(3)))
                : Optional.empty();
    }

    private static String text(Escalation place) {
        return place.since().toEpochMilli() + "~" + place.orderId() + "~" + place.system();
    }

    /** @throws StateUnavailableException where an instance that has a part of the answer cannot give it at the moment */
    JsonObject page(Question question) throws StateUnavailableException {
        Page page = new Page();
        Part own = here.escalations(question.after(), question.limit());
        own.waiting().forEach((one, order) -> page.rows.put(one, json.of(one, order)));
        page.isKnownUpTo(own.upTo());
        page.complete = own.complete();
        if (question.uri() != null) {
            for (HostInfo other : here.others()) {
                add(page, ask(other, question.uri(), question.credentials()));
            }
        }
        return cut(page, question.limit());
    }

    private static JsonObject cut(Page page, int limit) {
        JsonArray told = new JsonArray();
        Escalation last = null;
        boolean more = false;
        for (var row : page.rows.entrySet()) {
            if (told.size() == limit || page.upTo != null && row.getKey().compareTo(page.upTo) > 0) {
                more = true;
                break;
            }
            told.add(row.getValue());
            last = row.getKey();
        }
        // A place that others were looked at up to is as good, where all up to there is told.
        Escalation next = told.size() == limit && more ? last : page.upTo;
        return new JsonObject()
                .put("complete", page.complete)
                .put("escalations", told)
                .put("next", next == null ? null : text(next));
    }

    private static void add(Page page, JsonObject theirs) {
        page.complete &= theirs.getBoolean("complete");
        theirs.getJsonArray("escalations").forEach(each -> {
            JsonObject row = (JsonObject) each;
            page.rows.put(
                    new Escalation(
                            OffsetDateTime.parse(row.getString("since")).toInstant(),
                            row.getString("orderId"),
                            Objects.requireNonNullElse(row.getString("system"), "")),
                    row);
        });
        page.isKnownUpTo(Optional.ofNullable(theirs.getString("next"))
                .flatMap(EscalationList::place)
                .orElse(null));
    }

    private JsonObject ask(HostInfo other, String uri, Optional<String> credentials) throws StateUnavailableException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://" + other.host() + ":" + other.port() + uri));
        credentials.ifPresent(shown -> request.header("authorization", shown));
        try {
            HttpResponse<String> answer = client.send(
                    request.timeout(PATIENCE).header(FORWARDED, "1").build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new StateUnavailableException("another instance answers " + answer.statusCode());
            }
            return new JsonObject(answer.body());
        } catch (IOException e) {
            throw new StateUnavailableException("another instance cannot be reached", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StateUnavailableException("interrupted", e);
        }
    }
}
