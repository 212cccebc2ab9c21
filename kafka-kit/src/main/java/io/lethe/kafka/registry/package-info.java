/** A schema registry behind Confluent's REST API. */
@NullMarked
package io.lethe.kafka.registry;

import org.jspecify.annotations.NullMarked;
