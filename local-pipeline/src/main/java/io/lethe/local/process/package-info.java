/**
 * Broker, registry and services as child processes: started, watched, started again, stopped.
 *
 * <p>More than fifteen classes, each of one step in the life of a child; apart from each other they would only know each other.
 */
@NullMarked
package io.lethe.local.process;

import org.jspecify.annotations.NullMarked;
