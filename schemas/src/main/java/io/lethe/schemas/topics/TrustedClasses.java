package io.lethe.schemas.topics;

import io.lethe.schemas.DeadLetter;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * Avro instantiates only classes it was told to trust. This tells it about the generated ones, for the whole process
 * and beside whatever is trusted already, so that no service needs a system property for it.
 */
final class TrustedClasses {

    static {
        String ours = DeadLetter.class.getPackageName();
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.getGlobal(),
                type -> type.getPackageName().equals(ours)));
    }

    private TrustedClasses() {}

    /** Returns once the generated classes are trusted. */
    static void areOurs() {
        // The static initialiser has done it.
    }
}
