package io.lethe.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.lethe.schemas.CommandState;
import io.lethe.schemas.ErasureCause;
import io.lethe.schemas.ErasureState;
import io.lethe.schemas.ErasureStatus;
import io.lethe.schemas.SystemStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WithdrawalsTest {

    private static final Instant NOW = Instant.parse("2026-01-05T08:00:00Z");

    private final List<String> withdrawn = new ArrayList<>();
    private final Withdrawals withdrawals =
            new Withdrawals("crm", (command, subject) -> withdrawn.add(subject + " " + command));

    @ParameterizedTest
    @EnumSource
    void E3_what_an_operator_has_settled_is_withdrawn_and_nothing_else(CommandState state) throws InterruptedException {
        withdrawals.on(status(system("crm", state, NOW)), 0);

        boolean byHand = state == CommandState.WAIVED || state == CommandState.CLOSED;
        assertThat(withdrawn).isEqualTo(byHand ? List.of("s c.crm") : List.of());
    }

    @Test
    void E3_what_was_settled_before_is_not_withdrawn_again_nor_by_systems_that_cannot() throws InterruptedException {
        withdrawals.on(
                status(
                        system("crm", CommandState.WAIVED, NOW.minusMillis(1)),
                        system("mailing", CommandState.WAIVED, NOW)),
                0);

        assertThat(withdrawn).isEmpty();
    }

    private static SystemStatus system(String id, CommandState state, Instant changedAt) {
        return SystemStatus.newBuilder()
                .setSystem(id)
                .setCommandId("c." + id)
                .setState(state)
                .setAttempts(1)
                .setChangedAt(changedAt)
                .build();
    }

    private static ErasureStatus status(SystemStatus... systems) {
        return ErasureStatus.newBuilder()
                .setOrderId("o")
                .setSubjectId("s")
                .setStatus(ErasureState.IN_PROGRESS)
                .setSystems(List.of(systems))
                .setCause(ErasureCause.ERASURE_REQUESTED)
                .setOrderedAt(NOW)
                .setDueAt(NOW)
                .setAt(NOW)
                .build();
    }
}
