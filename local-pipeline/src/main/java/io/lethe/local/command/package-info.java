/** The commands of {@code lethe}, a class each; and, one class for each, the options that several of them share. */
@NullMarked
package io.lethe.local.command;

import org.jspecify.annotations.NullMarked;
