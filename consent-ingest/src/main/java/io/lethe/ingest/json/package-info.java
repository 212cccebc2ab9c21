/** JSON as callers send it: read strictly, every fault with the pointer to where it is. Knows no event. */
@NullMarked
package io.lethe.ingest.json;

import org.jspecify.annotations.NullMarked;
