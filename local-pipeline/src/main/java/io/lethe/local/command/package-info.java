/**
 * The commands of {@code lethe}, a class each, and the options they share.
 *
 * <p>More than fifteen classes: there are as many commands.
 */
@NullMarked
package io.lethe.local.command;

import org.jspecify.annotations.NullMarked;
