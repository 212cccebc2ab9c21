/** How a processor that speaks OpenDSR is asked to erase somebody, and how its answers and callbacks are known to be its own. */
@NullMarked
package io.lethe.connectors.opendsr;

import org.jspecify.annotations.NullMarked;
