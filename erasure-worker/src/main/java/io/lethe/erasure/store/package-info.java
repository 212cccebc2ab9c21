/** How the ledger stands in its stores. */
@NullMarked
package io.lethe.erasure.store;

import org.jspecify.annotations.NullMarked;
