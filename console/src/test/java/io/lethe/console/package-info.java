@NullMarked
package io.lethe.console;

import org.jspecify.annotations.NullMarked;
