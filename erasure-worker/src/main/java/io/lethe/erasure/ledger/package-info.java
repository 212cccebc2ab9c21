/**
 * The rules of an erasure: who was told to delete what, what they answered, and what is owed still. Pure values and functions;
 * start at {@link io.lethe.erasure.ledger.Ledger}.
 *
 * <p>More than fifteen classes: one state machine, whose states, inputs and decisions belong together.
 */
@NullMarked
package io.lethe.erasure.ledger;

import org.jspecify.annotations.NullMarked;
