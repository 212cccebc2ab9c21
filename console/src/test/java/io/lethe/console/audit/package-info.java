@NullMarked
package io.lethe.console.audit;

import org.jspecify.annotations.NullMarked;
