package io.lethe.retention.subject;

import io.lethe.policy.ErasurePolicy;
import io.lethe.policy.IdentifierKind;
import io.lethe.policy.MaterialChange;
import io.lethe.policy.Policy;
import io.lethe.policy.Purpose;
import io.lethe.policy.RecipientSystem;
import io.lethe.policy.RetentionPolicy;
import io.lethe.policy.Right;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Later versions of the policy. */
final class Policies {

    private Policies() {}

    /** A version in which a purpose has changed so that consents given under {@code versions} end. */
    static Policy changing(Policy before, String purpose, String on, String... versions) {
        MaterialChange change = new MaterialChange(LocalDate.parse(on), Set.of(versions));
        return with(before, before.retention(), one -> one.id().equals(purpose) ? changed(one, change) : one);
    }

    /** A version that keeps people for another period. */
    static Policy keepingFor(Policy before, String period) {
        RetentionPolicy old = before.retention();
        return with(
                before,
                new RetentionPolicy(
                        Period.parse(period), old.devices(), old.interactionKinds(), old.grace(), old.proof()),
                UnaryOperator.identity());
    }

    /** A version that takes everybody for who they say they are. */
    static Policy withoutProofOfIdentity(Policy before) {
        ErasurePolicy old = before.erasure();
        return with(
                before,
                before.retention(),
                new ErasurePolicy(false, old.samePersonBy(), old.deadline(), old.retry(), old.wave()),
                UnaryOperator.identity());
    }

    /** A version with other times for answers. */
    static Policy withRights(Policy before, UnaryOperator<Right> rights) {
        return with(before, before.retention(), before.erasure(), UnaryOperator.identity(), rights);
    }

    /** A version that waits for a proof of identity for another period. */
    static Policy withProofWithin(Policy before, Period period) {
        return new Policy(
                "later",
                before.effectiveFrom(),
                before.zone(),
                before.language(),
                before.controller(),
                before.purposes(),
                before.dataCategories(),
                before.recipientCategories(),
                before.recipients(),
                before.retention(),
                before.erasure(),
                before.rights(),
                before.lastDays(),
                before.warnBefore(),
                period,
                before.rightsContact(),
                before.cookies(),
                before.banners());
    }

    /** A version in which a recipient system knows nobody by a device. */
    static Policy withoutDevicesOf(Policy before, String system) {
        return new Policy(
                "later",
                before.effectiveFrom(),
                before.zone(),
                before.language(),
                before.controller(),
                before.purposes(),
                before.dataCategories(),
                before.recipientCategories(),
                before.recipients().stream()
                        .map(one -> one.id().equals(system) ? withoutDevices(one) : one)
                        .toList(),
                before.retention(),
                before.erasure(),
                before.rights(),
                before.lastDays(),
                before.warnBefore(),
                before.proofWithin(),
                before.rightsContact(),
                before.cookies(),
                before.banners());
    }

    private static RecipientSystem withoutDevices(RecipientSystem one) {
        return new RecipientSystem(
                one.id(),
                one.name(),
                one.category(),
                one.purposes(),
                one.dataCategories(),
                List.of(IdentifierKind.EMAIL),
                one.region(),
                one.transfer());
    }

    /** A purpose of which choices hold for good. */
    static Purpose withoutValidity(Purpose one) {
        return new Purpose(
                one.id(),
                one.name(),
                one.scope(),
                one.basis(),
                Optional.empty(),
                one.changes(),
                one.dataCategories(),
                one.place());
    }

    private static Purpose changed(Purpose one, MaterialChange change) {
        return new Purpose(
                one.id(),
                one.name(),
                one.scope(),
                one.basis(),
                one.validity(),
                List.of(change),
                one.dataCategories(),
                one.place());
    }

    private static Policy with(Policy before, RetentionPolicy retention, UnaryOperator<Purpose> purposes) {
        return with(before, retention, before.erasure(), purposes);
    }

    private static Policy with(
            Policy before, RetentionPolicy retention, ErasurePolicy erasure, UnaryOperator<Purpose> purposes) {
        return with(before, retention, erasure, purposes, UnaryOperator.identity());
    }

    private static Policy with(
            Policy before,
            RetentionPolicy retention,
            ErasurePolicy erasure,
            UnaryOperator<Purpose> purposes,
            UnaryOperator<Right> rights) {
        return new Policy(
                "later",
                before.effectiveFrom(),
                before.zone(),
                before.language(),
                before.controller(),
                before.purposes().stream().map(purposes).toList(),
                before.dataCategories(),
                before.recipientCategories(),
                before.recipients(),
                retention,
                erasure,
                before.rights().stream().map(rights).toList(),
                before.lastDays(),
                before.warnBefore(),
                before.proofWithin(),
                before.rightsContact(),
                before.cookies(),
                before.banners());
    }
}
