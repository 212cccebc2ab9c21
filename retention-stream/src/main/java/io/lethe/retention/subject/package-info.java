/**
 * The rules of a data subject, as pure functions: {@code (subject, event, now)} gives {@code (subject, decisions)}. Nothing in
 * this package knows Kafka, Avro or a clock.
 */
@NullMarked
package io.lethe.retention.subject;

import org.jspecify.annotations.NullMarked;
