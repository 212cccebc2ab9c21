/** The process that calls recipient systems, and what it is told from outside. */
@NullMarked
package io.lethe.connectors;

import org.jspecify.annotations.NullMarked;
