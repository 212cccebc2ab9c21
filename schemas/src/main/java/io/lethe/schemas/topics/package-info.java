/** Every topic as a typed value, how it forgets, and events as people read them. */
@NullMarked
package io.lethe.schemas.topics;

import org.jspecify.annotations.NullMarked;
