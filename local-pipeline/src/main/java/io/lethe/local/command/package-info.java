/** The commands of {@code lethe}, a class each. */
@NullMarked
package io.lethe.local.command;

import org.jspecify.annotations.NullMarked;
