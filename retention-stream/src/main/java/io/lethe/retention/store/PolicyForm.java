package io.lethe.retention.store;

import io.lethe.retention.stored.StoredPolicyMark;
import io.lethe.retention.stored.StoredPolicyPass;
import io.lethe.retention.stored.StoredPolicyStanding;
import io.lethe.streams.stores.StoredForm;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;

/** How the standing of the policy is stored; versions as in {@link SubjectForm}. */
final class PolicyForm {

    private static final StoredForm<StoredPolicyStanding> FORM =
            new StoredForm<>(StoredPolicyStanding.class, List.of());

    private PolicyForm() {}

    static Serde<PolicyStanding> serde() {
        return FORM.serde(PolicyForm::toStored, PolicyForm::fromStored);
    }

    private static StoredPolicyStanding toStored(PolicyStanding standing) {
        PolicyMark settled = standing.settled();
        PolicyStanding.Pass pass = standing.pass();
        return new StoredPolicyStanding(
                settled == null ? null : toStored(settled),
                pass == null ? null : new StoredPolicyPass(toStored(pass.policy()), pass.cursor(), pass.looked()));
    }

    private static PolicyStanding fromStored(StoredPolicyStanding stored) {
        StoredPolicyMark settled = stored.getSettled();
        StoredPolicyPass pass = stored.getPass();
        return new PolicyStanding(
                settled == null ? null : fromStored(settled),
                pass == null
                        ? null
                        : new PolicyStanding.Pass(fromStored(pass.getPolicy()), pass.getCursor(), pass.getLooked()));
    }

    private static StoredPolicyMark toStored(PolicyMark mark) {
        return new StoredPolicyMark(mark.version(), mark.fingerprint());
    }

    private static PolicyMark fromStored(StoredPolicyMark stored) {
        return new PolicyMark(stored.getVersion(), stored.getFingerprint());
    }
}
