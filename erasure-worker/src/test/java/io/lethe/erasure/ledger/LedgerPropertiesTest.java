package io.lethe.erasure.ledger;

import static io.lethe.erasure.ledger.Samples.NOW;
import static io.lethe.erasure.ledger.Samples.POLICY;
import static io.lethe.erasure.ledger.Samples.WINDOW;
import static io.lethe.erasure.ledger.Samples.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.erasure.ledger.Entry.Finished;
import io.lethe.erasure.ledger.Entry.Running;
import io.lethe.erasure.ledger.LedgerDecision.CertificateIssued;
import io.lethe.erasure.ledger.LedgerDecision.CommandIssued;
import io.lethe.erasure.ledger.LedgerDecision.UnknownCommand;
import io.lethe.policy.IdentifierKind;
import io.lethe.policy.RecipientSystem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** E2 and E3, for acknowledgements in any order and number, with time passing in between. */
class LedgerPropertiesTest {

    private static final List<String> SYSTEMS =
            POLICY.recipients().stream().map(RecipientSystem::id).toList();

    private final Ledger ledger = new Ledger(POLICY, WINDOW, Samples.ORDERS_ARE_KEPT);

    /** A recipient's answer, at so many seconds after the order by its own clock. */
    record Said(String system, AckOutcome outcome, int second) {

        Answer answer() {
            return new Answer(outcome, null, NOW.plusSeconds(second));
        }
    }

    /** One order's life: its entry and all that was decided. */
    private final class OneOrder {

        private Entry entry;
        private final List<LedgerDecision> decisions = new ArrayList<>();

        OneOrder() {
            entry = take(ledger.ordered(null, anOrder().build(), IdentifierKind.VISITOR_ID, NOW));
        }

        void hears(Said said, Instant now) {
            entry = take(ledger.answered(entry, said.system(), said.answer(), now));
        }

        void fire(Instant now) {
            for (Map.Entry<String, Instant> due : entry.deadlines().entrySet()) {
                if (!due.getValue().isAfter(now)) {
                    entry = take(ledger.due(entry, due.getKey(), true, now));
                }
            }
        }

        private Entry take(Ledger.Step step) {
            decisions.addAll(step.decisions());
            return Objects.requireNonNull(step.entry());
        }

        /** Where each system stands, without times and numbers of attempts. */
        Map<String, String> standing() {
            Map<String, String> standing = new TreeMap<>();
            if (entry instanceof Running running) {
                running.commands()
                        .forEach(command -> standing.put(
                                command.system(),
                                command.state().settled()
                                        ? "settled"
                                        : command.state().name()));
            }
            return standing;
        }
    }

    @Provide
    Arbitrary<List<Said>> acknowledgements() {
        return Combinators.combine(
                        Arbitraries.of(SYSTEMS),
                        Arbitraries.of(AckOutcome.class),
                        Arbitraries.integers().between(0, 5))
                .as(Said::new)
                .list()
                .ofMaxSize(30);
    }

    @Property(tries = 300)
    void E2_any_order_and_repetition_of_acknowledgements_ends_the_same(
            @ForAll("acknowledgements") List<Said> acknowledgements, @ForAll Random random) {
        List<Said> shuffled = new ArrayList<>(acknowledgements);
        shuffled.addAll(acknowledgements);
        Collections.shuffle(shuffled, random);
        Instant now = NOW.plusSeconds(10);

        OneOrder one = new OneOrder();
        acknowledgements.forEach(said -> one.hears(said, now));
        OneOrder other = new OneOrder();
        shuffled.forEach(said -> other.hears(said, now));

        assertThat(other.standing()).isEqualTo(one.standing());
        assertThat(other.entry instanceof Finished).isEqualTo(one.entry instanceof Finished);
        assertThat(one.decisions).doesNotContain(new UnknownCommand());
    }

    @Property(tries = 300)
    void E1_E4_never_two_first_commands_for_a_system_and_never_two_certificates(
            @ForAll("acknowledgements") List<Said> acknowledgements, @ForAll Random random) {
        OneOrder life = new OneOrder();
        Instant now = NOW;
        for (Said said : acknowledgements) {
            now = now.plusSeconds(random.nextInt(3 * 86_400));
            life.fire(now);
            life.hears(said, now);
            life.hears(said, now);
        }

        List<String> first = life.decisions.stream()
                .filter(CommandIssued.class::isInstance)
                .map(decision -> ((CommandIssued) decision).command())
                .filter(command -> command.attempts() == 1)
                .map(Command::system)
                .toList();
        assertThat(first).containsExactlyInAnyOrderElementsOf(SYSTEMS);
        assertThat(life.decisions.stream()
                        .filter(CertificateIssued.class::isInstance)
                        .count())
                .isEqualTo(life.entry instanceof Finished ? 1 : 0);
    }

    @Property(tries = 200)
    void E3_every_command_is_settled_with_a_person_or_asked_for_again(
            @ForAll("acknowledgements") List<Said> acknowledgements, @ForAll Random random) {
        OneOrder life = new OneOrder();
        Instant now = NOW;
        for (Said said : acknowledgements) {
            now = now.plusSeconds(random.nextInt(86_400));
            life.fire(now);
            life.hears(said, now);
            if (life.entry instanceof Running running) {
                assertThat(running.commands())
                        .allSatisfy(command -> assertThat(command.nextAt() != null)
                                .isEqualTo(command.state().asking()));
            }
        }
    }
}
