/**
 * The page of operators and the data protection officer, and its API: who is let in, what is seen live, and what the services are asked for on
 * somebody's behalf. It keeps nothing: all it shows is the services' own.
 *
 * <p>More than fifteen classes: each thing that can be asked for is a door of its own.
 */
@NullMarked
package io.lethe.console;

import org.jspecify.annotations.NullMarked;
