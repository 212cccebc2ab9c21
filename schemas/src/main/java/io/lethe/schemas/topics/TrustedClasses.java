package io.lethe.schemas.topics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * Avro instantiates only classes it was told to trust. This tells it about generated ones, for the whole process and beside
 * whatever is trusted already, so that no service needs a system property for it.
 */
public final class TrustedClasses {

    private static final Set<String> PACKAGES = ConcurrentHashMap.newKeySet();

    static {
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.getGlobal(), type -> PACKAGES.contains(type.getPackageName())));
    }

    private TrustedClasses() {}

    /** From now on Avro may instantiate the classes of the package that a class is in; twice the same is one. */
    public static void trust(Class<?> ofPackage) {
        PACKAGES.add(ofPackage.getPackageName());
    }
}
