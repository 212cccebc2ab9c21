package io.lethe.local.demo;

import io.lethe.local.client.RecipientSystems;
import io.lethe.schemas.DeletionCommand;
import io.lethe.schemas.DeletionOutcome;
import io.lethe.schemas.ErasureCause;
import java.util.Optional;

/** Recipient systems that all do as they are told, except that one is busy the first two times somebody asks for erasure. */
record FailsTwice(String system) implements RecipientSystems.Behaviour {

    @Override
    public Optional<DeletionOutcome> of(DeletionCommand command) {
        boolean busy = command.getSystem().equals(system)
                && command.getCause() == ErasureCause.ERASURE_REQUESTED
                && command.getAttempt() <= 2;
        return Optional.of(busy ? DeletionOutcome.FAILED : DeletionOutcome.COMPLETED);
    }
}
