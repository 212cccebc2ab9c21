/** How things are shown to whoever sits at the terminal. */
@NullMarked
package io.lethe.local.terminal;

import org.jspecify.annotations.NullMarked;
