package io.lethe.ingest.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lethe.policy.Policy;
import io.lethe.policy.Purpose;
import io.lethe.policy.file.PolicyFile;
import io.lethe.service.HttpService;
import io.lethe.service.HttpSettings;
import io.lethe.service.Settings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a page is told before it asks for consent. */
class BannerDoorTest {

    private static final String CHANGED = "changed: [{on: 2026-04-01, endsConsentsOf: [\"2025-07\"]},"
            + " {on: 2027-01-01, endsConsentsOf: [\"2025-07\"]}]";

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpService http;

    BannerDoorTest() throws Exception {
        String file;
        try (var in = PolicyFile.class.getResourceAsStream("/policy/" + PolicyFile.BUILT_IN)) {
            file = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        Policy policy = PolicyFile.parse(
                "policy", file.replaceFirst("(?m)^( +)(validFor: P6M)$", "$1$2\n$1" + CHANGED.replace("$", "")));
        http = HttpService.start(
                Settings.read(Map.of("LETHE_PORT", "0"), all -> HttpSettings.from(all, 8080, List.of())),
                1,
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                Optional::empty,
                new BannerDoor(policy, now::get));
    }

    @AfterEach
    void close() {
        http.close();
        client.close();
    }

    @Test
    void tells_any_page_without_a_key_what_the_policy_asks_for_and_in_which_words() throws Exception {
        HttpResponse<String> answer = get();
        JsonNode said = new ObjectMapper().readTree(answer.body());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("access-control-allow-origin")).hasValue("*");
        assertThat(answer.headers().firstValue("cache-control")).hasValue("public, max-age=60");
        assertThat(said.fieldNames())
                .toIterable()
                .containsExactly(
                        "now",
                        "consentUntil",
                        "policyVersion",
                        "purposes",
                        "banners",
                        "googleConsentMode",
                        "globalPrivacyControl");
        assertThat(said.at("/now").textValue()).isEqualTo("2026-03-01T13:00:00+01:00");
        assertThat(said.at("/consentUntil").textValue()).isEqualTo("2026-09-01T13:00:00+02:00");
        assertThat(said.at("/policyVersion").textValue()).isEqualTo("2026-01");
        assertThat(said.at("/purposes"))
                .extracting(one -> one.get("id").textValue())
                .containsExactlyElementsOf(PolicyFile.builtIn().purposes().stream()
                        .map(Purpose::id)
                        .toList());
        assertThat(said.at("/purposes/7").toString())
                .isEqualTo("{\"id\":\"audience-measurement\",\"legalBasis\":\"consent\",\"validFor\":\"P6M\","
                        + "\"changedAt\":null}");
        assertThat(said.at("/banners/hubspot").toString())
                .isEqualTo("{\"necessary\":[],\"analytics\":[\"audience-measurement\"],"
                        + "\"advertisement\":[\"advertising\",\"fraud-detection\"],"
                        + "\"functionality\":[\"video\",\"social-sharing\"]}");
        assertThat(said.at("/banners/tcf/1").toString()).isEqualTo("[\"audience-measurement\",\"advertising\"]");
        assertThat(said.at("/banners/tcf/vendor-755").toString()).isEqualTo("[\"advertising\"]");
        assertThat(said.at("/googleConsentMode/ad_storage/0").textValue()).isEqualTo("advertising");
        assertThat(said.at("/globalPrivacyControl").toString()).isEqualTo("[\"advertising\",\"social-sharing\"]");
    }

    @Test
    void tells_from_when_a_purpose_is_another_one_only_once_that_day_has_come() throws Exception {
        now.set(Instant.parse("2026-03-31T21:59:59Z"));
        assertThat(get().body()).doesNotContain("\"changedAt\":\"");

        now.set(Instant.parse("2026-03-31T22:00:00Z"));
        assertThat(get().body()).contains("\"changedAt\":\"2026-04-01T00:00:00+02:00\"");
    }

    @Test
    void a_copy_is_good_for_as_long_as_its_time_is_right_by_minutes() throws Exception {
        String tag = get().headers().firstValue("etag").orElseThrow();

        now.set(Instant.parse("2026-03-01T12:00:59Z"));
        HttpResponse<String> same = get("If-None-Match", tag);
        now.set(Instant.parse("2026-03-01T12:01:00Z"));
        HttpResponse<String> later = get("If-None-Match", tag);

        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        assertThat(later.statusCode()).isEqualTo(200);
        assertThat(later.headers().firstValue("etag")).get().isNotEqualTo(tag);
    }

    private HttpResponse<String> get(String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http.port() + BannerDoor.PATH));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
