package io.lethe.erasure.query;

import static io.lethe.erasure.ledger.Samples.NOW;
import static io.lethe.erasure.ledger.Samples.anOrder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.lethe.erasure.ledger.Entry;
import io.lethe.erasure.query.OrderList.Part;
import io.lethe.erasure.query.OrderList.Question;
import io.lethe.erasure.query.OrderList.Source;
import io.lethe.erasure.store.Listed;
import io.lethe.streams.StateUnavailableException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders in a list, here and at another instance. */
class OrderListTest {

    private static final EntryJson JSON = new EntryJson(ZoneId.of("Europe/Paris"));

    private final List<String> shown = new ArrayList<>();
    private HttpServer other;
    private boolean otherIsReady = true;

    @SuppressWarnings("NullAway.Init") // JUnit calls open() first
    OrderListTest() {}

    /** Some of the orders that wait; the others are at the other instance. */
    private static Source having(List<Entry.Waiting> orders, List<HostInfo> others) {
        return new Source() {
            @Override
            public List<HostInfo> others() {
                return others;
            }

            @Override
            public Part part(@Nullable Listed after, int most) {
                SortedMap<Listed, Entry> waiting = new TreeMap<>();
                orders.forEach(order -> waiting.put(new Listed(order.dueAt(), order.orderId(), ""), order));
                if (after != null) {
                    waiting.keySet().removeIf(one -> one.compareTo(after) <= 0);
                }
                Listed upTo = null;
                while (waiting.size() > most) {
                    waiting.remove(waiting.lastKey());
                    upTo = waiting.lastKey();
                }
                return new Part(waiting, upTo, true);
            }
        };
    }

    private static List<Entry.Waiting> orders(int from, int step) {
        return IntStream.iterate(from, number -> number < 12, number -> number + step)
                .mapToObj(number -> new Entry.Waiting(
                        anOrder().numbered("order%07d".formatted(number)).build(),
                        NOW.plus(Duration.ofMillis(number / 4)),
                        true))
                .toList();
    }

    @BeforeEach
    void open() throws IOException {
        OrderList theirs = OrderList.escalations(having(orders(1, 3), List.of()), JSON);
        other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            shown.add(exchange.getRequestHeaders().getFirst("authorization"));
            String query = Objects.requireNonNullElse(exchange.getRequestURI().getQuery(), "");
            int limit = Integer.parseInt(query.replaceAll(".*limit=(\\d+).*", "$1"));
            Listed after = query.contains("after=")
                    ? OrderList.place(query.replaceAll(".*after=([^&]+).*", "$1"))
                            .orElseThrow()
                    : null;
            try {
                byte[] answer = theirs.page(new Question(after, limit, null, Optional.empty()))
                        .encode()
                        .getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(otherIsReady ? 200 : 503, answer.length);
                exchange.getResponseBody().write(answer);
            } catch (StateUnavailableException e) {
                throw new IOException(e);
            } finally {
                exchange.close();
            }
        });
        other.start();
    }

    @AfterEach
    void close() {
        other.stop(0);
    }

    private OrderList both() {
        List<Entry.Waiting> here = new ArrayList<>(orders(0, 3));
        here.addAll(orders(2, 3));
        return OrderList.escalations(
                having(
                        here,
                        List.of(new HostInfo("127.0.0.1", other.getAddress().getPort()))),
                JSON);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 11, 12, 100})
    void E3_page_by_page_all_that_waits_at_any_instance_is_told_once_and_oldest_first(int limit) throws Exception {
        OrderList both = both();
        List<String> told = new ArrayList<>();
        String next = "";
        int pages = 0;

        while (next != null) {
            Listed after = OrderList.place(next).orElse(null);
            String uri = "/v1/escalations?limit=" + limit + (next.isEmpty() ? "" : "&after=" + next);
            JsonObject page = both.page(new Question(after, limit, uri, Optional.of("Bearer op")));
            page.getJsonArray("escalations").forEach(row -> told.add(((JsonObject) row).getString("orderId")));
            assertThat(page.getBoolean("complete")).isTrue();
            next = page.getString("next");
            pages++;
        }

        assertThat(told)
                .containsExactlyElementsOf(
                        orders(0, 1).stream().map(Entry.Waiting::orderId).toList());
        assertThat(pages).isEqualTo((12 + limit - 1) / limit);
        assertThat(shown).containsOnly("Bearer op");
    }

    @Test
    void E3_what_waits_says_what_it_waits_for_since_when_and_of_which_system() throws Exception {
        JsonObject page = OrderList.escalations(having(orders(0, 100), List.of()), JSON)
                .page(new Question(null, 10, null, Optional.empty()));

        assertThat(page.getJsonArray("escalations").getJsonObject(0))
                .isEqualTo(new JsonObject()
                        .put("orderId", orders(0, 100).getFirst().orderId())
                        .putNull("system")
                        .put("since", "2031-03-01T10:00:00+01:00")
                        .put("cause", "retention-lapsed")
                        .putNull("requestId")
                        .put("dueAt", "2031-03-01T10:00:00+01:00")
                        .put("state", "escalated")
                        .put("reason", "no-identifier"));
        assertThat(page.getString("next")).isNull();
    }

    @Test
    void E1_what_is_open_says_how_much_of_it_is_owed_and_when_it_is_looked_at_next() throws Exception {
        JsonObject page = OrderList.open(having(orders(0, 100), List.of()), JSON)
                .page(new Question(null, 10, null, Optional.empty()));

        assertThat(page.getJsonArray("erasures").getJsonObject(0).getMap())
                .containsEntry("orderId", orders(0, 100).getFirst().orderId())
                .containsEntry("status", "escalated")
                .containsEntry("systems", 0)
                .containsEntry("owing", 0)
                .containsEntry("nextAt", "2031-03-01T10:00:00+01:00");
    }

    @Test
    void S4_where_another_instance_cannot_say_what_waits_there_the_list_is_not_told_at_all() {
        otherIsReady = false;

        assertThatThrownBy(() -> both().page(new Question(null, 10, "/v1/escalations?limit=10", Optional.empty())))
                .isInstanceOf(StateUnavailableException.class);
    }

    @Test
    void E3_only_a_place_that_a_page_has_told_is_one() {
        assertThat(OrderList.place("1~a.b~hubspot"))
                .contains(new Listed(NOW.minusMillis(NOW.toEpochMilli() - 1), "a.b", "hubspot"));
        assertThat(OrderList.place("1~a.b~")).isPresent();
        assertThat(OrderList.place("soon~a.b~hubspot")).isEmpty();
        assertThat(OrderList.place("1~a.b~hubspot~more")).isEmpty();
        assertThat(OrderList.place("1~a/b~hubspot")).isEmpty();
    }
}
