package io.lethe.policy.file;

import static io.lethe.policy.file.PolicyDraft.aPolicy;
import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.policy.LegalBasis;
import io.lethe.policy.Policy;
import io.lethe.policy.Purpose;
import io.lethe.policy.banner.BannerKind;
import io.lethe.policy.banner.Banners;
import io.lethe.policy.yaml.PolicyException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How banners ask, in the policy's file. */
class BannersTest {

    private static final String TABLES = """
            banners:
              hubspot: {necessary: [], advertisement: [advertising]}
              tcf:
                purposes: {"1": [advertising], "2": [advertising]}
                specialFeatures: {"1": [advertising]}
                vendors: {"755": [crm]}
            googleConsentMode: {ad_storage: [advertising], security_storage: []}
            """;

    @Test
    void a_policy_need_not_know_any_banner() throws PolicyException {
        assertThat(aPolicy().read().banners()).isEqualTo(Banners.NONE);
    }

    @Test
    void tables_are_read_as_they_are_written() throws PolicyException {
        Banners banners = aPolicy()
                .with("validFor: P6M,", "validFor: P6M, globalPrivacyControl: true,")
                .and(TABLES)
                .read()
                .banners();

        assertThat(banners.of(BannerKind.HUBSPOT).orElseThrow().purposes())
                .hasToString("{necessary=[], advertisement=[advertising]}");
        assertThat(banners.tcf().purposes()).hasToString("{1=[advertising], 2=[advertising]}");
        assertThat(banners.tcf().specialFeatures()).hasToString("{1=[advertising]}");
        assertThat(banners.tcf().vendors()).hasToString("{755=[crm]}");
        assertThat(banners.googleConsentMode()).hasToString("{ad_storage=[advertising], security_storage=[]}");
        assertThat(banners.globalPrivacyControl()).containsExactly("advertising");
    }

    @ParameterizedTest(name = "{1} -> {2}")
    @CsvSource(delimiter = '|', textBlock = """
        advertisement: [advertising]   | advertisement: [^advertisin]      | purpose of devices 'advertisin' is not listed; did you mean 'advertising'?
        advertisement: [advertising]   | advertisement: [^newsletters]     | purpose of devices 'newsletters' is one of persons, and a banner does not know whom it asks; take it out
        necessary: []                  | necessary: [^navigation]          | purpose of devices 'navigation' offers no choice, as the basis is strictly-necessary; take it out
        necessary: []                  | ^"to be sure": []                 | category 'to be sure' is no word of a banner; write letters, digits, and . _ -
        necessary: []                  | necessary: ^advertising           | banners.hubspot.necessary: 'advertising' must be a list; give the purposes that are meant, by their ids, such as [audience-measurement]; an empty list for what offers no choice
        necessary: []                  | necessary: ^[advertising, advertising] | banners.hubspot.necessary: the list names something twice; keep one of them
        hubspot:                       | ^hubspott:                        | banners: 'hubspott' is not known here; did you mean 'hubspot'?
        "2": [advertising]             | ^"12": [advertising]              | number '12' is not in the framework; write one from 1 to 11
        "2": [advertising]             | ^"02": [advertising]              | number '02' is not in the framework; write one from 1 to 11
        "2": [advertising]             | "2": [^video]                     | purpose of devices 'video' is not listed; use one of navigation, advertising
        specialFeatures: {"1"          | specialFeatures: {^"3"            | number '3' is not in the framework; write one from 1 to 2
        "755"                          | ^"65536"                          | number '65536' is not in the framework; write one from 1 to 65535
        "755": [crm]                   | "755": [^cms]                     | recipient system 'cms' is not listed; use one of crm
        "755": [crm]                   | "755": ^[]                        | banners.tcf.vendors.755: the list is empty; name at least one
        ad_storage: [advertising]      | ad_storage: [^ads]                | purpose of devices 'ads' is not listed; use one of navigation, advertising
        ad_storage: [advertising]      | ^ads_storage: [advertising]       | googleConsentMode: 'ads_storage' is not known here; did you mean 'ad_storage'?
        basis: strictly-necessary      | basis: strictly-necessary, globalPrivacyControl: ^true | globalPrivacyControl 'true' has nothing to refuse, as the basis is strictly-necessary; take it out
        basis: legitimate-interest     | basis: legitimate-interest, globalPrivacyControl: ^true | globalPrivacyControl 'true' stands at a purpose of persons, and a browser does not know whom it speaks for; take it out
        basis: strictly-necessary      | basis: strictly-necessary, globalPrivacyControl: ^"true" | purposes.ofDevices.navigation.globalPrivacyControl: 'true' must be true or false; give true where the signal Global Privacy Control of a browser refuses the purpose; left out: false
        """)
    void what_does_not_fit_is_told_with_its_place_and_the_way_out(String passage, String replacement, String problem) {
        // The value at fault is marked with a caret
        PolicyDraft marked = aPolicy().and(TABLES).with(passage, replacement);
        String before = marked.yaml().substring(0, marked.yaml().indexOf('^'));
        long line = before.lines().count();
        int column = before.length() - before.lastIndexOf('\n');

        List<String> problems = marked.without("^").problems();

        assertThat(problems).contains(line + ":" + column + ": " + problem);
    }

    @Test
    void C1_a_banner_that_cannot_ask_for_a_purpose_or_asks_for_two_at_once_is_found() throws PolicyException {
        PolicyDraft two = aPolicy()
                .with(
                        "    - {id: advertising,",
                        "    - {id: video, name: Video, basis: consent, validFor: P6M, dataCategories: [browsing-data]}\n"
                                + "    - {id: advertising,");

        assertThat(two.and(TABLES).findings()).containsExactly("C1 hubspot");
        assertThat(two.and(TABLES.replace("necessary: []", "functionality: [video]"))
                        .findings())
                .isEmpty();
        assertThat(two.and(TABLES.replace("[advertising]}\n  tcf", "[advertising, video]}\n  tcf"))
                        .findings())
                .containsExactly("C1 hubspot");
    }

    @Test
    void the_built_in_policy_lets_every_banner_ask_for_every_purpose_of_devices() {
        Policy policy = PolicyFile.builtIn();
        Set<String> asked = policy.purposes().stream()
                .filter(purpose -> purpose.validity().isPresent() && purpose.basis() == LegalBasis.CONSENT)
                .map(Purpose::id)
                .collect(Collectors.toSet());

        assertThat(policy.banners().categories()).hasSize(BannerKind.values().length);
        assertThat(policy.banners().categories().values())
                .allSatisfy(table -> assertThat(table.purposes().values().stream()
                                .flatMap(List::stream)
                                .collect(Collectors.toSet()))
                        .isEqualTo(asked));
        assertThat(policy.banners().globalPrivacyControl()).containsExactlyInAnyOrder("advertising", "social-sharing");
    }
}
