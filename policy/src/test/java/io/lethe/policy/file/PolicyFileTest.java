package io.lethe.policy.file;

import static io.lethe.policy.file.PolicyDraft.aPolicy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lethe.policy.LastDays;
import io.lethe.policy.Policy;
import io.lethe.policy.PublicHolidays;
import io.lethe.policy.WaveLimits;
import io.lethe.policy.Witness;
import io.lethe.policy.yaml.PolicyException;
import io.lethe.policy.yaml.PolicyProblems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Period;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reading a policy file. */
class PolicyFileTest {

    @TempDir
    private Path folder;

    @Test
    void gives_the_policy() throws PolicyException, IOException {
        Path file = Files.writeString(folder.resolve("policy.yaml"), aPolicy().yaml());

        Policy policy = PolicyFile.load(file);

        assertThat(policy.version()).isEqualTo("1");
        assertThat(policy.retention().grace()).isEqualTo(Period.ofDays(30));
        assertThat(policy.erasure().retry().after(2)).isEqualTo(Duration.ofMinutes(2));
        assertThat(policy.right("erasure").orElseThrow().extension()).isEqualTo(Period.ZERO);
        assertThat(policy.rightsContact().email()).contains("dpo@example.org");
        assertThat(policy.recipient("crm").orElseThrow().transfer()).isEmpty();
    }

    @Test
    void R1_says_when_the_data_of_a_device_end_or_they_end_with_its_longest_consent_or_cookie() throws PolicyException {
        assertThat(PolicyFile.parse("policy.yaml", aPolicy().yaml()).retention().devices())
                .isEqualTo(Period.ofMonths(6));
        assertThat(PolicyFile.parse(
                                "policy.yaml",
                                aPolicy()
                                        .with("lifetime: P179D", "lifetime: P399D")
                                        .yaml())
                        .retention()
                        .devices())
                .isEqualTo(Period.ofDays(399));
        assertThat(PolicyFile.parse(
                                "policy.yaml",
                                aPolicy()
                                        .with("{keepFor: P5Y,", "{keepFor: P5Y, keepDevicesFor: P90D,")
                                        .yaml())
                        .retention()
                        .devices())
                .isEqualTo(Period.ofDays(90));
        assertThat(PolicyFile.builtIn().retention().devices()).isEqualTo(Period.ofDays(399));
    }

    @Test
    void G1_says_on_which_days_no_answer_is_due_or_it_is_on_any() throws PolicyException {
        PolicyDraft draft = aPolicy().with("rights:\n", "rights:\n  movesOn: {weekends: true, holidays: FR}\n");

        assertThat(draft.read().lastDays()).isEqualTo(new LastDays(true, Optional.of(PublicHolidays.FRANCE)));
        assertThat(draft.with("weekends: true", "weekends: false").read().lastDays())
                .isEqualTo(new LastDays(false, Optional.of(PublicHolidays.FRANCE)));
        assertThat(draft.with(", holidays: FR", "").read().lastDays()).isEqualTo(new LastDays(true, Optional.empty()));
        assertThat(aPolicy().read().lastDays()).isEqualTo(LastDays.AS_THEY_COME);
        assertThat(draft.with("holidays: FR", "holidays: XX").problems())
                .singleElement()
                .asString()
                .contains("'XX'", "FR where it moves on from the public holidays of France");
    }

    @Test
    void G2_says_how_long_before_its_last_day_a_request_is_at_risk_or_it_is_a_week() throws PolicyException {
        PolicyDraft draft = aPolicy().with("rights:\n", "rights:\n  warnBefore: P10D\n");

        assertThat(draft.read().warnBefore()).isEqualTo(Period.ofDays(10));
        assertThat(aPolicy().read().warnBefore()).isEqualTo(Period.ofDays(7));
        assertThat(PolicyFile.builtIn().warnBefore()).isEqualTo(Period.ofDays(7));
        assertThat(draft.with("P10D", "P0D").problems())
                .singleElement()
                .asString()
                .contains("warnBefore 'P0D' must be longer than nothing");
    }

    @Test
    void G1_says_how_long_an_identity_can_be_proven_or_it_is_three_months() throws PolicyException {
        PolicyDraft draft = aPolicy().with("rights:\n", "rights:\n  proofWithin: P40D\n");

        assertThat(draft.read().proofWithin()).isEqualTo(Period.ofDays(40));
        assertThat(aPolicy().read().proofWithin()).isEqualTo(Period.ofMonths(3));
        assertThat(PolicyFile.builtIn().proofWithin()).isEqualTo(Period.ofMonths(3));
        assertThat(draft.with("P40D", "P0D").problems())
                .singleElement()
                .asString()
                .contains("proofWithin 'P0D' must be longer than nothing");
    }

    @Test
    void E9_says_whose_word_makes_two_contacts_one_person_or_it_is_anybodys() throws PolicyException {
        assertThat(PolicyFile.parse("policy.yaml", aPolicy().yaml()).erasure().samePersonBy())
                .containsExactlyInAnyOrder(Witness.values());
        assertThat(PolicyFile.parse(
                                "policy.yaml",
                                aPolicy()
                                        .with(
                                                "verifiedIdentity: required",
                                                "verifiedIdentity: required\n  samePersonBy: [operator]")
                                        .yaml())
                        .erasure()
                        .samePersonBy())
                .containsExactly(Witness.OPERATOR);
        assertThat(aPolicy()
                        .with("verifiedIdentity: required", "verifiedIdentity: required\n  samePersonBy: [neighbour]")
                        .problems())
                .singleElement()
                .asString()
                .contains("neighbour");
    }

    @Test
    void R6_says_from_when_on_a_wave_of_erasures_waits_for_a_person_or_none_does() throws PolicyException {
        assertThat(aPolicy().read().erasure().wave()).isEmpty();
        assertThat(withWave("within: PT1H, number: 1000, percent: 0.5, neverBelow: 10")
                        .read()
                        .erasure()
                        .wave())
                .contains(new WaveLimits(Duration.ofHours(1), 1000, 0.5, 10));
        assertThat(PolicyFile.builtIn().erasure().wave())
                .contains(new WaveLimits(Duration.ofHours(24), 10_000, 2, 100));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
        within: PT0S, number: 1, percent: 2, neverBelow: 1   | within 'PT0S' must be longer than nothing; give one that is
        within: P1D, number: 0, percent: 2, neverBelow: 1    | erasure.wave.number: '0' does not fit; give the most that are erased in that time unasked, from 1 to 1000000000
        within: P1D, number: 1.5, percent: 2, neverBelow: 1  | erasure.wave.number: '1.5' must be a whole number; give the most that are erased in that time unasked, from 1 to 1000000000
        within: P1D, number: 1, percent: 0, neverBelow: 1    | erasure.wave.percent: '0' does not fit; give the largest share of all subjects that is erased in that time unasked, above 0 and up to 100
        within: P1D, number: 1, percent: 100.1, neverBelow: 1| erasure.wave.percent: '100.1' does not fit; give the largest share of all subjects that is erased in that time unasked, above 0 and up to 100
        within: P1D, number: 1, percent: 2                   | erasure.wave: 'neverBelow' is missing; add it: up to how many the share does not matter, from 1 to 1000000000
        """)
    void R6_limits_of_a_wave_that_cannot_be_are_refused(String wave, String problem) {
        assertThat(withWave(wave).problems()).singleElement().asString().endsWith(problem);
    }

    @ParameterizedTest
    @CsvSource({"100", "0.001"})
    void R6_any_share_above_none_and_up_to_all_will_do(String percent) {
        assertThat(withWave("within: PT1S, number: 1, percent: " + percent + ", neverBelow: 1")
                        .problems())
                .isEmpty();
    }

    private static PolicyDraft withWave(String wave) {
        return aPolicy().with("escalateAfter: P30D", "escalateAfter: P30D\n  wave: {" + wave + "}");
    }

    @Test
    void takes_the_line_ends_and_the_byte_order_mark_of_any_editor() throws PolicyException {
        String windows = "\uFEFF" + aPolicy().yaml().replace("\n", "\r\n");

        assertThat(PolicyFile.parse("windows.yaml", windows).cookies()).hasSize(2);
    }

    @Test
    void takes_a_character_of_two_halves_wherever_it_stands() throws PolicyException {
        for (int at = 1000; at < 1050; at++) {
            String remark = "#" + "x".repeat(at) + "😀\n";
            assertThat(PolicyFile.parse("remark.yaml", remark + aPolicy().yaml())
                            .cookies())
                    .hasSize(2);
        }
        assertThat(new PolicyDraft("a: \ud83d").problems()).isNotEmpty();
        assertThat(new PolicyDraft("a: \ude00").problems()).isNotEmpty();
    }

    @Test
    void tells_every_problem_at_once_with_its_place() {
        List<String> problems = aPolicy()
                .with("version: \"1\"", "version: 1.0")
                .with("zone: Europe/Paris", "zone: Paris")
                .with("name: N,", "nam: N,")
                .with("retention: last-interaction", "retention: forever")
                .with("validFor: P6M", "validFor: six months")
                .with("category: providers", "category: subsidiaries")
                .with("{keepFor: P5Y,", "{keepFor: P5Y, keepFor: P6Y,")
                .with("interactions: [login, post]", "interactions: []")
                .with("factor: 2", "factor: two")
                .with("storesChoices: true", "storesChoices: yes")
                .problems();

        assertThat(problems)
                .containsExactly(
                        "1:10: version: '1.0' must be text in quotes; give what this version is called, such as "
                                + "\"2026-01\": letters, digits, dots and hyphens",
                        "3:7: zone 'Paris' is not a time zone; write it as Europe/Paris",
                        "5:13: controller: 'name' is missing; add it: some words",
                        "5:14: controller: 'nam' is not known here; did you mean 'name'?",
                        "7:79: dataCategories.contact-details.retention: 'forever' does not fit; give the rule that "
                                + "says how long these data are kept: last-interaction or cookie-lifetime; left out "
                                + "where the policy promises nothing",
                        "15:70: purposes.ofDevices.advertising.validFor: 'six months' is not a calendar period such "
                                + "as P30D (days), P6M (months) or P5Y (years)",
                        "22:17: category of recipients 'subsidiaries' is not listed; use one of providers",
                        "27:27: 'keepFor' stands here for the second time, first in line 27; keep one of them",
                        "27:55: retention.interactions: the list is empty; name at least one",
                        "31:32: erasure.retry.factor: 'two' must be a number; give by how much each wait is longer "
                                + "than the one before, from 1 to 100",
                        "39:21: cookies.choices.storesChoices: 'yes' must be true or false; give true for the cookie "
                                + "that remembers the visitor's choices; otherwise left out");
    }

    @Test
    void names_file_line_and_column_as_editors_do() {
        PolicyException refused = catchThrowableOfType(
                PolicyException.class,
                () -> PolicyFile.parse(
                        "p.yaml", aPolicy().with("zone: E", "zone: e").yaml()));

        assertThat(refused).hasMessage("p.yaml:3:7: zone 'europe/Paris' is not a time zone; write it as Europe/Paris");
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        ``                         | 1:1: is empty; start from a copy of a policy that works
        ` \\n `                     | 1:1: is empty; start from a copy of a policy that works
        `# nothing\\n`              | 1:1: holds nothing but remarks; start from a copy of a policy that works
        `hello`                    | 1:1: 'hello' must be a group of members; give a privacy policy: what is promised to people about their data
        `null`                        | 1:1: is empty; give a privacy policy: what is promised to people about their data
        `- a`                      | 1:1: the list must be a group of members; give a privacy policy: what is promised to people about their data
        `a: 1\\n\\tb: 2\\n\\tc: 3`     | 2:1: is indented with a tab; indent with spaces
        `a: [1, 2`                 | 1:9: cannot be read as YAML from here: expected ',' or ']', but got <stream end>; look at the indentation, quotes, brackets and colons of this line and the one before
        `a: "open`                 | 1:9: cannot be read as YAML from here: found unexpected end of stream; look at the indentation, quotes, brackets and colons of this line and the one before
        `a: b: c`                  | 1:5: cannot be read as YAML from here: mapping values are not allowed here; look at the indentation, quotes, brackets and colons of this line and the one before
        `a: {BEL}`                | 1:4: the character U+0007 cannot stand in a text file; take it out
        `a: 1\\nb: {NUL}`          | 2:4: the character U+0000 cannot stand in a text file; take it out
        `a: 1\\n---\\nb: 2`          | 2:1: a second document starts here; keep one policy in one file, and take '---' out
        `a: *x`                    | 1:4: '*x' refers to another place; write out here what is meant, a policy file holds no aliases
        `%YAML 3.0\\n---\\na: 1`     | 1:1: asks for another version of YAML; take out the line that begins with %YAML
        """)
    void says_why_a_text_is_not_one(String text, String problem) {
        String yaml = text.translateEscapes().replace("{BEL}", "\u0007").replace("{NUL}", "\u0000");

        assertThat(new PolicyDraft(yaml).problems()).contains(problem);
    }

    @Test
    void takes_no_tags_and_no_names_that_are_not_text() {
        assertThat(aPolicy().with("zone: E", "zone: !place E").problems())
                .containsExactly("3:7: the tag '!place' means nothing here; take it out");
        assertThat(aPolicy().with("zone: E", "zone: !<%20place%20> E").problems())
                .containsExactly("3:7: the tag 'place' means nothing here; take it out");
        assertThat(aPolicy().and("? [a, b]\n: c\n").problems())
                .containsExactly("42:3: a name must stand before the colon, not a list or a group of members");
        assertThat(aPolicy().with("factor: 2", "factor: .inf").problems())
                .containsExactly("31:32: erasure.retry.factor: '.inf' must be a number; give by how much each wait is "
                        + "longer than the one before, from 1 to 100");
    }

    @Test
    void takes_nothing_that_a_terminal_would_obey() {
        assertThat(aPolicy().with("name: Access", "name: \"\\e[2J\"").problems())
                .containsExactly("35:26: holds a line break or another control character; write it on one line");
    }

    @Test
    @Timeout(20)
    void is_not_led_astray_by_a_bomb() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 100; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }

        assertThat(new PolicyDraft(bomb.toString()).problems())
                .hasSize(PolicyProblems.MOST + 1)
                .startsWith("2:10: '*a0' refers to another place; write out here what is meant, a policy file holds "
                        + "no aliases")
                .endsWith("52:12: and 98 more problems from here on");
        assertThat(new PolicyDraft("a: &a [*a]").problems()).hasSize(1);
    }

    @Test
    @Timeout(20)
    void is_not_worn_out_by_size_or_depth() {
        assertThat(new PolicyDraft("[".repeat(1_000_000)).problems())
                .containsExactly("1:17: is nested more than 16 levels deep; a policy file needs fewer");
        assertThat(new PolicyDraft("a: ".repeat(300_000)).problems()).hasSize(1);
        assertThat(new PolicyDraft("#".repeat(1_048_577)).problems())
                .containsExactly("1:1: is larger than 1 MiB, which no policy needs; is it the right file?");
        assertThat(aPolicy()
                        .with("name: Access", "name: " + "x".repeat(1_000_000))
                        .problems())
                .hasSize(1)
                .first()
                .asString()
                .endsWith("is longer than 2000 characters; say it in fewer");
        assertThat(aPolicy().and("  - {}\n".repeat(100)).problems()).hasSize(PolicyProblems.MOST + 1);
        assertThat(aPolicy().and("  - {a: b}\n".repeat(90_000)).problems())
                .hasSize(1)
                .first()
                .asString()
                .endsWith("this is value 10001; no policy needs as many. Is it the right file?");
    }

    @Test
    void says_why_a_file_cannot_be_read() throws IOException {
        Path latin =
                Files.write(folder.resolve("latin.yaml"), "a: 1\nb: \"é\"\n".getBytes(StandardCharsets.ISO_8859_1));
        Path large = Files.write(folder.resolve("large.yaml"), new byte[1_048_577]);

        assertThat(problem(folder.resolve("none.yaml")))
                .endsWith("none.yaml:1:1: there is no such file; check its name");
        assertThat(problem(folder)).endsWith(":1:1: is a folder; name the policy file in it");
        assertThat(problem(latin)).endsWith("latin.yaml:2:5: is not UTF-8 from here on; save the file as UTF-8");
        assertThat(problem(large))
                .endsWith("large.yaml:1:1: is larger than 1 MiB, which no policy needs; is it the right file?");
    }

    @Test
    void the_built_in_policy_can_be_read() {
        assertThatCode(PolicyFile::builtIn).doesNotThrowAnyException();
    }

    private static String problem(Path file) {
        PolicyException refused = catchThrowableOfType(PolicyException.class, () -> PolicyFile.load(file));
        assertThat(refused.problems()).hasSize(1);
        return refused.problems().getFirst().toString();
    }
}
