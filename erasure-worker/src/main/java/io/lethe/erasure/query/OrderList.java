package io.lethe.erasure.query;

import io.lethe.erasure.ledger.Entry;
import io.lethe.erasure.store.Listed;
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
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;

/**
 * Orders of all instances, page by page in the order of times: what waits for an operator (E3), or what is open. It names nobody: orders have
 * pseudonymous ids.
 */
final class OrderList {

    static final int USUAL = 100;
    static final int MOST = 1_000;

    /** Whoever is asked with it asks no others. */
    static final String FORWARDED = "x-lethe-forwarded";

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Where a page goes on: time, order and system of the last one before. */
    private static final Pattern PLACE =
            Pattern.compile("(\\d{1,15})~([A-Za-z0-9_-]{1,100}\\.[A-Za-z0-9_-]{1,100})~([a-z0-9-]{0,63})");

    private final String name;
    private final String time;
    private final Source source;
    private final BiFunction<Listed, Entry, JsonObject> row;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    /** What this instance knows, and who else there is. */
    interface Source {

        /** The other instances that have a part of the answer. */
        List<HostInfo> others() throws StateUnavailableException;

        /**
         * What stands in the list here.
         *
         * @param after the last one that is not wanted; null: from the first on
         * @param most of each partition
         */
        Part part(@Nullable Listed after, int most) throws StateUnavailableException;
    }

    /**
     * A part of the list.
     *
     * @param listed the first first, each with its order
     * @param upTo the last that was looked at, where there is more; null where there is none
     * @param complete false while what an older version has put there is still being entered
     */
    record Part(SortedMap<Listed, Entry> listed, @Nullable Listed upTo, boolean complete) {}

    /**
     * @param name the member that the page has it in
     * @param time the member of a row by which it is ordered
     */
    private OrderList(String name, String time, Source source, BiFunction<Listed, Entry, JsonObject> row) {
        this.name = name;
        this.time = time;
        this.source = source;
        this.row = row;
    }

    /** What waits for an operator, oldest first. */
    static OrderList escalations(Source source, EntryJson json) {
        return new OrderList("escalations", "since", source, json::of);
    }

    /** What is open, first what is looked at next. */
    static OrderList open(Source source, EntryJson json) {
        return new OrderList("erasures", "nextAt", source, json::coming);
    }

    /**
     * What is asked.
     *
     * @param after the place where the page before has ended; null: from the first on
     * @param limit so many at most
     * @param uri what was asked, to ask others the same; null where others are not to be asked
     * @param credentials what the caller shows, for others
     */
    record Question(
            @Nullable Listed after, int limit, @Nullable String uri, Optional<String> credentials) {}

    /** A page that grows by what each instance knows of it. */
    private static final class Page {

        private final SortedMap<Listed, JsonObject> rows = new TreeMap<>();
        private @Nullable Listed upTo;
        private boolean complete = true;

        /** What stands behind the place up to which somebody has looked is for the next page. */
        private void isKnownUpTo(@Nullable Listed place) {
            if (place != null && (upTo == null || place.compareTo(upTo) < 0)) {
                upTo = place;
            }
        }
    }

    /** The place that a page has told as its end; empty where it is none. */
    static Optional<Listed> place(String text) {
        Matcher place = PLACE.matcher(text);
        return place.matches()
                ? Optional.of(new Listed(
                        Instant.ofEpochMilli(Long.parseLong(place.group(1))), place.group(2), place.group(3)))
                : Optional.empty();
    }

    private static String text(Listed place) {
        return place.at().toEpochMilli() + "~" + place.orderId() + "~" + place.system();
    }

    /** @throws StateUnavailableException where an instance that has a part of the answer cannot give it at the moment */
    JsonObject page(Question question) throws StateUnavailableException {
        Page page = new Page();
        Part own = source.part(question.after(), question.limit());
        own.listed().forEach((one, order) -> page.rows.put(one, row.apply(one, order)));
        page.isKnownUpTo(own.upTo());
        page.complete = own.complete();
        if (question.uri() != null) {
            for (HostInfo other : source.others()) {
                add(page, ask(other, question.uri(), question.credentials()));
            }
        }
        return cut(page, question.limit());
    }

    private JsonObject cut(Page page, int limit) {
        JsonArray told = new JsonArray();
        Listed last = null;
        boolean more = false;
        for (var one : page.rows.entrySet()) {
            if (told.size() == limit || page.upTo != null && one.getKey().compareTo(page.upTo) > 0) {
                more = true;
                break;
            }
            told.add(one.getValue());
            last = one.getKey();
        }
        // A place that others were looked at up to is as good, where all up to there is told.
        Listed next = told.size() == limit && more ? last : page.upTo;
        return new JsonObject()
                .put("complete", page.complete)
                .put(name, told)
                .put("next", next == null ? null : text(next));
    }

    private void add(Page page, JsonObject theirs) {
        page.complete &= theirs.getBoolean("complete");
        theirs.getJsonArray(name).forEach(one -> {
            JsonObject each = (JsonObject) one;
            page.rows.put(
                    new Listed(
                            OffsetDateTime.parse(each.getString(time)).toInstant(),
                            each.getString("orderId"),
                            Objects.requireNonNullElse(each.getString("system"), "")),
                    each);
        });
        page.isKnownUpTo(Optional.ofNullable(theirs.getString("next"))
                .flatMap(OrderList::place)
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
