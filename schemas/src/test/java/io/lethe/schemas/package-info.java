/** Tests of the contract. */
@NullMarked
package io.lethe.schemas;

import org.jspecify.annotations.NullMarked;
