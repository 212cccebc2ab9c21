package io.lethe.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The address of a page")
class PageAddressTest {

    @ParameterizedTest
    @CsvSource({
        "https://www.example.org, https://www.example.org",
        "https://www.example.org/, https://www.example.org/",
        "https://www.example.org/a/b?mail=x#top, https://www.example.org/a/b",
        "https://www.example.org?x, https://www.example.org",
        "https://www.example.org#x, https://www.example.org",
        "https://ada:secret@www.example.org/a, https://www.example.org/a",
        "https://a@b@www.example.org/a, https://www.example.org/a",
        "http://localhost:3000/x, http://localhost:3000/x",
        "http://[::1]:3000/x, http://[::1]:3000/x",
        "https://example.org/a;jsessionid=1/b, https://example.org/a",
        "https://example.org/unsubscribe/ada@example.org/now, https://example.org/unsubscribe/",
        "https://example.org/u/ada%40example.org, https://example.org/u/",
        "app://settings/privacy, app://settings/privacy"
    })
    void loses_user_query_fragment_and_whatever_could_be_an_identifier(String address, String stripped) {
        assertThat(PageAddress.stripped(address)).hasValue(stripped);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/", "www.example.org", "https://", "https://a b/", "https://user:p?ss@host/", "javascript:x"
            })
    void has_a_scheme_and_a_host(String address) {
        assertThat(PageAddress.stripped(address)).isEmpty();
    }
}
