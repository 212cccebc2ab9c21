/**
 * The rules of a data subject: consent, retention, links, holds, rights and erasure. Pure values and functions, without Kafka,
 * Avro or a clock; start at {@link io.lethe.retention.subject.SubjectRules}.
 *
 * <p>More than fifteen classes: one state machine, whose state, events and decisions belong together.
 */
@NullMarked
package io.lethe.retention.subject;

import org.jspecify.annotations.NullMarked;
