/** How a subject stands in the store. */
@NullMarked
package io.lethe.retention.store;

import org.jspecify.annotations.NullMarked;
