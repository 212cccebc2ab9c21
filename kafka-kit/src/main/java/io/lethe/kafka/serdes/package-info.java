/** Serdes of the contract's events, in Confluent's wire format. */
@NullMarked
package io.lethe.kafka.serdes;

import org.jspecify.annotations.NullMarked;
