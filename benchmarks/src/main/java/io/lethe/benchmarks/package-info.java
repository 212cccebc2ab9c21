/**
 * Programs that measure a running pipeline, each beside a reference in the same run.
 *
 * <p>More than fifteen classes: a figure, its reference and its load are a class each, and nothing else is here.
 */
@NullMarked
package io.lethe.benchmarks;

import org.jspecify.annotations.NullMarked;
