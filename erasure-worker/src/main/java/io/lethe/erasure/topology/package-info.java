/**
 * The ledger in Kafka Streams: records come in, the rules decide, records go out; start at {@link io.lethe.erasure.topology.ErasureTopology}.
 *
 * <p>More than fifteen classes: each topic that is read has a small one that admits its records.
 */
@NullMarked
package io.lethe.erasure.topology;

import org.jspecify.annotations.NullMarked;
