/** The whole pipeline on one machine, and the {@code lethe} command. */
@NullMarked
package io.lethe.local;

import org.jspecify.annotations.NullMarked;
