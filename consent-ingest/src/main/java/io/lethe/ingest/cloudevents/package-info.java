/** Events that come as CloudEvents 1.0: unwrapped, they are events like all others. Neither Kafka nor HTTP is known here. */
@NullMarked
package io.lethe.ingest.cloudevents;

import org.jspecify.annotations.NullMarked;
