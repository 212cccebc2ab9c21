/** The work on one system's commands, whatever kind of system it is: taken, carried out with patience, acknowledged. */
@NullMarked
package io.lethe.connectors.work;

import org.jspecify.annotations.NullMarked;
