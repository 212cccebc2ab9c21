/** Who may pass the front door, and how often: keys of front-ends, origins of pages, rates. */
@NullMarked
package io.lethe.ingest.guard;

import org.jspecify.annotations.NullMarked;
