package io.lethe.ingest;

import static io.lethe.ingest.Chromium.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import io.lethe.schemas.ConsentMethod;
import io.lethe.schemas.ConsentStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The banners that people already have, in a real browser: the libraries themselves, and for HubSpot's what it documents. */
@Tag("browser")
class BannersInBrowserTest {

    private static final WebSite SITE = new WebSite("localhost");
    private static final LightDoor DOOR = new LightDoor(SITE);
    private static final Chromium CHROMIUM = new Chromium();

    /** Of the framework's own documentation: purposes 2 and 10. */
    private static final String TC_STRING = "COtybn4PA_zT4KjACBENAPCIAEBAAECAAIAAAAAAAAAA";

    /**
     * A consent management platform made of the IAB's own library: it has asked, and a click on its button saves the string, or what is said
     * of purposes and vendors.
     */
    private static final String PLATFORM = """
            <script type="importmap">{"imports": {"@iabtcf/core": "/banners/iabtcf/core/index.js"}}</script>
            <script type="module">
              import {CmpApi, CmpApiModel} from '/banners/iabtcf/cmpapi/index.js';
              import {GVL, TCModel, TCString} from '@iabtcf/core';
              const vendor = (id) => ({id, name: `vendor ${id}`, purposes: [1, 2, 3, 4, 7, 8, 9], legIntPurposes: [],
                flexiblePurposes: [], specialPurposes: [], features: [], specialFeatures: []});
              const words = (ids) => Object.fromEntries(ids.map((id) => [id, {id, name: '', description: '', illustrations: []}]));
              const list = new GVL({gvlSpecificationVersion: 3, vendorListVersion: 48, tcfPolicyVersion: 4,
                lastUpdated: '2026-01-01T00:00:00Z', purposes: words([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]), specialPurposes: {},
                features: {}, specialFeatures: words([1, 2]), vendors: {755: vendor(755), 804: vendor(804)}});
              const written = (purposes, vendors) => {
                const model = Object.assign(new TCModel(list), {cmpId: 300, cmpVersion: 1, isServiceSpecific: true});
                model.purposeConsents.set(purposes);
                model.vendorConsents.set(vendors);
                model.vendorsDisclosed.set([755, 804]);
                return TCString.encode(model, {segments: ['core', 'vendorsDisclosed']});
              };
              const platform = new CmpApi(300, 1, true);
              window.platform = platform;
              window.heard = () => CmpApiModel.eventQueue.size;
              window.statusNow = () => CmpApiModel.eventStatus;
              document.querySelector('button').onclick = () => platform.update(SAVED);
              platform.update(BEFORE);
            </script>
            <button>Save</button>
            """;

    /** It has asked, and nobody has answered yet. */
    private static final String NOTHING_SAVED = "'', true";

    /** All that the policy's table asks for. */
    private static final String ALL = "written([1, 2, 3, 4, 7, 8, 9], [755, 804])";

    private static final String LOGIN = "lethe('interaction', {kind: 'login', subject: {email: 'ada@example.org'}})";

    private final BrowserContext visitor = CHROMIUM.browser().newContext();
    private final Page page = visitor.newPage();

    /** A library: how a page puts it in, where one clicks to accept all, and how the page's owner takes that back. */
    private enum Library {
        HUBSPOT(
                "hubspot",
                "<script src=\"/banners/hubspot-stand-in.js\"></script>",
                "#hs-eu-confirmation-button",
                "document.querySelector('#hs-eu-decline-button').click()"),
        COOKIECONSENT("cookieconsent", """
                <script src="/banners/cookieconsent.umd.js"></script>
                <script>CookieConsent.run({
                  hideFromBots: false,
                  categories: {necessary: {enabled: true, readOnly: true}, analytics: {}, ads: {}},
                  language: {default: 'en', translations: {en: {
                    consentModal: {title: 'May we?', acceptAllBtn: 'All', acceptNecessaryBtn: 'None'},
                    preferencesModal: {title: 'May we?', savePreferencesBtn: 'Save', sections: []}}}}})</script>
                """, "#cc-main .cm__btn[data-role=all]", "CookieConsent.acceptCategory([])"),
        TARTEAUCITRON(
                "tarteaucitron", """
                <script>var tarteaucitronForceLanguage = 'en'</script>
                <script src="/banners/tarteaucitron.min.js"></script>
                <script>tarteaucitron.init({orientation: 'bottom', useExternalCss: true});
                  (tarteaucitron.job = tarteaucitron.job || []).push('counter', 'adverts')</script>
                """, "#tarteaucitronPersonalize2", "tarteaucitron.userInterface.respondAll(false)"),
        KLARO(
                "klaro",
                """
                <script>var klaroConfig = {lang: 'en', acceptAll: true, disablePoweredBy: true, services: [
                  {name: 'counter', title: 'Counter', purposes: ['analytics']},
                  {name: 'adverts', title: 'Adverts', purposes: ['advertising']}]}</script>
                <script defer src="/banners/klaro-no-css.js"></script>
                """,
                ".klaro .cm-btn-success",
                "klaro.getManager().changeAll(false); klaro.getManager().saveAndApplyConsents('decline')");

        private final String id;
        private final String body;
        private final String acceptAll;
        private final String takeBack;

        Library(String id, String body, String acceptAll, String takeBack) {
            this.id = id;
            this.body = body;
            this.acceptAll = acceptAll;
            this.takeBack = takeBack;
        }

        String page() {
            return SITE.page("/" + id, DOOR, "data-banner=\"tcf " + id + "\"", body);
        }
    }

    @BeforeEach
    void begin() {
        DOOR.begin();
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

    @ParameterizedTest
    @EnumSource
    void C1_what_a_banner_says_becomes_choices_once_and_what_it_takes_back_too(Library library) {
        page.navigate(library.page());

        acceptAll(library, 1);
        page.reload();
        page.waitForFunction("changes.length");
        // Whatever is clicked makes what follows somebody's doing.
        page.click("html");
        page.waitForFunction("navigator.userActivation.hasBeenActive");
        // Until it is heard: the script looks for the library five times a second.
        soon().until(() -> {
            page.evaluate(library.takeBack);
            return DOOR.statements().size() >= 2;
        });

        List<ConsentStatement> statements = statements(2);
        assertThat(said(statements.getFirst()))
                .contains("audience-measurement GRANTED", "advertising GRANTED")
                .allMatch(choice -> choice.endsWith("GRANTED"));
        assertThat(statements.getFirst().getProof().getMethod()).isEqualTo(ConsentMethod.ACCEPT_ALL);
        assertThat(statements.getFirst().getProof().getNoticeId()).isEqualTo(library.id);
        assertThat(said(statements.getLast()))
                .contains("audience-measurement WITHDRAWN", "advertising WITHDRAWN")
                .allMatch(choice -> choice.endsWith("WITHDRAWN"));
        assertThat(statements.getLast().getProof().getMethod()).isEqualTo(ConsentMethod.REJECT_ALL);
        assertThat(statements.getFirst().getSubjectId())
                .isEqualTo(statements.getLast().getSubjectId());
    }

    @ParameterizedTest
    @EnumSource
    void C4_a_banner_is_made_to_ask_again_and_the_same_answer_counts_anew(Library library) {
        page.navigate(library.page());
        acceptAll(library, 1);
        page.waitForFunction("!Object.keys(localStorage).some((key) => key.startsWith('lethe.event.'))");
        DOOR.letPass(Duration.ofDays(185));

        page.reload();
        page.waitForFunction("asked.length");
        assertThat(page.evaluate("asked[0].split(' ')[0]")).isEqualTo("expired");
        acceptAll(library, 2);

        List<ConsentStatement> statements = statements(2);
        assertThat(said(statements.getLast())).allMatch(choice -> choice.endsWith("GRANTED"));
        assertThat(statements.getFirst().getSubjectId())
                .isNotEqualTo(statements.getLast().getSubjectId());
    }

    /** On somebody's first page; the library keeps quiet on the next. */
    @ParameterizedTest
    @EnumSource
    void S1_what_was_said_while_the_door_was_away_is_kept_for_the_next_page_with_its_time(Library library) {
        DOOR.goAway();
        page.navigate(library.page());
        acceptAll(library, this::isHeard);
        Instant said = DOOR.now();
        page.navigate(SITE.page("/next", "<!doctype html><title>elsewhere</title>"));
        DOOR.letPass(Duration.ofDays(1));
        DOOR.comeBack();

        page.navigate(SITE.page("/quiet", DOOR, "", ""));

        ConsentStatement statement = statements(1).getFirst();
        assertThat(said(statement)).contains("audience-measurement GRANTED", "advertising GRANTED");
        assertThat(statement.getProof().getMethod()).isEqualTo(ConsentMethod.ACCEPT_ALL);
        assertThat(statement.getProof().getNoticeId()).isEqualTo(library.id);
        assertThat(statement.getProof().getPolicyVersion()).isEqualTo("2026-01");
        // The door's clock went on by a day meanwhile and the device's did not, so it says when that was by the door's.
        assertThat(statement.getOccurredAt())
                .isBefore(said.plus(Duration.ofDays(1)).plusSeconds(1));
        assertThat(page.evaluate("localStorage['lethe.said'] === undefined")).isEqualTo(true);
        assertThat(page.evaluate("JSON.parse(changes.at(-1)).advertising")).isEqualTo(true);
    }

    @Test
    void
            C3_what_was_said_while_the_door_was_away_grants_nothing_once_somebody_wants_to_be_forgotten_or_a_week_has_passed() {
        DOOR.goAway();
        page.navigate(Library.HUBSPOT.page());
        acceptAll(Library.HUBSPOT, this::isHeard);
        page.evaluate(
                "const kept = localStorage['lethe.said']; lethe('forget'); window.gone = !localStorage['lethe.said'];"
                        + " const said = JSON.parse(kept); said.hubspot.at -= 7 * 864e5 + 1000;"
                        + " localStorage['lethe.said'] = JSON.stringify(said)");
        assertThat(page.evaluate("window.gone")).isEqualTo(true);
        DOOR.comeBack();

        page.navigate(SITE.page("/quiet-too", DOOR, "", ""));
        page.waitForFunction("asked.length");
        page.evaluate(LOGIN);

        soon().until(() -> DOOR.interactions().size() == 1);
        assertThat(DOOR.statements()).isEmpty();
    }

    @Test
    void
            C1_C2_what_was_said_before_the_browsers_no_was_heard_of_is_its_owners_answer_to_it_and_what_was_said_after_counts() {
        visitor.addInitScript("Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', {get: () => true})");
        DOOR.goAway();
        page.navigate(Library.COOKIECONSENT.page());
        listens();
        page.click("html");
        page.evaluate("CookieConsent.acceptCategory(['ads'])");
        page.waitForFunction("localStorage['lethe.said']");
        page.evaluate(
                "lethe('consent', {choices: [{purpose: 'audience-measurement', decision: 'granted'}], method: 'save'})");
        DOOR.comeBack();

        page.navigate(SITE.page("/answered", DOOR, "", ""));

        List<ConsentStatement> statements = statements(3).stream()
                .sorted(Comparator.comparing(ConsentStatement::getOccurredAt))
                .toList();
        assertThat(statements)
                .extracting(one -> one.getProof().getMethod())
                .containsExactly(ConsentMethod.SIGNAL, ConsentMethod.SAVE, ConsentMethod.SAVE);
        assertThat(said(statements.get(0))).contains("advertising REFUSED");
        assertThat(said(statements.get(1))).containsExactly("advertising GRANTED");
        assertThat(said(statements.get(2))).containsExactly("audience-measurement GRANTED");
        assertThat(page.evaluate("changes.at(-1)"))
                .asString()
                .contains("\"audience-measurement\":true", "\"advertising\":true");
    }

    @Test
    void C1_all_is_no_answer_to_a_browser_that_says_no_and_a_tick_is() {
        visitor.addInitScript("Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', {get: () => true})");
        page.navigate(Library.COOKIECONSENT.page());
        statements(1);

        acceptAll(Library.COOKIECONSENT, 2);
        assertThat(said(statements(2).getLast())).contains("audience-measurement GRANTED", "advertising REFUSED");
        page.evaluate("CookieConsent.acceptCategory(['ads'])");

        assertThat(said(statements(3).getLast())).contains("audience-measurement WITHDRAWN", "advertising GRANTED");
    }

    @Test
    void C1_of_the_iabs_framework_what_a_person_has_just_done_goes_to_the_door_as_a_string_and_nothing_before_it() {
        visit("/tcf", NOTHING_SAVED, "'" + TC_STRING + "'");

        Request sent = page.waitForRequest(request -> request.method().equals("POST"), () -> page.click("button"));

        assertThat(sent.postData())
                .contains("\"tcString\":\"" + TC_STRING + "\"", "\"method\":\"reject-all\"")
                .doesNotContain("\"choices\"");
        assertThat(statements(1)).hasSize(1);
        assertThat(page.evaluate("JSON.parse(changes.at(-1))['audience-measurement']"))
                .isEqualTo(false);
    }

    @Test
    void C1_one_category_alone_is_what_was_saved() {
        page.navigate(Library.HUBSPOT.page());

        page.click("#hs-modal-save-settings");

        ConsentStatement statement = statements(1).getFirst();
        assertThat(said(statement))
                .containsExactlyInAnyOrder(
                        "audience-measurement GRANTED",
                        "advertising REFUSED",
                        "fraud-detection REFUSED",
                        "video REFUSED",
                        "social-sharing REFUSED");
        assertThat(statement.getProof().getMethod()).isEqualTo(ConsentMethod.SAVE);
    }

    @Test
    void C7_a_choice_that_is_older_than_the_script_is_found_in_hubspots_cookie_and_told_as_found() {
        page.navigate(SITE.page(
                "/before",
                "<!doctype html><script>document.cookie ="
                        + " '__hs_cookie_cat_pref=1:true_2:false_3:false; path=/'</script>"));

        page.navigate(Library.HUBSPOT.page());
        page.waitForFunction("changes.length");
        page.waitForFunction("!Object.keys(localStorage).some((key) => key.startsWith('lethe.event.'))");
        page.reload();
        page.waitForFunction("changes.length");

        ConsentStatement statement = statements(1).getFirst();
        assertThat(said(statement)).contains("audience-measurement GRANTED", "advertising REFUSED");
        assertThat(statement.getProof().getMethod()).isEqualTo(ConsentMethod.API);
    }

    @Test
    void C4_what_hubspots_cookie_still_says_of_a_window_that_is_over_is_no_new_consent() {
        page.navigate(SITE.page(
                "/long-ago",
                "<!doctype html><script>"
                        + "document.cookie = '__hs_cookie_cat_pref=1:true_2:true_3:true; path=/';"
                        + "localStorage['lethe.visitor'] = JSON.stringify({id: '0b0e9d5e-6c0a-4c39-8e0a-0a7c7a3f5d10', until: 1,"
                        + " choices: {'audience-measurement': ['granted', '2020-01-01T00:00:00Z']}})</script>"));
        String late = SITE.page("/late", DOOR, "data-banner=\"hubspot\"", "<script>window._hsp = [];</script>");

        page.navigate(late);
        page.waitForFunction("asked.includes('expired audience-measurement')");
        page.reload();
        page.waitForFunction("asked.length");
        page.evaluate(LOGIN);

        soon().until(() -> DOOR.interactions().size() == 1);
        assertThat(DOOR.statements()).isEmpty();
        assertThat(page.evaluate("document.cookie")).asString().doesNotContain("__hs_cookie_cat_pref");
    }

    @Test
    void C3_who_is_forgotten_is_forgotten_by_hubspots_cookie_too() {
        page.navigate(SITE.page(
                "/kept",
                "<!doctype html><script>document.cookie ="
                        + " '__hs_cookie_cat_pref=1:true_2:true_3:true; path=/'</script>"));
        page.navigate(SITE.page("/kept-too", DOOR, "data-banner=\"hubspot\"", "<script>window._hsp = [];</script>"));
        statements(1);

        page.evaluate("lethe('forget')");
        statements(2);
        page.reload();
        page.waitForFunction("asked.length");
        page.evaluate(LOGIN);

        soon().until(() -> DOOR.interactions().size() == 1);
        assertThat(said(statements(2).getLast())).contains("audience-measurement WITHDRAWN");
    }

    @Test
    void C1_what_was_saved_for_the_iabs_framework_is_loaded_again_by_the_next_page_and_told_no_second_time() {
        visit("/tcf-first", NOTHING_SAVED, "'" + TC_STRING + "'");
        page.click("button");
        statements(1);

        visit("/tcf-next", "'" + TC_STRING + "'", "'" + TC_STRING + "'");
        assertThat(page.evaluate("statusNow()")).isEqualTo("tcloaded");
        page.evaluate(LOGIN);

        soon().until(() -> DOOR.interactions().size() == 1);
        assertThat(DOOR.statements()).hasSize(1);
    }

    @Test
    void C1_a_string_that_the_iabs_library_has_written_is_read_by_the_door_purpose_by_purpose_and_vendor_by_vendor() {
        for (boolean google : new boolean[] {false, true}) {
            DOOR.begin();
            visit("/vendor-" + google, NOTHING_SAVED, google ? ALL : "written([1, 2, 3, 4, 7, 8, 9], [804])");
            page.click("button");
            page.waitForFunction("dataLayer.length");

            assertThat(page.evaluate("dataLayer.at(-1)[2].ad_storage")).isEqualTo(google ? "granted" : "denied");
            assertThat(page.evaluate("dataLayer.at(-1)[2].analytics_storage")).isEqualTo("granted");
            assertThat(statements(1).getFirst().getChoices())
                    .extracting(
                            choice -> choice.getPurpose() + " " + choice.getRecipient() + " " + choice.getDecision())
                    .contains(
                            "advertising linkedin GRANTED",
                            "advertising google-ads " + (google ? "GRANTED" : "REFUSED"));
        }
    }

    @Test
    void C1_what_the_iabs_framework_tells_by_itself_is_nobodys_choice_whatever_was_clicked_before() {
        visit("/tcf-by-itself", "'" + TC_STRING + "'", NOTHING_SAVED);
        page.click("html");
        page.waitForFunction("navigator.userActivation.hasBeenActive");

        page.evaluate("platform.update('" + TC_STRING + "', true)");
        assertThat(page.evaluate("statusNow()")).isEqualTo("cmpuishown");
        page.evaluate(LOGIN);

        soon().until(() -> DOOR.interactions().size() == 1);
        assertThat(DOOR.statements()).isEmpty();
    }

    @Test
    void C1_all_of_the_iabs_framework_is_no_answer_to_a_browser_that_says_no_either() {
        visitor.addInitScript("Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', {get: () => true})");
        visit("/tcf-signal", NOTHING_SAVED, ALL);
        statements(1);

        page.click("button");

        // Of one millisecond, in whatever order they are sent.
        List<ConsentStatement> clicked = statements(3).subList(1, 3);
        assertThat(clicked)
                .filteredOn(one -> one.getProof().getMethod() == ConsentMethod.SIGNAL)
                .extracting(BannersInBrowserTest::said)
                .containsExactly(List.of("advertising REFUSED"));
        assertThat(page.evaluate("JSON.parse(changes.at(-1)).advertising")).isEqualTo(false);
    }

    @Test
    void C1_some_of_the_iabs_framework_is_no_answer_to_a_browser_that_says_no_either() {
        visitor.addInitScript("Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', {get: () => true})");
        visit("/tcf-signal-some", NOTHING_SAVED, "written([1, 2, 3, 4, 7, 8, 9], [755])");
        statements(1);

        page.click("button");

        assertThat(statements(3).subList(1, 3))
                .extracting(one -> one.getProof().getMethod())
                .containsOnlyOnce(ConsentMethod.SIGNAL);
        assertThat(page.evaluate("JSON.parse(changes.at(-1)).advertising")).isEqualTo(false);
    }

    @Test
    void C3_what_hubspots_cookie_says_grants_nothing_that_was_refused_since_by_the_browser_or_by_hand() {
        visitor.addInitScript("Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', {get: () => true})");
        page.navigate(Library.HUBSPOT.page());
        statements(1);
        acceptAll(Library.HUBSPOT, 2);
        assertThat(said(statements(2).getLast())).contains("audience-measurement GRANTED", "advertising REFUSED");

        page.reload();
        page.waitForFunction("changes.length");
        page.evaluate(
                "lethe('consent', {choices: [{purpose: 'audience-measurement', decision: 'withdrawn'}], method: 'save'})");
        statements(3);
        page.reload();
        page.waitForFunction("changes.length");
        page.evaluate(LOGIN);

        soon().until(() -> DOOR.interactions().size() == 1);
        assertThat(said(statements(3).getLast())).containsExactly("audience-measurement WITHDRAWN");
        assertThat(page.evaluate("document.cookie")).asString().contains("1:true");
    }

    @Test
    void a_cookie_of_hubspots_that_cannot_be_read_stops_nothing() {
        page.navigate(SITE.page(
                "/broken", "<!doctype html><script>document.cookie = '__hs_cookie_cat_pref=%E0; path=/'</script>"));

        page.navigate(Library.HUBSPOT.page());
        page.evaluate(LOGIN);

        soon().until(() -> DOOR.interactions().size() == 1);
        page.waitForFunction("asked.length");
    }

    @Test
    void C1_a_category_of_which_a_service_is_refused_is_refused() {
        page.navigate(SITE.page(
                "/services",
                DOOR,
                "data-banner=\"cookieconsent\"",
                Library.COOKIECONSENT.body.replace("analytics: {}", "analytics: {services: {one: {}, two: {}}}")));
        acceptAll(Library.COOKIECONSENT, 1);
        assertThat(said(statements(1).getFirst())).contains("audience-measurement GRANTED");

        page.evaluate("CookieConsent.acceptService(['one'], 'analytics')");

        assertThat(said(statements(2).getLast())).contains("audience-measurement WITHDRAWN", "advertising GRANTED");
    }

    @ParameterizedTest
    @EnumSource
    void C3_who_is_forgotten_is_asked_again_by_the_next_page(Library library) {
        page.navigate(library.page());
        acceptAll(library, 1);

        page.evaluate("lethe('forget')");
        statements(2);
        page.reload();
        acceptAll(library, 3);

        List<ConsentStatement> statements = statements(3);
        assertThat(said(statements.getLast())).allMatch(choice -> choice.endsWith("GRANTED"));
        assertThat(statements.getLast().getSubjectId())
                .isNotEqualTo(statements.getFirst().getSubjectId());
    }

    @Test
    void C1_what_nobody_has_clicked_on_is_no_consent() {
        page.navigate(SITE.page("/implied", DOOR, "data-banner=\"hubspot\"", "<script>window._hsp = [];</script>"));
        page.waitForFunction("_hsp.length");

        page.evaluate("_hsp.find(([name]) => name === 'addPrivacyConsentListener')[1]({allowed: true})");
        page.evaluate("lethe('interaction', {kind: 'login', subject: {email: 'ada@example.org'}})");

        soon().until(() -> DOOR.interactions().size() == 1);
        assertThat(DOOR.statements()).isEmpty();
    }

    /** A page of a platform that the script listens to. */
    private void visit(String path, String before, String saved) {
        page.navigate(SITE.page(
                path,
                DOOR,
                "data-banner=\"tcf\"",
                "<script>window.dataLayer = []</script>"
                        + PLATFORM.replace("BEFORE", before).replace("SAVED", saved)));
        page.waitForFunction("window.heard && heard() === 1");
    }

    /** Until it has an effect: a banner may draw its buttons before they do anything. */
    private void acceptAll(Library library, int statements) {
        acceptAll(library, () -> DOOR.statements().size() >= statements);
    }

    private void acceptAll(Library library, BooleanSupplier effect) {
        listens();
        soon().until(() -> {
            if (page.isVisible(library.acceptAll)) {
                page.click(library.acceptAll);
            }
            return effect.getAsBoolean();
        });
    }

    /** The script has begun to; whoever clicks so soon that it has not is no person. */
    private void listens() {
        page.waitForFunction("window.lethe && !lethe.q");
        // It looks for a library that comes late five times a second.
        page.waitForFunction("!window.klaroConfig || window.klaro && [...klaro.getManager().watchers]"
                + ".some((one) => Object.getPrototypeOf(one) === Object.prototype)");
    }

    /** All that "accept all" accepts: some libraries tell it service by service, and the last word is the whole. */
    private boolean isHeard() {
        return (Boolean) page.evaluate("Object.values(JSON.parse(localStorage['lethe.said'] || '{}'))"
                + ".some(({answers}) => Object.values(answers).filter((accepted) => accepted).length >= 3)");
    }

    private static List<ConsentStatement> statements(int number) {
        soon().until(() -> DOOR.statements().size() >= number);
        assertThat(DOOR.statements()).hasSize(number);
        return DOOR.statements();
    }

    private static List<String> said(ConsentStatement statement) {
        return statement.getChoices().stream()
                .map(choice -> choice.getPurpose() + " " + choice.getDecision())
                .toList();
    }
}
