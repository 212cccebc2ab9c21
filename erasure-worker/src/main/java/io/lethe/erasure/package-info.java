/** The ledger of erasure orders: who was told to delete what, what they answered, and what is owed still. */
@NullMarked
package io.lethe.erasure;

import org.jspecify.annotations.NullMarked;
