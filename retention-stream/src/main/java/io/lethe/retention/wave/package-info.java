/** When so many erasures for silence come at once that a person has to look first (R6). */
@NullMarked
package io.lethe.retention.wave;

import org.jspecify.annotations.NullMarked;
