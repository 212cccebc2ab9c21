/**
 * Certificates of erasures: canonical, chained by hash and signed, and the verifier that names what was tampered with. Pure values
 * and functions; nothing in this package knows Kafka, Avro or a clock.
 */
@NullMarked
package io.lethe.certificate;

import org.jspecify.annotations.NullMarked;
