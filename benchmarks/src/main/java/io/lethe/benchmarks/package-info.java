/** Programs that measure a running pipeline, each beside a reference in the same run. */
@NullMarked
package io.lethe.benchmarks;

import org.jspecify.annotations.NullMarked;
