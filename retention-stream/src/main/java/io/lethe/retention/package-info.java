/** The Kafka Streams application that keeps each data subject's state and every deadline. */
@NullMarked
package io.lethe.retention;

import org.jspecify.annotations.NullMarked;
