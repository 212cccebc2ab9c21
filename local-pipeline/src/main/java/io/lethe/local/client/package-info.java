/** A pipeline seen from outside: what is sent to it, asked of it and read from its topics. */
@NullMarked
package io.lethe.local.client;

import org.jspecify.annotations.NullMarked;
