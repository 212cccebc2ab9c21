/**
 * Strings of the IAB's Transparency and Consent Framework, version 2: read, checked, and turned into choices by the policy's table. Neither Kafka nor
 * HTTP is known here.
 */
@NullMarked
package io.lethe.ingest.tcf;

import org.jspecify.annotations.NullMarked;
