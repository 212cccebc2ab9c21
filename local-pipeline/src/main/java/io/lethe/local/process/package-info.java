/** Broker, registry and services as child processes: started, watched, started again, stopped. */
@NullMarked
package io.lethe.local.process;

import org.jspecify.annotations.NullMarked;
