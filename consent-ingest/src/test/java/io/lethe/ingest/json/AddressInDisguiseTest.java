package io.lethe.ingest.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressInDisguiseTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ada@example.org",
                "written by ada@example.org yesterday",
                "ada @ example.org",
                "ada@ example.org",
                "ada%40example.org",
                "ada%2540example.org",
                "a%64a%2525252540example.org",
                "ada\uFF20example.org",
                "ada&#64;example.org",
                "ada&#0064;example.org",
                "ada&#X40;example.org",
                "ada&amp;#64;example.org",
                "ada&COMMAT;example.org",
                "ada\\u0040example.org",
                "ada\\x40example.org",
                "ada%u0040example.org",
                "ada(at)example.org",
                "ada [AT] example.org",
                "ada <at> example (dot) org",
                "\u00E4da@ex\u00E4mple.org",
                "ada\u200B@example.org"
            })
    void is_found(String text) {
        assertThat(AddressInDisguise.in(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "litigation",
                "seen at example.org",
                "100 % of the 40 files",
                "3 < 4, and {5} or (6)",
                "R&D, see &lt;annex&gt;",
                "2 pieces @ 3.50 EUR",
                "@ noon",
                "caf\u00E9"
            })
    void is_not_seen_where_there_is_none(String text) {
        assertThat(AddressInDisguise.in(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ada@example.org", "ada&#64;example.org", "ada\uFF20example.org"})
    void is_found_at_any_depth(String address) {
        String text = address;
        for (int depth = 0; depth < 60; depth++) {
            assertThat(AddressInDisguise.in(text)).as("depth " + depth).isTrue();
            assertThat(AddressInDisguise.mayBe(text)).as("depth " + depth).isTrue();
            text = text.replace("%", "%25")
                    .replace("@", "%40")
                    .replace("&", "%26")
                    .replace("#", "%23")
                    .replace("\uFF20", "%ef%bc%a0");
        }
    }
}
