package io.lethe.retention.subject;

import static io.lethe.retention.subject.Events.aDecision;
import static io.lethe.retention.subject.Events.aRequest;
import static io.lethe.retention.subject.Events.time;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** One-time codes, whatever is sent and shown, however often, and in whatever order the topics are read. */
class ProofCodesPropertyTest {

    private static final Instant RECEIPT = time("2026-03-02T00:00:00Z");
    private static final List<RightsAct> ACTS =
            List.of(RightsAct.START, RightsAct.ASK_FOR_PROOF, RightsAct.FULFIL, RightsAct.WITHDRAW);

    /** A code, as somebody thinks of it who has never seen this build. */
    private record Known(String code, Instant until, Set<String> wrong) {}

    @Property(tries = 1000)
    void G3_only_the_newest_code_in_its_ten_minutes_and_its_three_tries_proves_who_asks(@ForAll Random random) {
        SubjectHarness contact = SubjectHarness.ofAContact();
        contact.hears(aRequest("access").called("r").at(RECEIPT.toString()).exercised());
        @Nullable Known code = null;
        boolean proven = false;
        Instant now = RECEIPT;
        for (int step = 0; step < 20; step++) {
            now = now.plusSeconds(random.nextInt(300));
            String word = "code-" + random.nextInt(6);
            if (random.nextInt(4) == 0) {
                contact.hears(sent(word, now));
                boolean repeated = code != null && code.code().equals(word);
                code = repeated ? code : new Known(word, now.plus(Duration.ofMinutes(10)), new LinkedHashSet<>());
            } else {
                contact.hears(shown(word, now));
                if (code != null && !now.isAfter(code.until()) && code.wrong().size() < 3) {
                    proven |= code.code().equals(word);
                    if (!code.code().equals(word)) {
                        code.wrong().add(word);
                    }
                }
            }
            assertThat(contact.subject().rights().values())
                    .singleElement()
                    .extracting(RightsCase::state)
                    .isEqualTo(proven ? RightsCase.State.OPEN : RightsCase.State.IDENTITY_TO_BE_PROVEN);
            if (proven) {
                return;
            }
        }
    }

    @Property(tries = 1000)
    void C2_G3_where_a_request_stands_is_alike_however_decisions_are_read_between_its_copies_and_codes(
            @ForAll Random random) {
        List<SubjectEvent> copies = copies(random);
        List<SubjectEvent> decisions = new ArrayList<>();
        for (int more = random.nextInt(4); more > 0; more--) {
            decisions.add(aDecision(
                    ACTS.get(random.nextInt(ACTS.size())),
                    "r",
                    "access",
                    RECEIPT.plusSeconds(random.nextInt(3600)).toString()));
        }

        Subject one = heard(random, copies, decisions);
        Subject other = heard(random, copies, decisions);

        assertThat(one).isEqualTo(other);
    }

    /** A request, and what is sent and shown for it, as they stand in their topic. */
    private static List<SubjectEvent> copies(Random random) {
        List<SubjectEvent> copies = new ArrayList<>();
        copies.add(aRequest("access").called("r").at(RECEIPT.toString()).exercised());
        Instant at = RECEIPT;
        for (int more = random.nextInt(8); more > 0; more--) {
            at = at.plusSeconds(random.nextInt(400));
            String word = "code-" + random.nextInt(3);
            copies.add(random.nextInt(3) == 0 ? sent(word, at) : shown(word, at));
        }
        return copies;
    }

    /** Each topic in its own order, and the topics as it happens. */
    private static Subject heard(Random random, List<SubjectEvent> copies, List<SubjectEvent> decisions) {
        SubjectHarness contact = SubjectHarness.ofAContact();
        int copy = 0;
        int decision = 0;
        while (copy < copies.size() || decision < decisions.size()) {
            boolean nextCopy = decision == decisions.size() || copy < copies.size() && random.nextBoolean();
            contact.hears(nextCopy ? copies.get(copy++) : decisions.get(decision++));
        }
        return contact.subject();
    }

    private static SubjectEvent sent(String digest, Instant at) {
        return new SubjectEvent.CodeSent("r", "access", at, digest, at.plus(Duration.ofMinutes(10)));
    }

    private static SubjectEvent shown(String digest, Instant at) {
        return new SubjectEvent.CodeShown("r", "access", at, "www", List.of(), digest);
    }
}
