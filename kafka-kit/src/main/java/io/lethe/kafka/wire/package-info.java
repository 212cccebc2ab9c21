/** Confluent's wire format, and what can be wrong with bytes in it. */
@NullMarked
package io.lethe.kafka.wire;

import org.jspecify.annotations.NullMarked;
