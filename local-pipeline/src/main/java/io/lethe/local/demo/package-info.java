/** The story that the pipeline tells of itself, and the claims that are checked on the way. */
@NullMarked
package io.lethe.local.demo;

import org.jspecify.annotations.NullMarked;
