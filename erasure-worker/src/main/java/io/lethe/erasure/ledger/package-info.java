/** The rules of an erasure: who was told to delete what, what they answered, and what is owed still. Pure values and functions. */
@NullMarked
package io.lethe.erasure.ledger;

import org.jspecify.annotations.NullMarked;
