package io.lethe.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.ingest.event.Bodies;
import io.lethe.ingest.event.EventKind;
import io.lethe.schemas.IdentityProof;
import io.lethe.schemas.Interaction;
import io.lethe.schemas.RightsRequest;
import io.lethe.service.AccessKeys.Role;
import io.lethe.service.keys.FrontEndKey;
import io.lethe.service.keys.FrontEndKeys;
import io.vertx.ext.web.Route;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a front-end's key opens, for which sources, and for pages of which origins. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FrontEndKeysAtTheDoorTest {

    private static final String PAGE = "https://www.example.org";
    private static final String KEY = FrontEndKey.generate();
    private static final String BOTH_SITES = FrontEndKey.generate();
    private static final String OLD = FrontEndKey.generate();
    private static final FrontEndKeys GIVEN = new FrontEndKeys(List.of(
            key(KEY, List.of("www"), List.of(PAGE), null),
            key(BOTH_SITES, List.of("www", "shop"), List.of(PAGE, "https://shop.example.org"), null),
            key(OLD, List.of("www"), List.of(PAGE), "2026-03-01T12:00:00Z")));

    /** Whom these answer they do not ask. */
    private static final Set<String> PUBLIC =
            Set.of("/livez", "/readyz", "/metrics", "/docs", "/opendsr/v2/discovery", "/opendsr/v2/certificate.pem");

    /** Of operators, recipient systems and other controllers. */
    private static final Set<String> CLOSED = Set.of(
            "/v1/holds",
            "/v1/corrections",
            "/v1/rights-decisions",
            "/v1/rights-answers",
            "/v1/rights-withdrawals",
            "/v1/rights-codes",
            "/v1/wave-decisions",
            "/v1/erasure-decisions",
            "/v1/deletion-acks",
            "/opendsr/v2/requests",
            "/opendsr/v2/requests/:id");

    /** What is the same for everybody, and read by pages of any origin. */
    private static final Set<String> FOR_ALL_PAGES = Set.of("/v1/banner", "/lethe.js", "/lethe.d.ts", "/openapi.yaml");

    private static final Set<String> WRITTEN_BY_FRONT_ENDS = Set.of(
            "/v1/consent-statements",
            "/v1/interactions",
            "/v1/rights-requests",
            "/v1/rights-proofs",
            "/v1/subject-links");

    private final AtomicReference<FrontEndKeys> keys = new AtomicReference<>(GIVEN);
    private final OpenedDoor door = OpenedDoor.with(keys);

    private static FrontEndKey key(String key, List<String> sources, List<String> origins, @Nullable String notAfter) {
        return new FrontEndKey("www", FrontEndKey.hash(key), sources, origins, notAfter);
    }

    @BeforeEach
    void all_are_valid() {
        keys.set(GIVEN);
        door.timeIs(OpenedDoor.NOW);
    }

    @AfterAll
    void close() {
        door.close();
    }

    @ParameterizedTest
    @CsvSource({"www, 202", "shop, 422", "WWW, 422", "www/, 422"})
    void C7_an_event_has_a_source_of_its_key(String source, int status) {
        HttpResponse<String> answer = post(KEY, from(source));

        assertThat(answer.statusCode()).isEqualTo(status);
        if (status == 422) {
            assertThat(answer.body()).contains("\"pointer\":\"/source\"").doesNotContain("shop");
        }
    }

    @Test
    void C7_an_event_without_a_source_has_the_only_one_of_its_key() {
        assertThat(post(KEY, Bodies.interaction()).statusCode()).isEqualTo(202);
        assertThat(((Interaction) door.last("interactions")).getSource()).isEqualTo("www");

        HttpResponse<String> either = post(BOTH_SITES, Bodies.interaction());
        assertThat(either.statusCode()).isEqualTo(422);
        assertThat(either.body()).contains("/source", "more than one");
        assertThat(post(BOTH_SITES, from("shop")).statusCode()).isEqualTo(202);
    }

    @Test
    void one_event_of_another_source_and_nothing_of_its_batch_is_taken() {
        int before = door.published();

        HttpResponse<String> answer = post(KEY, "[" + from("www") + "," + from("shop") + "]");

        assertThat(answer.body()).contains("\"pointer\":\"/1/source\"");
        assertThat(door.published()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "http://www.example.org",
                "https://www.example.org:8443",
                "https://www.example.org.evil.example",
                "https://shop.example.org",
                "http://localhost:3000",
                "null",
                "*"
            })
    void a_page_of_another_origin_is_refused_and_cannot_read_why_unless_it_has_another_key(String origin) {
        HttpResponse<String> answer = post(KEY, from("www"), "Origin", origin);

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).doesNotContain(origin.equals("*") ? "\"*" : origin);
        assertThat(allowed(answer)).isEqualTo(mayAskAtAll(origin) ? Optional.of(origin) : Optional.empty());
    }

    /** It has another key, or it is a page of this machine, for which there is the key of the role. */
    private static boolean mayAskAtAll(String origin) {
        return origin.equals("https://shop.example.org") || origin.equals("http://localhost:3000");
    }

    @Test
    void two_origins_are_none() {
        assertThat(post(KEY, from("www"), "Origin", PAGE, "Origin", "https://evil.example")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void a_page_of_the_keys_origin_writes_and_reads_the_answer_and_caches_tell_origins_apart() {
        HttpResponse<String> answer = post(KEY, from("www"), "Origin", PAGE);

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(allowed(answer)).hasValue(PAGE);
        assertThat(answer.headers().firstValue("vary")).hasValue("Origin");
        assertThat(answer.headers().firstValue("access-control-expose-headers")).hasValue("Retry-After");
        assertThat(answer.headers().firstValue("access-control-allow-credentials"))
                .isEmpty();
        assertThat(allowed(post(KEY, "[]", "Origin", PAGE))).as("a 422 too").hasValue(PAGE);
        assertThat(allowed(post("no key", "[]", "Origin", PAGE)))
                .as("a 401 too")
                .hasValue(PAGE);
        assertThat(post(KEY, from("www")).headers().firstValue("vary")).hasValue("Origin");
    }

    @Test
    void a_browser_that_asks_first_is_told_what_a_page_may_send_and_keeps_it() {
        HttpResponse<String> answer = preflight(PAGE);

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(allowed(answer)).hasValue(PAGE);
        assertThat(answer.headers().firstValue("access-control-allow-methods")).hasValue("POST");
        assertThat(answer.headers().firstValue("access-control-allow-headers"))
                .hasValue(
                        "Authorization, Content-Type, ce-id, ce-source, ce-specversion, ce-type, ce-time, ce-subject, ce-dataschema");
        assertThat(answer.headers().firstValue("access-control-max-age")).hasValue("7200");
        assertThat(answer.headers().firstValue("vary")).hasValue("Origin");
        assertThat(answer.headers().firstValue("access-control-allow-credentials"))
                .isEmpty();
    }

    @Test
    void a_browser_that_asks_for_a_page_of_another_origin_is_told_nothing() {
        HttpResponse<String> answer = preflight("https://evil.example");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.headers().map().keySet())
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control"));
    }

    @Test
    void several_keys_of_a_front_end_are_valid_at_once_and_a_removed_one_is_not() {
        door.timeIs(OpenedDoor.NOW.minusSeconds(1));
        assertThat(post(OLD, from("www")).statusCode()).isEqualTo(202);
        assertThat(post(KEY, from("www")).statusCode()).isEqualTo(202);

        keys.set(new FrontEndKeys(List.of(key(KEY, List.of("www"), List.of(), null))));

        assertThat(post(OLD, from("www")).statusCode()).isEqualTo(401);
        assertThat(post(KEY, from("www")).statusCode()).isEqualTo(202);
    }

    @ParameterizedTest
    @CsvSource({"0, 202", "1, 401"})
    void a_key_is_valid_up_to_its_time(int millisLater, int status) {
        door.timeIs(OpenedDoor.NOW.plusMillis(millisLater));

        assertThat(post(OLD, from("www")).statusCode()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain;charset=UTF-8", "text/plain", "application/json"})
    void a_beacon_that_can_set_no_header_has_its_key_in_the_url(String type) {
        HttpResponse<String> answer =
                door.ask("POST", "/v1/interactions?key=" + KEY, from("www"), "Content-Type", type, "Origin", PAGE);

        assertThat(answer.statusCode()).isEqualTo(202);
    }

    @Test
    void only_a_write_key_is_taken_from_a_url_and_only_one() {
        assertThat(beacon("?key=write-key")).isEqualTo(202);
        assertThat(beacon("?key=operator-key")).isEqualTo(401);
        assertThat(beacon("?key=back-end-key")).isEqualTo(401);
        assertThat(beacon("?key=recipient-key")).isEqualTo(401);
        assertThat(beacon("?key=" + KEY + "&key=" + KEY)).isEqualTo(401);
        assertThat(beacon("?key=")).isEqualTo(401);
        assertThat(beacon("?key=no+key")).isEqualTo(401);
        assertThat(beacon("")).isEqualTo(401);
        assertThat(door.ask("POST", "/v1/holds?key=operator-key", "[]", "Content-Type", "application/json")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void a_header_that_is_wrong_is_not_made_good_by_a_url() {
        assertThat(door.ask(
                                "POST",
                                "/v1/interactions?key=" + KEY,
                                from("www"),
                                "Content-Type",
                                "application/json",
                                "Authorization",
                                "Bearer no key")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void text_is_read_as_json_only_of_a_beacon() {
        assertThat(door.post(
                                EventKind.INTERACTION,
                                from("www"),
                                "Authorization",
                                "Bearer " + KEY,
                                "Content-Type",
                                "text/plain")
                        .statusCode())
                .isEqualTo(415);
    }

    @Test
    void G3_what_a_front_ends_key_says_of_an_identity_proves_nothing() {
        HttpResponse<String> answer = door.post(
                EventKind.RIGHTS_REQUEST,
                Bodies.rightsRequest(),
                "Authorization",
                "Bearer " + KEY,
                "Content-Type",
                "application/json");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(((RightsRequest) door.last("rights-requests")).getIdentity()).isEqualTo(IdentityProof.UNVERIFIED);
    }

    /** Over all that the running server can be asked for, with each method. */
    @Test
    void in_a_browser_a_front_ends_key_can_write_and_nothing_else() {
        Set<String> paths = door.routes().stream()
                .map(Route::getPath)
                .filter(path -> path != null)
                .collect(Collectors.toSet());
        assertThat(paths)
                .filteredOn(path -> !path.startsWith("/demo"))
                .containsExactlyInAnyOrderElementsOf(Stream.of(PUBLIC, FOR_ALL_PAGES, WRITTEN_BY_FRONT_ENDS, CLOSED)
                        .flatMap(Set::stream)
                        .toList());

        for (String path : paths) {
            for (String method : List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")) {
                HttpResponse<String> answer = door.ask(
                        method,
                        path,
                        method.equals("POST") ? "[]" : "",
                        "Authorization",
                        "Bearer " + KEY,
                        "Content-Type",
                        "application/json",
                        "Origin",
                        PAGE);
                String asked = method + " " + path;
                boolean writes = WRITTEN_BY_FRONT_ENDS.contains(path);
                if (writes && (method.equals("POST") || method.equals("OPTIONS"))) {
                    assertThat(answer.statusCode()).as(asked).isEqualTo(method.equals("POST") ? 422 : 204);
                } else if (isPublic(path) && (method.equals("GET") || method.equals("HEAD"))) {
                    assertThat(answer.statusCode()).as(asked).isIn(200, 308);
                } else {
                    assertThat(answer.statusCode()).as(asked).isIn(401, 404, 405);
                }
                assertThat(allowed(answer).isPresent() && !writes && !FOR_ALL_PAGES.contains(path))
                        .as(asked + " can be read by a page")
                        .isFalse();
            }
        }
    }

    private static boolean isPublic(String path) {
        return PUBLIC.contains(path) || FOR_ALL_PAGES.contains(path) || path.startsWith("/demo");
    }

    @Test
    void every_path_of_front_ends_takes_the_keys_that_open_it_and_no_others() {
        for (EventKind kind : EventKind.values()) {
            for (Role role : Role.values()) {
                int status = door.post(
                                kind,
                                "[]",
                                "Authorization",
                                "Bearer " + OpenedDoor.KEYS.get(role),
                                "Content-Type",
                                "application/json")
                        .statusCode();
                assertThat(status)
                        .as(kind + " as " + role)
                        .isEqualTo(kind.roles().contains(role) ? 422 : 401);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"http://localhost:5173, 422", "http://127.0.0.1, 422", "https://evil.example, 403", "null, 403"})
    void the_key_of_the_role_and_a_door_without_keys_are_for_pages_of_this_machine(String origin, int status) {
        assertThat(post("write-key", "[]", "Origin", origin).statusCode()).isEqualTo(status);
        try (OpenedDoor open = OpenedDoor.withoutKeys()) {
            HttpResponse<String> answer =
                    open.post(EventKind.INTERACTION, "[]", "Content-Type", "application/json", "Origin", origin);
            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(allowed(answer).isPresent()).isEqualTo(status == 422);
        }
    }

    /** On this machine, where a front-end needs no key; what only others may send is never open. */
    @ParameterizedTest
    @EnumSource
    void a_door_without_keys_takes_nothing_but_what_front_ends_send(EventKind kind) {
        try (OpenedDoor open = OpenedDoor.withoutKeys()) {
            HttpResponse<String> answer = open.post(kind, "[]", "Content-Type", "application/json");

            assertThat(answer.statusCode()).isEqualTo(kind.roles().contains(Role.WRITE) ? 422 : 401);
            assertThat(answer.body().contains("is missing"))
                    .isEqualTo(!kind.roles().contains(Role.WRITE));
        }
    }

    @Test
    void counts_why_somebody_was_not_let_in() {
        post("no key", "[]");
        post(KEY, "[]", "Origin", "https://evil.example");
        preflight("https://evil.example");
        door.timeIs(OpenedDoor.NOW.plusSeconds(1));
        post(OLD, "[]");

        for (String reason : List.of("key", "origin", "preflight", "key-expired")) {
            assertThat(door.metrics()).containsPattern("lethe_ingest_refused_total\\{reason=\"" + reason + "\"} [1-9]");
        }
        assertThat(door.metrics()).doesNotContain(KEY, "evil", FrontEndKey.hash(KEY));
    }

    private int beacon(String query) {
        return door.ask("POST", "/v1/interactions" + query, from("www"), "Content-Type", "text/plain;charset=UTF-8")
                .statusCode();
    }

    private HttpResponse<String> preflight(String origin) {
        return door.ask(
                "OPTIONS",
                "/v1/interactions",
                "",
                "Origin",
                origin,
                "Access-Control-Request-Method",
                "POST",
                "Access-Control-Request-Headers",
                "authorization,content-type");
    }

    private HttpResponse<String> post(String key, String body, String... more) {
        String[] headers = new String[4 + more.length];
        headers[0] = "Authorization";
        headers[1] = "Bearer " + key;
        headers[2] = "Content-Type";
        headers[3] = "application/json";
        System.arraycopy(more, 0, headers, 4, more.length);
        return door.post(EventKind.INTERACTION, body, headers);
    }

    private static String from(String source) {
        return Bodies.interaction().replaceFirst("\\{", "{\"source\": \"" + source + "\", ");
    }

    private static Optional<String> allowed(HttpResponse<String> answer) {
        return answer.headers().firstValue("access-control-allow-origin");
    }
}
