/**
 * The privacy policy as data, and the calendar it counts in. How its file is read is in {@code file} and {@code yaml}, what the
 * law does not like about it in {@code review}.
 *
 * <p>More than fifteen classes, because each word of the policy's file is a type of its own; most are a few lines long.
 */
@NullMarked
package io.lethe.policy;

import org.jspecify.annotations.NullMarked;
