/** Sees to it that the pipeline's own copies of erased identifiers go, and finds out when they are gone (E5). */
@NullMarked
package io.lethe.erasure.forgetting;

import org.jspecify.annotations.NullMarked;
