/** The ledger in Kafka Streams: records come in, the rules decide, records go out. */
@NullMarked
package io.lethe.erasure.topology;

import org.jspecify.annotations.NullMarked;
