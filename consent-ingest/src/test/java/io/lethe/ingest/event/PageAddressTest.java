package io.lethe.ingest.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The address of a page. */
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
        "https://example.org/a;jsessionid=1/b, https://example.org/a/b",
        "https://example.org/a;email=ada%40example.org;x/b;y, https://example.org//b",
        "https://example.org/a%3Bemail=ada%40example.org/b, https://example.org//b",
        "https://example.org/unsubscribe/ada@example.org/now, https://example.org/unsubscribe//now",
        "https://example.org/out/jeanne%2540example.org, https://example.org/out/",
        "https://example.org/out/jeanne%25252540example.org/x, https://example.org/out//x",
        "https://example.org/out/%256a%2565anne%2525252525252525252525252540example.org, https://example.org/out/",
        "https://example.org/out/jeanne%EF%BC%A0example.org, https://example.org/out/",
        "https://example.org/out/jeanne%25EF%25BC%25a0example.org, https://example.org/out/",
        "https://example.org/out/jeanne\uFF20example.org, https://example.org/out/",
        "https://example.org/out/jeanne\uFE6Bexample.org, https://example.org/out/",
        "https://example.org/out/jeanne\uFF0540example.org, https://example.org/out/",
        "https://example.org/out/jeanne&#64;example.org, https://example.org/out/",
        "https://example.org/out/jeanne&#x40;example.org/x, https://example.org/out//x",
        "https://example.org/out/jeanne&commat;example.org, https://example.org/out/",
        "https://example.org/out/jeanne%26%2364%3Bexample.org, https://example.org/out/",
        "https://example.org/out/jeanne%26amp%3B%2364%3Bexample.org, https://example.org/out/",
        "https://example.org/out/jeanne%u0040example.org, https://example.org/out/",
        "https://example.org/out/jeanne(at)example.org, https://example.org/out/",
        "https://example.org/out/jeanne%5BAT%5Dexample.org, https://example.org/out/",
        "https://example.org/@jeanne/posts, https://example.org//posts",
        "https://jeanne%40example.org@www.example.org/a, https://www.example.org/a",
        "https://jeanne&#64;example.org@www.example.org/a, https://www.example.org/a",
        "mailto://jeanne@example.org, mailto://example.org",
        "https://example.org/caf%C3%A9/100%25/a%20b/%zz, https://example.org/caf%C3%A9/100%25/a%20b/%zz",
        "https://example.org/size=40/chat/at/, https://example.org/size=40/chat/at/",
        "https://example.org/u/ada%40example.org, https://example.org/u/",
        "app://settings/privacy, app://settings/privacy"
    })
    void loses_user_query_fragment_and_whatever_could_be_an_identifier(String address, String stripped) {
        assertThat(PageAddress.stripped(address)).hasValue(stripped);
    }

    @Test
    void is_read_quickly_however_it_is_wrapped() {
        String wrapped = "https://example.org/" + "%25".repeat(300) + "40" + "&amp;".repeat(150) + "#64;/x";

        assertThat(wrapped.length()).isLessThan(PageAddress.LONGEST);
        assertThat(PageAddress.stripped(wrapped))
                .hasValueSatisfying(page -> assertThat(page).doesNotContain("40", "64"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "www.example.org",
                "https://",
                "https://a b/",
                "https://user:p?ss@host/",
                "javascript:x",
                "https://jeanne%40example.org/x",
                "https://jeanne\uFF20example.org/x",
                "https:///jeanne@example.org",
                "https://example.org/a\u00A0b",
                "https://example.org/a\u2003b",
                "mailto:jeanne@example.org"
            })
    void has_a_scheme_and_a_host(String address) {
        assertThat(PageAddress.stripped(address)).isEmpty();
    }
}
