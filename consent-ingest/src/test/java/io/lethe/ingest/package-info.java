/** Tests of the front door. */
@NullMarked
package io.lethe.ingest;

import org.jspecify.annotations.NullMarked;
