/** The contract: every topic as a typed value, every event as an Avro schema, and how both are written on the wire. */
@NullMarked
package io.lethe.schemas;

import org.jspecify.annotations.NullMarked;
