/** Who a record is about: identifiers, the pseudonymous subject ids made of them, and their seal. */
@NullMarked
package io.lethe.identity;

import org.jspecify.annotations.NullMarked;
