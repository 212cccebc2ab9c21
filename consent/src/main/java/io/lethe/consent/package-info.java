/**
 * What a subject's statements about a purpose amount to, at any time: the part of the rules that says "had this person
 * consented, then?". Pure values and functions; nothing in this package knows Kafka, Avro or a clock.
 */
@NullMarked
package io.lethe.consent;

import org.jspecify.annotations.NullMarked;
