package io.lethe.erasure.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

class CommandIdTest {

    private static final Pattern FORM = Pattern.compile(
            "(?<order>(?<subject>[A-Za-z0-9_-]{43})\\.[A-Za-z0-9_-]{12})\\.(?<system>[A-Za-z0-9._-]{1,200})");

    private static final String ORDER = Samples.ADA + ".order0000001";

    @Test
    void E2_a_command_id_says_whose_it_is_of_which_order_and_system() {
        assertThat(CommandId.parse(CommandId.of(ORDER, "google-ads")))
                .contains(new CommandId(Samples.ADA, ORDER, "google-ads"));
        assertThat(CommandId.subjectOf(ORDER)).contains(Samples.ADA);
        assertThat(CommandId.subjectOf(ORDER + ".hubspot")).isEmpty();
        assertThat(CommandId.parse(ORDER + ".")).isEmpty();
        assertThat(CommandId.parse(ORDER + "." + "x".repeat(201))).isEmpty();
    }

    /** Parts of about the right lengths, and characters of which most are right. */
    @Provide
    Arbitrary<String> ids() {
        Arbitrary<Character> one = Arbitraries.chars().with("aZ09-_.").with("/é ~@[`{");
        Arbitrary<Character> good = Arbitraries.chars().with("aZ09-_");
        Arbitrary<String> subject = part(good, one, 42, 44);
        Arbitrary<String> order = part(good, one, 11, 13);
        Arbitrary<String> system = part(good, one, 0, 5);
        return Combinators.combine(subject, order, system).as((a, b, c) -> a + "." + b + "." + c);
    }

    private static Arbitrary<String> part(Arbitrary<Character> good, Arbitrary<Character> any, int least, int most) {
        return Arbitraries.frequencyOf(
                Tuple.of(
                        9,
                        good.array(Character[].class).ofSize((least + most) / 2).map(CommandIdTest::text)),
                Tuple.of(
                        1,
                        any.array(Character[].class)
                                .ofMinSize(least)
                                .ofMaxSize(most)
                                .map(CommandIdTest::text)));
    }

    private static String text(Character[] characters) {
        StringBuilder text = new StringBuilder();
        for (char each : characters) {
            text.append(each);
        }
        return text.toString();
    }

    @Property
    void E2_what_has_the_form_of_a_command_id_and_nothing_else_is_read_as_one(@ForAll("ids") String id) {
        Matcher form = FORM.matcher(id);
        Optional<CommandId> expected = form.matches()
                ? Optional.of(new CommandId(form.group("subject"), form.group("order"), form.group("system")))
                : Optional.empty();

        assertThat(CommandId.parse(id)).isEqualTo(expected);
    }
}
