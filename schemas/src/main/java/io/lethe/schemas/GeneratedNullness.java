package io.lethe.schemas;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What the generated classes say about absent members. They name every type in full, where JSpecify's annotations, being
 * of the type, may not stand; these are of the declaration, and NullAway knows them by their simple names.
 */
public final class GeneratedNullness {

    private GeneratedNullness() {}

    /** The schema allows null here. */
    @Documented
    @Retention(RetentionPolicy.CLASS)
    @Target({ElementType.METHOD, ElementType.PARAMETER})
    public @interface Nullable {}

    /** The schema does not. */
    @Documented
    @Retention(RetentionPolicy.CLASS)
    @Target({ElementType.METHOD, ElementType.PARAMETER})
    public @interface NonNull {}
}
