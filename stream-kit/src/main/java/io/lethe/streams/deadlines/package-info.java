/** What falls due, and when it may be acted on. */
@NullMarked
package io.lethe.streams.deadlines;

import org.jspecify.annotations.NullMarked;
