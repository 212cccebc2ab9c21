package io.lethe.policy.file;

import static io.lethe.policy.file.PolicyDraft.aPolicy;
import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.policy.dispatch.Dispatch;
import io.lethe.policy.dispatch.HttpTemplate;
import io.lethe.policy.dispatch.OpenDsrProcessor;
import io.lethe.policy.yaml.PolicyException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a policy says that a system is reached. */
class DispatchTest {

    private static final String CALL = """
            http: {method: POST, url: "https://api.example.org/delete", headers: {Authorization: "Bearer ${secret:CRM}"}, \
            body: {id: "{email}", parts: [1, true, null]}, timeout: PT3S}""";

    private static final String PROCESSOR = """
            opendsr: {url: "https://opendsr.example.org/v2", headers: {Authorization: "Bearer ${secret:CRM}"}}""";

    @Test
    void a_system_that_says_nothing_reads_its_topic_itself() throws PolicyException {
        assertThat(aPolicy().read().recipient("crm").orElseThrow().dispatch()).isEqualTo(Dispatch.OWN_CLIENT);
        assertThat(draft("kafka: {}").read().connectedRecipients()).isEmpty();
    }

    @Test
    void a_call_is_read_with_what_it_takes() throws PolicyException {
        HttpTemplate call = (HttpTemplate)
                draft(CALL).read().connectedRecipients().getFirst().dispatch();

        assertThat(call.method()).isEqualTo("POST");
        assertThat(call.timeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(call.secrets()).containsExactly("CRM");
        assertThat(call.placeholders()).containsExactly("email");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            https://api.example.org | ftp://api.example.org | is not an address to call
            https://api.example.org | https://{email}.example.org | is not an address to call
            https://api.example.org | https://user@api.example.org | is not an address to call
            https://api.example.org | http://api.example.org | would carry identifiers in clear
            /delete | /de lete | percent-encode it
            /delete | /delete#{email} | percent-encode it
            {email} | {emai} | did you mean 'email'?
            {email} | {customerId} | is not among the identifiers of the system
            {email} | email | the call names nobody
            ${secret:CRM} | s3cr3t | that everybody can read here
            ${secret:CRM} | ${secret:crm} | write ${secret:NAME}
            Authorization: | Host: | header 'Host' cannot be set
            POST | ERASE | POST, PUT, PATCH, DELETE or GET
            PT3S | PT0S | longer than nothing
            PT3S | PT1H | at most PT5M
            method: POST, | | 'method' is missing
            timeout: | timeuot: | did you mean 'timeout'?
            """)
    void what_is_wrong_with_a_call_is_told_with_its_place(String passage, String instead, String told) {
        List<String> problems =
                draft(CALL.replace(passage, instead == null ? "" : instead)).problems();

        assertThat(problems)
                .anySatisfy(
                        problem -> assertThat(problem).matches("\\d+:\\d+: .*").contains(told));
        assertThat(problems).noneMatch(problem -> problem.contains("s3cr3t"));
    }

    @Test
    void a_system_is_reached_in_one_way() {
        assertThat(draft("kafka: {}, " + CALL).problems())
                .singleElement()
                .asString()
                .contains("name one");
        assertThat(draft("").problems()).singleElement().asString().contains("name one");
        assertThat(draft("pigeon: {}").problems()).anyMatch(problem -> problem.contains("'pigeon' is not known here"));
    }

    @Test
    void everything_wrong_with_it_is_told_at_once() {
        assertThat(draft("http: {method: ERASE, url: x, timeout: PT0S, headers: {Host: x}}")
                        .problems())
                .hasSize(5);
    }

    @Test
    void a_processor_is_read_with_what_its_host_and_the_specification_leave_to_be_said() throws PolicyException {
        OpenDsrProcessor processor = (OpenDsrProcessor)
                draft(PROCESSOR).read().connectedRecipients().getFirst().dispatch();

        assertThat(processor.url()).isEqualTo("https://opendsr.example.org/v2");
        assertThat(processor.domain()).isEqualTo("opendsr.example.org");
        assertThat(processor.certificate()).isEmpty();
        assertThat(processor.identities()).containsEntry("email", "email");
        assertThat(processor.secrets()).containsExactly("CRM");
        assertThat(processor.timeout()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void a_processor_may_have_another_domain_a_given_certificate_and_types_of_its_own() throws PolicyException {
        OpenDsrProcessor processor = (OpenDsrProcessor) draft(
                        PROCESSOR.replace(
                                "url:",
                                "domain: signer.example.org, certificate: /keys/crm.pem, identities: {email: hashed_by_them}, url:"))
                .read()
                .connectedRecipients()
                .getFirst()
                .dispatch();

        assertThat(processor.domain()).isEqualTo("signer.example.org");
        assertThat(processor.certificate()).hasValue("/keys/crm.pem");
        assertThat(processor.identities()).containsEntry("email", "hashed_by_them");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            https://opendsr | http://opendsr | would carry identifiers in clear
            /v2 | /v2/ | no slash at its end
            /v2 | /v2?x=1 | no query
            /v2 | /{email} | no query, no placeholder
            ${secret:CRM} | s3cr3t | that everybody can read here
            Authorization: "Bearer | X-Whom: "{email} | cannot hold the value of one command
            url: | domain: "a b", url: | is not the name of a domain
            url: | certificate: "http://opendsr.example.org/cert", url: | would carry identifiers in clear
            url: | certificate: keys.pem, url: | is not an address to call
            url: | identities: {customerId: crm_id}, url: | is not among the identifiers
            url: | identities: {email: "E-mail"}, url: | the type of identity
            url: | timeout: PT1H, url: | at most PT5M
            """)
    void what_is_wrong_with_a_processor_is_told_with_its_place(String passage, String instead, String told) {
        List<String> problems = draft(PROCESSOR.replace(passage, instead)).problems();

        assertThat(problems)
                .anySatisfy(
                        problem -> assertThat(problem).matches("\\d+:\\d+: .*").contains(told));
        assertThat(problems).noneMatch(problem -> problem.contains("s3cr3t"));
    }

    @Test
    void a_call_that_has_no_place_for_an_identifier_of_its_system_is_a_finding() throws PolicyException {
        assertThat(draft(CALL).findings()).contains("GDPR art. 19 crm");
        assertThat(draft(PROCESSOR).findings()).contains("GDPR art. 19 crm");
        assertThat(draft(CALL.replace("{email}", "{subjectId}")).findings()).doesNotContain("GDPR art. 19 crm");
        assertThat(draft("kafka: {}").findings()).doesNotContain("GDPR art. 19 crm");
    }

    private static PolicyDraft draft(String dispatch) {
        return aPolicy().with("region: FR", "region: FR\n      dispatch: {" + dispatch + "}");
    }
}
