package io.lethe.console;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A service that tells what a test wants it to; it can be away for a while. */
final class Services implements AutoCloseable {

    static final String SUBJECT = "a".repeat(43);

    private final AtomicInteger asked = new AtomicInteger();
    private final List<String> decisions = new CopyOnWriteArrayList<>();
    private final int port;
    private volatile String escalations = "{\"escalations\": [], \"next\": null, \"complete\": true}";
    private volatile String secondPage = escalations;
    private volatile String orders = "{\"erasures\": [], \"next\": null, \"complete\": true}";
    private volatile Map<String, String> ledgers = Map.of();
    private volatile boolean elsewhere;
    private final List<String> questions = new CopyOnWriteArrayList<>();
    private volatile String requests =
            "{\"at\": \"2026-03-05T10:00:00+01:00\", \"zone\": \"Europe/Paris\", \"complete\": true, \"requests\": [], \"next\": null}";
    private volatile String moreRequests = requests;
    private volatile Map<String, String> subjects = Map.of(SUBJECT, "{\"subjectId\": \"%s\"}".formatted(SUBJECT));
    private volatile Map<String, String> proven = subjects;
    private volatile String addressee = SUBJECT;
    private volatile String holds = "{\"holds\": [], \"next\": null, \"complete\": true}";
    private volatile String moreHolds = holds;
    private volatile String counts = "{\"complete\": true, \"months\": []}";
    private volatile String dues = "{\"complete\": true, \"earlier\": [], \"months\": [], \"later\": []}";
    private volatile String waves = "{\"held\": 0, \"waves\": [], \"lastDecision\": null}";
    private volatile int verdict = 202;
    private volatile String refusal = "{}";
    private volatile String told = "lethe_ready 1.0\n";
    private HttpServer server;

    Services() {
        server = open(0);
        port = server.getAddress().getPort();
    }

    private HttpServer open(int where) {
        try {
            HttpServer opened = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), where), 0);
            opened.createContext("/metrics", exchange -> {
                asked.incrementAndGet();
                answer(exchange, 200, told);
            });
            opened.createContext("/v1/escalations", exchange -> {
                String query = exchange.getRequestURI().getQuery();
                answer(exchange, allowed(exchange) ? 200 : 401, query.contains("after=") ? secondPage : escalations);
            });
            opened.createContext("/v1/erasures", exchange -> {
                String path = exchange.getRequestURI().getPath();
                String ledger = ledgers.get(path.replace("/v1/erasures/", ""));
                if (path.equals("/v1/erasures")) {
                    answer(exchange, allowed(exchange) ? 200 : 401, orders);
                } else if (elsewhere && ledger != null) {
                    exchange.getResponseHeaders()
                            .set(
                                    "location",
                                    "http://127.0.0.1:"
                                            + exchange.getLocalAddress().getPort() + "/elsewhere" + path);
                    answer(exchange, 307, "");
                } else {
                    answer(
                            exchange,
                            allowed(exchange) ? ledger == null ? 404 : 200 : 401,
                            ledger == null ? "{}" : ledger);
                }
            });
            opened.createContext("/elsewhere/v1/erasures/", exchange -> {
                String path = exchange.getRequestURI().getPath();
                answer(
                        exchange,
                        allowed(exchange) ? 200 : 401,
                        ledgers.getOrDefault(path.replace("/elsewhere/v1/erasures/", ""), "{}"));
            });
            opened.createContext("/v1/rights-requests", exchange -> {
                String query = exchange.getRequestURI().getQuery();
                questions.add(query);
                answer(exchange, allowed(exchange) ? 200 : 401, query.contains("after=") ? moreRequests : requests);
            });
            for (String door : List.of(
                    "/v1/erasure-decisions",
                    "/v1/rights-decisions",
                    "/v1/rights-answers",
                    "/v1/rights-codes",
                    "/v1/rights-proofs",
                    "/v1/corrections",
                    "/v1/holds",
                    "/v1/wave-decisions")) {
                opened.createContext(door, exchange -> {
                    if (exchange.getRequestMethod().equals("GET")) {
                        String query = exchange.getRequestURI().getQuery();
                        answer(exchange, allowed(exchange) ? 200 : 401, query.contains("after=") ? moreHolds : holds);
                        return;
                    }
                    decisions.add(body(exchange));
                    if (door.equals("/v1/rights-proofs")) {
                        subjects = proven;
                    }
                    answer(exchange, allowed(exchange) ? verdict : 401, refusal);
                });
            }
            opened.createContext("/v1/consent-counts", exchange -> {
                questions.add(exchange.getRequestURI().getQuery());
                answer(exchange, allowed(exchange) ? 200 : 401, counts);
            });
            opened.createContext("/v1/deadline-counts", exchange -> {
                questions.add(exchange.getRequestURI().getQuery());
                answer(exchange, allowed(exchange) ? 200 : 401, dues);
            });
            opened.createContext("/v1/waves", exchange -> answer(exchange, allowed(exchange) ? 200 : 401, waves));
            opened.createContext("/v1/subject-ids", exchange -> {
                asked.incrementAndGet();
                boolean known = body(exchange).contains("@example.org");
                answer(
                        exchange,
                        known ? 200 : 422,
                        known
                                ? "{\"subjectId\": \"%s\", \"subjectIds\": []}".formatted(addressee)
                                : "{\"errors\": [{\"pointer\": \"/email\", \"detail\": \"is no e-mail address\"}]}");
            });
            opened.createContext("/v1/subjects/", exchange -> {
                String path = exchange.getRequestURI().getPath().replace("/v1/subjects/", "");
                String id = path.replace("/export", "");
                int known = subjects.containsKey(id) ? 200 : 404;
                String right = exchange.getRequestURI().getQuery();
                String told = path.equals(id)
                        ? subjects.getOrDefault(id, "{}")
                        : "{\"right\": \"%s\"}".formatted(right.replace("right=", ""));
                answer(exchange, allowed(exchange) ? known : 401, told);
            });
            opened.start();
            return opened;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String body(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static boolean allowed(HttpExchange exchange) {
        return "Bearer operator-key".equals(exchange.getRequestHeaders().getFirst("Authorization"));
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** What the retention stream lists of holds, and what it says behind that. */
    void listHolds(String first, String second) {
        holds = first;
        moreHolds = second;
    }

    /** What the retention stream says of waves. */
    void hold(String held) {
        waves = held;
    }

    /** What the worker lists, and what it says behind that. */
    void list(String first, String second) {
        escalations = first;
        secondPage = second;
    }

    /** What the worker says is open, and of some of it the ledger, which another instance may have. */
    void open(String list, Map<String, String> byOrder, boolean atAnother) {
        orders = list;
        ledgers = byOrder;
        elsewhere = atAnother;
    }

    /** Which rights requests the stream lists, and what it says behind those. */
    void listRequests(String first, String second) {
        requests = first;
        moreRequests = second;
    }

    /** What the stream counts of consents. */
    void count(String told) {
        counts = told;
    }

    /** What the stream counts of what falls due. */
    void countDue(String told) {
        dues = told;
    }

    /** What the stream was asked for of its list. */
    List<String> questions() {
        return questions;
    }

    /** What the stream says of subjects, by their ids. */
    void know(Map<String, String> all) {
        subjects = all;
        proven = all;
    }

    /** What it says once a code was shown. */
    void knowOnceShown(Map<String, String> all) {
        proven = all;
    }

    /** Whose id an address stands for. */
    void addressOf(String subjectId) {
        addressee = subjectId;
    }

    /** How the front door answers to a decision. */
    void judge(int status, String answer) {
        verdict = status;
        refusal = answer;
    }

    /** What the front door was sent. */
    List<String> decisions() {
        return decisions;
    }

    void tell(String metrics) {
        told = metrics;
    }

    /** How often anybody wanted to know. */
    int asked() {
        return asked.get();
    }

    void goAway() {
        server.stop(0);
    }

    void comeBack() {
        server = open(port);
    }

    /** Settings of a console that watches this as each of its services. */
    Map<String, String> settings() {
        String url = URI.create("http://127.0.0.1:" + port).toString();
        Map<String, String> settings = new TreeMap<>();
        settings.put("LETHE_INGEST_URL", url);
        settings.put("LETHE_RETENTION_URL", url);
        settings.put("LETHE_WORKER_URL", url);
        settings.put("LETHE_OPERATOR_KEY", "operator-key");
        return settings;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
