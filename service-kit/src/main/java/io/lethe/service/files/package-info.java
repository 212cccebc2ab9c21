/** Files that a service hands out as they are. */
@NullMarked
package io.lethe.service.files;

import org.jspecify.annotations.NullMarked;
