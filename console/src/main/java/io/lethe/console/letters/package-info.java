/** What services could not process, and another try for it. */
@NullMarked
package io.lethe.console.letters;

import org.jspecify.annotations.NullMarked;
