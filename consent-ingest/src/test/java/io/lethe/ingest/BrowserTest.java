package io.lethe.ingest;

import static io.lethe.ingest.Chromium.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import io.lethe.ingest.tcf.TcStrings;
import io.lethe.policy.Policy;
import io.lethe.policy.file.PolicyFile;
import io.lethe.policy.yaml.PolicyException;
import io.lethe.schemas.Choice;
import io.lethe.schemas.ConsentMethod;
import io.lethe.schemas.ConsentStatement;
import io.lethe.schemas.Decision;
import io.lethe.schemas.Interaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The script in a real browser, between a web site and the front door. */
@Tag("browser")
class BrowserTest {

    private static final WebSite SITE = new WebSite("localhost");
    private static final LightDoor DOOR = new LightDoor(SITE);
    private static final Chromium CHROMIUM = new Chromium();

    private static final String GRANT =
            "lethe('consent', {choices: [{purpose: 'audience-measurement', decision: 'granted'}], method: 'save'})";
    private static final String UNTIL = "JSON.parse(localStorage['lethe.visitor']).until";
    private static final String ADVERTISING =
            "lethe('consent', {choices: [{purpose: 'advertising', decision: 'granted'}], method: 'save'})";
    /** Makes an unsent event older, by milliseconds. */
    private static final String AGE = "((id, by) => { const key = 'lethe.event.' + id;"
            + " const event = JSON.parse(localStorage[key]); event.at -= by; localStorage[key] = JSON.stringify(event); })";

    private static final String CONTACT =
            "lethe('interaction', {kind: 'contact-form', subject: {email: 'ada@example.org'}})";

    private final BrowserContext visitor = CHROMIUM.browser().newContext();
    private final Page page = visitor.newPage();
    private final List<String> console = new CopyOnWriteArrayList<>();

    @BeforeEach
    void begin() {
        DOOR.begin();
        visitor.onConsoleMessage(this::note);
    }

    private void note(ConsoleMessage message) {
        console.add(message.text());
    }

    @AfterEach
    void leave() {
        visitor.close();
    }

    @AfterAll
    static void stop() {
        CHROMIUM.close();
        SITE.close();
        DOOR.close();
    }

    @Test
    void S1_C7_what_was_called_before_the_script_came_arrives_with_its_proof() {
        page.navigate(SITE.page("/first", """
                <!doctype html><html lang="fr"><title>first</title>
                <script>
                  window.lethe = window.lethe || function () { (lethe.q = lethe.q || []).push(arguments); };
                  lethe('consent', {choices: [{purpose: 'advertising', decision: 'refused'}], method: 'reject-all'});
                </script>
                <script async src="%s/lethe.js" data-key="%s" data-source="www" data-notice-id="banner-7"></script>
                """.formatted(DOOR.address(), LightDoor.KEY)));

        soon().until(() -> !DOOR.statements().isEmpty());
        ConsentStatement statement = DOOR.statements().getFirst();
        assertThat(statement.getSource()).isEqualTo("www");
        assertThat(decisions(statement)).containsExactly("advertising REFUSED");
        assertThat(statement.getProof().getMethod()).isEqualTo(ConsentMethod.REJECT_ALL);
        assertThat(statement.getProof().getLanguage()).isEqualTo("fr");
        assertThat(statement.getProof().getNoticeId()).isEqualTo("banner-7");
        assertThat(statement.getProof().getPolicyVersion()).isEqualTo("2026-01");
        assertThat(statement.getProof().getPage()).isEqualTo(SITE.address() + "/first");
    }

    @Test
    void S1_events_outlast_a_door_that_is_away_a_reload_and_another_page_and_arrive_once_under_their_ids() {
        String one = SITE.page("/one", DOOR, "", "");
        String other = SITE.page("/other", DOOR, "", "");
        DOOR.goAway();
        page.navigate(one);
        page.evaluate(GRANT);
        page.evaluate(CONTACT);
        page.reload();
        page.evaluate(CONTACT);
        page.navigate(other);
        List<String> kept = kept(page);

        DOOR.comeBack();

        soon().until(() -> kept(page).isEmpty());
        assertThat(kept).hasSize(3);
        assertThat(arrived()).containsExactlyInAnyOrderElementsOf(kept);
    }

    @Test
    void S1_two_tabs_send_what_they_have_in_common_once() {
        Page tab = visitor.newPage();
        DOOR.goAway();
        page.navigate(SITE.page("/tab", DOOR, "", ""));
        tab.navigate(page.url());
        page.evaluate(GRANT);
        tab.evaluate(CONTACT);
        page.evaluate(CONTACT);
        List<String> kept = kept(page);

        DOOR.comeBack();

        soon().until(() -> kept(tab).isEmpty());
        assertThat(kept).hasSize(3);
        assertThat(arrived()).containsExactlyInAnyOrderElementsOf(kept);
        assertThat(DOOR.arrivals()).hasSize(3);
    }

    @Test
    void S1_what_becomes_of_an_event_is_told_where_it_was_made_whichever_tab_has_sent_it() {
        page.navigate(SITE.page("/makes", DOOR, "", ""));
        page.waitForFunction("asked.length");
        page.evaluate("void (LockManager.prototype.request = () => new Promise(() => {}))");
        page.evaluate(CONTACT.replace("})", "}, (outcome) => window.outcome = outcome)"));
        page.evaluate("lethe('interaction', {kind: 'no-such-thing', subject: {email: 'ada@example.org'}},"
                + " (outcome) => window.other = outcome)");
        Page tab = visitor.newPage();

        tab.navigate(SITE.page("/sends", DOOR, "", ""));

        page.waitForFunction("window.outcome === 'accepted' && window.other === 'refused'");
        assertThat(kept(page)).isEmpty();
        assertThat(DOOR.interactions()).hasSize(1);
    }

    /** Two may send the same at the same time then; it has one id, and counts once. */
    @Test
    void S1_without_locks_two_tabs_send_all_they_have_and_nothing_stays() {
        visitor.addInitScript("Object.defineProperty(Navigator.prototype, 'locks', {get: () => undefined})");
        Page tab = visitor.newPage();
        DOOR.goAway();
        page.navigate(SITE.page("/no-locks", DOOR, "", ""));
        tab.navigate(page.url());
        page.evaluate(GRANT);
        tab.evaluate(CONTACT);
        page.evaluate(CONTACT);
        List<String> kept = kept(page);

        DOOR.comeBack();

        soon().until(() -> kept(tab).isEmpty());
        assertThat(kept).hasSize(3);
        assertThat(arrived().stream().distinct()).containsExactlyInAnyOrderElementsOf(kept);
    }

    @Test
    void S1_a_lock_that_is_refused_holds_nothing_up() {
        visitor.addInitScript(
                "LockManager.prototype.request = () => Promise.reject(new DOMException('no', 'SecurityError'))");
        page.navigate(SITE.page("/lock-refused", DOOR, "", ""));
        page.evaluate(CONTACT);

        soon().until(() -> DOOR.interactions().size() == 1 && kept(page).isEmpty());
    }

    @Test
    void S1_a_page_that_may_store_nothing_sends_what_it_has_while_it_lives() {
        visitor.addInitScript("Object.defineProperty(window, 'localStorage',"
                + " {get() { throw new DOMException('no', 'SecurityError'); }})");
        DOOR.goAway();
        page.navigate(SITE.page("/forbidden", DOOR, "", ""));
        page.evaluate(GRANT);
        page.evaluate(CONTACT);
        assertThat(page.evaluate("changes.at(-1)")).isEqualTo("{\"audience-measurement\":true}");

        DOOR.comeBack();

        soon().until(() -> DOOR.statements().size() == 1 && DOOR.interactions().size() == 1);
        page.evaluate(ADVERTISING);
        soon().until(() -> DOOR.statements().size() == 2);
        assertThat(DOOR.statements())
                .extracting(ConsentStatement::getSubjectId)
                .as("one visitor")
                .containsOnly(DOOR.statements().getFirst().getSubjectId());
    }

    @Test
    void S1_a_page_whose_storage_is_full_sends_what_it_has_while_it_lives() {
        DOOR.goAway();
        page.navigate(SITE.page("/no-room", DOOR, "", ""));
        page.evaluate(
                "for (let size = 4 << 20; size; size >>= 1) {"
                        + " try { for (let i = 0; ; i++) { localStorage['filler' + size + '.' + i] = 'x'.repeat(size); } } catch {} }");
        page.evaluate(GRANT);
        page.evaluate(CONTACT);
        assertThat(page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('lethe.')).length"))
                .isEqualTo(0);

        DOOR.comeBack();

        soon().until(() -> DOOR.statements().size() == 1 && DOOR.interactions().size() == 1);
        page.evaluate(ADVERTISING);
        soon().until(() -> DOOR.statements().size() == 2);
        assertThat(DOOR.statements())
                .extracting(ConsentStatement::getSubjectId)
                .as("one visitor")
                .containsOnly(DOOR.statements().getFirst().getSubjectId());
    }

    @Test
    void what_is_older_than_seven_days_is_sent_no_more_and_what_is_younger_is() {
        DOOR.goAway();
        page.navigate(SITE.page("/week", DOOR, "", ""));
        page.evaluate(CONTACT);
        String old = kept(page).getFirst();
        page.evaluate(AGE + "('" + old + "', 7 * 864e5 + 1000)");
        page.evaluate(CONTACT);
        String young =
                kept(page).stream().filter(id -> !id.equals(old)).findFirst().orElseThrow();
        page.evaluate(AGE + "('" + young + "', 7 * 864e5 - 60000)");

        DOOR.comeBack();

        soon().until(() -> kept(page).isEmpty());
        assertThat(arrived()).containsExactly(young);
    }

    @Test
    void what_is_unsent_takes_64_ki_at_most_and_decisions_go_last() {
        DOOR.goAway();
        page.navigate(SITE.page("/large", DOOR, "", ""));
        page.evaluate(GRANT);

        page.evaluate("for (let i = 0; i < 90; i++) { lethe('interaction', {kind: 'contact-form',"
                + " subject: {email: 'x'.repeat(1000) + '@example.org'}}); }");

        assertThat(kept(page)).hasSizeBetween(30, 60);
        assertThat((Integer) page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('lethe.event.'))"
                        + ".reduce((sum, key) => sum + localStorage[key].length, 0)"))
                .isBetween(48 * 1024, 64 * 1024);
        assertThat(page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('lethe.event.')"
                        + " && localStorage[key].includes('consent-statements')).length"))
                .isEqualTo(1);
        DOOR.comeBack();
    }

    @Test
    void S1_a_listener_of_the_page_that_fails_costs_no_statement_and_no_terms() {
        page.navigate(SITE.page("/listens", DOOR, "", """
                <script>
                  lethe('onask', () => { throw new Error('theirs'); });
                  lethe('onchange', () => { throw new Error('theirs'); });
                </script>
                """));
        page.waitForFunction("asked.length");

        page.evaluate(GRANT);

        soon().until(() -> DOOR.statements().size() == 1);
        soon().until(() -> kept(page).isEmpty());
        assertThat(console).anyMatch(line -> line.contains("theirs"));
    }

    @Test
    void C3_what_was_decided_in_one_tab_is_told_in_the_other() {
        Page tab = visitor.newPage();
        page.navigate(SITE.page("/tabs", DOOR, "", ""));
        tab.navigate(page.url());

        page.evaluate(GRANT);
        tab.waitForFunction("changes.length && JSON.parse(changes.at(-1))['audience-measurement']");
        page.evaluate("lethe('forget')");

        tab.waitForFunction("changes.at(-1) === '{}'");
    }

    @Test
    void C3_a_refusal_for_all_recipients_takes_back_what_was_granted_to_one() {
        page.navigate(SITE.page("/recipients", DOOR, "", ""));
        page.evaluate(
                "lethe('consent', {choices: [{purpose: 'advertising', recipient: 'linkedin', decision: 'granted'}],"
                        + " method: 'save'})");
        assertThat(page.evaluate("changes.at(-1)")).isEqualTo("{\"advertising/linkedin\":true}");

        page.evaluate("lethe('consent', {choices: [{purpose: 'advertising', decision: 'refused'}], method: 'save'})");
        page.evaluate(CONTACT);

        assertThat(page.evaluate("changes.at(-1)")).isEqualTo("{\"advertising\":false}");
        soon().until(() -> DOOR.interactions().size() == 1);
        assertThat(DOOR.links()).isZero();
    }

    @Test
    void S1_what_a_device_says_that_is_some_minutes_fast_is_taken_as_of_now() {
        visitor.addInitScript("{const real = Date.now; Date.now = () => real.call(Date) + 7 * 60 * 1000;}");
        page.navigate(SITE.page("/fast", """
                <!doctype html><title>fast</title>
                <script>
                  window.lethe = function () { (lethe.q = lethe.q || []).push(arguments); };
                  %s;
                </script>
                <script async src="%s/lethe.js" data-key="%s" data-source="www"></script>
                """.formatted(GRANT, DOOR.address(), LightDoor.KEY)));
        soon().until(() -> DOOR.statements().size() == 1);

        page.evaluate(ADVERTISING);

        soon().until(() -> DOOR.statements().size() == 2);
        assertThat(DOOR.statements())
                .allSatisfy(statement -> assertThat(statement.getOccurredAt())
                        .isBetween(DOOR.now().minusSeconds(240), DOOR.now().plusSeconds(1)));
    }

    @Test
    void S1_an_event_of_a_page_that_is_left_at_once_arrives() {
        // Where nothing is that could send it again.
        String other = SITE.page("/after", "<!doctype html><title>after</title>");
        page.navigate(SITE.page("/left", DOOR, "", ""));
        page.waitForFunction("asked.length");

        page.evaluate(CONTACT + "; location = '" + other + "'");

        soon().until(() -> DOOR.interactions().size() == 1);
    }

    @Test
    void a_door_that_is_busy_is_left_alone_as_long_as_it_says_also_by_the_next_page() {
        page.navigate(SITE.page("/busy", DOOR, "", ""));
        page.waitForFunction("asked.length");
        DOOR.beBusy(1);
        page.evaluate(CONTACT);
        soon().until(() -> DOOR.arrivals().size() == 1);
        page.waitForFunction("localStorage['lethe.pause']");

        page.reload();

        soon().until(() -> DOOR.interactions().size() == 1);
        List<Long> arrivals = DOOR.arrivals();
        assertThat(arrivals).hasSize(2);
        assertThat(arrivals.get(1) - arrivals.get(0))
                .isGreaterThan(Duration.ofMillis(900).toNanos());
    }

    @Test
    void what_the_door_refuses_is_dropped_with_a_word_and_holds_nothing_up() {
        page.navigate(SITE.page("/refused", DOOR, "", ""));

        page.evaluate("lethe('interaction', {kind: 'no-such-thing', subject: {email: 'ada@example.org'}},"
                + " (outcome) => window.outcome = outcome)");
        page.evaluate(CONTACT);

        soon().until(() -> DOOR.interactions().size() == 1);
        soon().until(() -> kept(page).isEmpty());
        page.waitForFunction("window.outcome === 'refused'");
        assertThat(console)
                .contains("lethe: refused (interactions, 422)")
                .noneMatch(line -> line.contains("ada@example.org"));
    }

    @Test
    void R7_what_is_unsent_is_bounded_and_decisions_go_last() {
        DOOR.goAway();
        page.navigate(SITE.page("/full", DOOR, "", ""));
        page.evaluate(GRANT);

        page.evaluate("for (let i = 0; i < 120; i++) { " + CONTACT + "; }");

        assertThat(kept(page)).hasSize(100);
        assertThat(page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('lethe.event.')"
                        + " && localStorage[key].includes('consent-statements')).length"))
                .isEqualTo(1);
        DOOR.comeBack();
    }

    @Test
    void C4_once_the_time_is_over_by_the_doors_clock_the_visitor_is_forgotten_and_asked_again() {
        page.navigate(SITE.page("/expires", DOOR, "", ""));
        page.evaluate(GRANT);
        soon().until(() -> DOOR.statements().size() == 1);
        soon().until(() -> kept(page).isEmpty());
        DOOR.letPass(Duration.ofDays(185));

        page.reload();

        page.waitForFunction("asked.length");
        assertThat(page.evaluate("asked")).isEqualTo(List.of("expired audience-measurement"));
        assertThat(page.evaluate("localStorage['lethe.visitor']")).isNull();
        page.evaluate(GRANT);
        soon().until(() -> DOOR.statements().size() == 2);
        assertThat(DOOR.statements().stream()
                        .map(ConsentStatement::getSubjectId)
                        .distinct())
                .hasSize(2);
        assertThat(DOOR.statements().getLast().getOccurredAt())
                .isAfter(DOOR.now().minusSeconds(60));
    }

    @Test
    void C4_within_the_time_nobody_is_asked_again_and_nothing_is_said_twice() {
        page.navigate(SITE.page("/holds", DOOR, "", ""));
        page.evaluate(GRANT);
        soon().until(() -> kept(page).isEmpty());
        DOOR.letPass(Duration.ofDays(170));

        page.reload();

        page.waitForFunction("changes.length");
        page.waitForFunction("JSON.parse(localStorage['lethe.offset'] || 0) > 1e9");
        assertThat(page.evaluate("asked")).isEqualTo(List.of());
        assertThat(page.evaluate("changes.at(-1)")).isEqualTo("{\"audience-measurement\":true}");
        assertThat(DOOR.statements()).hasSize(1);
    }

    @Test
    void C4_the_time_of_the_shortest_purpose_counts_and_a_second_decision_does_not_move_its_end() throws Exception {
        DOOR.become(PolicyFile.parse("shorter.yaml", builtIn().replaceFirst("validFor: P6M", "validFor: P1M")));
        page.navigate(SITE.page("/shorter", DOOR, "", ""));
        page.waitForFunction("asked.length");
        page.evaluate(GRANT);
        soon().until(() -> kept(page).isEmpty());
        Object end = page.evaluate(UNTIL);
        DOOR.letPass(Duration.ofDays(20));
        page.reload();
        page.waitForFunction("JSON.parse(localStorage['lethe.offset'] || 0) > 1e9");
        page.evaluate(ADVERTISING);
        soon().until(() -> kept(page).isEmpty());
        assertThat(page.evaluate(UNTIL)).isEqualTo(end);
        DOOR.letPass(Duration.ofDays(12));

        page.reload();

        page.waitForFunction("asked.length");
        assertThat(page.evaluate("asked[0]")).asString().startsWith("expired ");
        assertThat(page.evaluate("localStorage['lethe.visitor']")).isNull();
    }

    @Test
    void S1_what_the_door_cannot_give_to_kafka_is_kept_by_the_page_and_arrives_once_when_it_can() {
        page.navigate(SITE.page("/outage", DOOR, "", ""));
        page.waitForFunction("asked.length");
        DOOR.loseKafka();
        page.evaluate(CONTACT);
        soon().until(() -> !DOOR.arrivals().isEmpty());
        page.waitForFunction("localStorage['lethe.pause']");
        List<String> kept = kept(page);
        assertThat(kept).hasSize(1);

        DOOR.findKafka();

        soon().until(() -> kept(page).isEmpty());
        assertThat(arrived()).containsExactlyElementsOf(kept);
    }

    @Test
    void a_purpose_that_became_another_one_is_asked_about_again() throws Exception {
        page.navigate(SITE.page("/changes", DOOR, "", ""));
        page.evaluate(GRANT);
        soon().until(() -> kept(page).isEmpty());
        DOOR.become(changed("audience-measurement"));
        DOOR.letPass(Duration.ofDays(2));

        page.reload();

        page.waitForFunction("asked.length");
        assertThat(page.evaluate("asked")).isEqualTo(List.of("changed audience-measurement"));
        assertThat(page.evaluate("changes.at(-1)")).isEqualTo("{}");
    }

    @Test
    void C1_a_browser_that_says_no_for_its_owner_is_obeyed_once() {
        visitor.addInitScript("Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', {get: () => true})");
        page.navigate(SITE.page("/signal", DOOR, "", ""));
        soon().until(() -> DOOR.statements().size() == 1);
        soon().until(() -> kept(page).isEmpty());
        page.reload();
        page.evaluate(GRANT);
        soon().until(() -> DOOR.statements().size() == 2);

        ConsentStatement signal = DOOR.statements().getFirst();
        assertThat(signal.getProof().getMethod()).isEqualTo(ConsentMethod.SIGNAL);
        assertThat(decisions(signal)).containsExactly("advertising REFUSED", "social-sharing REFUSED");
        assertThat(page.evaluate("changes.at(-1)"))
                .isEqualTo("{\"advertising\":false,\"social-sharing\":false,\"audience-measurement\":true}");
    }

    @Test
    void C1_what_was_granted_before_the_browser_said_no_is_taken_back_and_what_is_granted_after_it_holds() {
        String signal = SITE.page("/signal-later", DOOR, "", "");
        page.navigate(signal);
        page.evaluate(ADVERTISING);
        soon().until(() -> DOOR.statements().size() == 1);
        visitor.addInitScript("Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', {get: () => true})");
        page.reload();

        soon().until(() -> DOOR.statements().size() == 2);
        assertThat(decisions(DOOR.statements().getLast()))
                .containsExactly("advertising WITHDRAWN", "social-sharing REFUSED");
        page.evaluate(ADVERTISING);
        soon().until(() -> DOOR.statements().size() == 3);
        page.reload();
        page.evaluate(CONTACT);

        soon().until(() -> DOOR.interactions().size() == 1);
        assertThat(DOOR.statements()).hasSize(3);
    }

    @Test
    void C1_all_that_a_page_reports_by_itself_is_no_answer_to_a_browser_that_says_no() {
        visitor.addInitScript("Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', {get: () => true})");
        page.navigate(SITE.page("/signal-all", DOOR, "", ""));
        soon().until(() -> DOOR.statements().size() == 1);

        page.evaluate("lethe('consent', {method: 'accept-all', choices: ['audience-measurement', 'advertising']"
                + ".map((purpose) => ({purpose, decision: 'granted'}))})");

        soon().until(() -> DOOR.statements().size() == 2);
        assertThat(decisions(DOOR.statements().getLast()))
                .containsExactly("audience-measurement GRANTED", "advertising REFUSED");
    }

    @Test
    void C1_a_string_that_a_page_reports_by_itself_is_no_answer_to_a_browser_that_says_no() {
        visitor.addInitScript("Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', {get: () => true})");
        page.navigate(SITE.page("/signal-string", DOOR, "", ""));
        soon().until(() -> DOOR.statements().size() == 1);

        page.evaluate("lethe('consent', {method: 'accept-all', tcString: '" + TcStrings.accepted() + "'})");

        soon().until(() -> DOOR.statements().size() == 3);
        List<ConsentStatement> said = DOOR.statements().subList(1, 3);
        assertThat(said)
                .filteredOn(one -> one.getProof().getMethod() == ConsentMethod.SIGNAL)
                .extracting(BrowserTest::decisions)
                .containsExactly(List.of("advertising REFUSED", "social-sharing REFUSED"));
        assertThat(page.evaluate("!!JSON.parse(changes.at(-1)).advertising")).isEqualTo(false);
    }

    @Test
    void S1_a_beacon_takes_what_a_page_that_goes_away_could_not_try() {
        visitor.addInitScript("delete Navigator.prototype.locks; window.fetch = () => new Promise(() => {});");
        page.navigate(SITE.page("/beacon", DOOR, "data-policy-version=\"2026-01\"", ""));
        page.waitForFunction("window.lethe && !lethe.q");
        page.evaluate(CONTACT);
        page.evaluate(GRANT);

        page.close(new Page.CloseOptions().setRunBeforeUnload(true));

        soon().until(() -> DOOR.statements().size() == 1);
        assertThat(DOOR.interactions())
                .as("what was tried, by a browser that goes on with it")
                .isEmpty();
    }

    @Test
    void S1_an_event_that_is_on_its_way_when_its_page_is_left_arrives_without_a_beacon() {
        visitor.addInitScript("Object.defineProperty(Navigator.prototype, 'sendBeacon', {value: () => false})");
        page.navigate(SITE.page("/keepalive", DOOR, "", ""));
        page.waitForFunction("asked.length");
        DOOR.holdAsking();
        page.evaluate(CONTACT);
        soon().until(() -> DOOR.asking() == 1);
        page.navigate("about:blank");
        assertThat(DOOR.arrivals()).isEmpty();

        DOOR.letAsk();

        soon().until(() -> DOOR.interactions().size() == 1);
    }

    @Test
    void in_a_browser_a_front_ends_key_writes_and_does_nothing_else_whatever_is_asked_for() {
        List<String> writes = Stream.of(
                        "consent-statements", "interactions", "rights-requests", "rights-proofs", "subject-links")
                .map("POST /v1/%s"::formatted)
                .toList();
        List<String> forAllPages = List.of("GET /v1/banner", "GET /lethe.js", "GET /lethe.d.ts", "GET /openapi.yaml");
        List<String> all = DOOR.routes().stream()
                .filter(route -> route.getPath() != null && route.methods() != null)
                .flatMap(route -> route.methods().stream().map(method -> method.name() + " " + route.getPath()))
                .distinct()
                .toList();
        assertThat(all)
                .containsAll(writes)
                .containsAll(forAllPages)
                .contains("GET /docs", "GET /metrics", "GET /opendsr/v2/discovery", "GET /opendsr/v2/requests/:id")
                .contains("POST /opendsr/v2/requests", "DELETE /opendsr/v2/requests/:id", "POST /v1/deletion-acks")
                .contains("POST /v1/holds", "POST /v1/wave-decisions", "POST /v1/erasure-decisions");
        page.navigate(SITE.page("/curious", DOOR, "", ""));
        page.waitForFunction("asked.length");

        Object answers = page.evaluate("""
                (all) => Promise.all(all.flatMap((one) => {
                  const [method, path] = one.split(' ');
                  const body = method === 'POST'
                    ? JSON.stringify({subject: {email: 'ada@example.org'}, holdId: 'h', action: 'place', reason: 'mine'})
                    : undefined;
                  const ask = (query, headers) => fetch('DOOR' + path + query, {method, headers, body})
                    .then((answer) => answer.status, (error) => error.name)
                    .then((said) => `${one} ${query ? 'with the key in its address' : 'with the key'}: ${said}`);
                  return [ask('', {'Authorization': 'Bearer KEY', 'Content-Type': 'application/json'}), ask('?key=KEY', {})];
                }))
                """.replace("KEY", LightDoor.KEY).replace("DOOR", DOOR.address()), all);

        List<String> expected = all.stream()
                .flatMap(one -> Stream.of(
                        one + " with the key: " + (writes.contains(one) ? "422" : "TypeError"),
                        one + " with the key in its address: "
                                + (writes.contains(one) ? "422" : forAllPages.contains(one) ? "200" : "TypeError")))
                .toList();
        assertThat(answers).isEqualTo(expected);
        assertThat(DOOR.published()).isZero();
    }

    @Test
    void the_npm_package_is_found_by_its_name_and_takes_events_once_it_is_told_where_to() throws IOException {
        Path npm = Path.of("..", "browser-script", "target", "npm");
        JsonNode description =
                new ObjectMapper().readTree(npm.resolve("package.json").toFile());
        JsonNode entry = description.path("exports").path(".");
        for (JsonNode name : description.path("files")) {
            SITE.file("/node_modules/lethe-browser/" + name.textValue(), npm.resolve(name.textValue()));
        }
        assertThat(npm.resolve(entry.path("default").textValue()))
                .isRegularFile()
                .hasSameBinaryContentAs(npm.resolve(description.path("main").textValue()));
        assertThat(npm.resolve(entry.path("types").textValue()))
                .content()
                .contains("declare const lethe: lethe.Lethe;")
                .isEqualTo(
                        Files.readString(npm.resolve(description.path("types").textValue())));

        page.navigate(SITE.page("/bundled", """
                <!doctype html><html lang="fr"><title>bundled</title>
                <script type="importmap">{"imports": {"%s": "/node_modules/lethe-browser/%s"}}</script>
                <script type="module">
                  import 'lethe-browser';
                  lethe('init', {url: '%s', key: '%s', source: 'www'});
                  %s;
                  %s;
                </script>
                """.formatted(
                        description.path("name").textValue(),
                        entry.path("default").textValue(),
                        DOOR.address(),
                        LightDoor.KEY,
                        GRANT,
                        CONTACT)));

        soon().until(() -> DOOR.statements().size() == 1 && DOOR.interactions().size() == 1);
        assertThat(DOOR.statements().getFirst().getSource()).isEqualTo("www");
        assertThat(decisions(DOOR.statements().getFirst())).containsExactly("audience-measurement GRANTED");
    }

    @Test
    void a_hostile_page_gets_nothing_in_with_a_stolen_key_and_nothing_out() {
        try (WebSite hostile = new WebSite("127.0.0.1")) {
            page.navigate(hostile.page("/hostile", DOOR, "", ""));
            page.waitForFunction("asked.length");
            page.evaluate(CONTACT);
            page.waitForFunction("performance.getEntriesByName('%s/v1/interactions').length".formatted(DOOR.address()));

            Object answer = page.evaluate("""
                    Promise.all([
                      ['POST', '/v1/interactions', {'Authorization': 'Bearer KEY', 'Content-Type': 'application/json'}],
                      ['POST', '/v1/interactions?key=KEY', {'Content-Type': 'text/plain'}],
                      ['GET', '/metrics', {}],
                      ['GET', '/docs', {}],
                      ['POST', '/v1/holds', {'Content-Type': 'text/plain'}],
                      ['POST', '/opendsr/v2/requests', {'Content-Type': 'text/plain'}],
                      ['GET', '/demo/', {}]]
                      .map(([method, path, headers]) => fetch('DOOR' + path, {method, headers, body: method === 'GET' ? undefined : '{}'})
                        .then((answer) => answer.text(), (error) => error.name)))
                    """.replace("KEY", LightDoor.KEY).replace("DOOR", DOOR.address()));

            assertThat(answer).isEqualTo(Collections.nCopies(7, "TypeError"));
            assertThat(DOOR.interactions()).isEmpty();
        }
    }

    @Test
    void the_device_is_made_known_as_a_persons_only_where_something_was_granted() {
        page.navigate(SITE.page("/linked", DOOR, "", ""));
        page.evaluate("lethe('consent', {choices: [{purpose: 'advertising', decision: 'refused'}], method: 'save'})");
        page.evaluate(CONTACT);
        soon().until(() -> DOOR.interactions().size() == 1);
        assertThat(DOOR.links()).isZero();

        page.evaluate(GRANT);
        page.evaluate(CONTACT);

        soon().until(() -> DOOR.interactions().size() == 2);
        assertThat(DOOR.links()).isEqualTo(1);
    }

    @Test
    void C3_forgetting_takes_back_what_was_granted_and_leaves_no_visitor() {
        page.navigate(SITE.page("/forgets", DOOR, "", ""));
        page.evaluate(GRANT);

        page.evaluate("lethe('forget')");

        soon().until(() -> DOOR.statements().size() == 2);
        soon().until(() -> kept(page).isEmpty());
        assertThat(decisions(DOOR.statements().getLast())).containsExactly("audience-measurement WITHDRAWN");
        assertThat(page.evaluate("Object.keys(localStorage).join()")).isEqualTo("");
    }

    @Test
    void google_is_told_what_is_granted() {
        page.navigate(SITE.page("/google", DOOR, "", "<script>window.dataLayer = []</script>"));
        page.waitForFunction("asked.length");
        assertThat(page.evaluate("dataLayer.length")).isEqualTo(0);

        page.evaluate(GRANT);

        assertThat(page.evaluate("JSON.stringify([...dataLayer.at(-1)])"))
                .asString()
                .startsWith("[\"consent\",\"update\",{\"ad_storage\":\"denied\"")
                .contains("\"analytics_storage\":\"granted\"", "\"security_storage\":\"granted\"");
    }

    @Test
    void google_is_told_of_what_was_decided_before_the_terms_were_known_and_of_its_end() {
        page.navigate(SITE.page("/google-early", """
                <!doctype html><title>early</title>
                <script>
                  window.dataLayer = [];
                  window.lethe = function () { (lethe.q = lethe.q || []).push(arguments); };
                  %s;
                </script>
                <script async src="%s/lethe.js" data-key="%s" data-source="www"></script>
                """.formatted(ADVERTISING, DOOR.address(), LightDoor.KEY)));

        page.waitForFunction("dataLayer.length && dataLayer.at(-1)[2].ad_storage === 'granted'");
        page.evaluate("lethe('forget')");

        assertThat(page.evaluate("dataLayer.at(-1)[2].ad_storage")).isEqualTo("denied");
    }

    @Test
    void google_is_told_that_a_purpose_is_denied_where_one_recipient_is_refused() {
        page.navigate(SITE.page("/google-recipient", DOOR, "", "<script>window.dataLayer = []</script>"));
        page.waitForFunction("asked.length");
        page.evaluate(ADVERTISING);
        assertThat(page.evaluate("dataLayer.at(-1)[2].ad_storage")).isEqualTo("granted");

        page.evaluate(
                "lethe('consent', {choices: [{purpose: 'advertising', recipient: 'google-ads', decision: 'refused'}],"
                        + " method: 'save'})");

        assertThat(page.evaluate("dataLayer.at(-1)[2].ad_storage")).isEqualTo("denied");
    }

    private static String builtIn() throws IOException {
        return Files.readString(Path.of("..", "policy", "src", "main", "resources", "policy", PolicyFile.BUILT_IN));
    }

    /** The policy, of which a purpose means something else from tomorrow on. */
    private static Policy changed(String purpose) throws PolicyException, IOException {
        String tomorrow = DOOR.now()
                .atZone(PolicyFile.builtIn().zone())
                .toLocalDate()
                .plusDays(1)
                .toString();
        return PolicyFile.parse(
                "changed.yaml",
                builtIn()
                        .replace("version: \"2026-01\"", "version: \"2026-02\"")
                        .replace(
                                "- id: " + purpose + "\n",
                                "- id: " + purpose + "\n      changed: [{on: " + tomorrow
                                        + ", endsConsentsOf: [\"2026-01\"]}]\n"));
    }

    private static List<String> decisions(ConsentStatement statement) {
        return statement.getChoices().stream().map(BrowserTest::decision).toList();
    }

    private static String decision(Choice choice) {
        Decision decision = choice.getDecision();
        return choice.getPurpose() + " " + decision;
    }

    /** The ids of what the browser still has to send. */
    private static List<String> kept(Page page) {
        String names =
                (String) page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('lethe.event.'))"
                        + ".map((key) => key.slice('lethe.event.'.length)).join()");
        return names.isEmpty() ? List.of() : List.of(names.split(","));
    }

    private static List<String> arrived() {
        return Stream.concat(
                        DOOR.statements().stream().map(ConsentStatement::getEventId),
                        DOOR.interactions().stream().map(Interaction::getEventId))
                .toList();
    }
}
