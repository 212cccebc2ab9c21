/**
 * A pipeline seen from outside: what is sent to it, asked of it and read from its topics.
 *
 * <p>More than fifteen classes: what is read from a topic, and what is sent, has a class each.
 */
@NullMarked
package io.lethe.local.client;

import org.jspecify.annotations.NullMarked;
