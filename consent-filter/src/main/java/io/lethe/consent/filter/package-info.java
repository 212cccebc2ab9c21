/**
 * Lets of another application's records only those through that a subject's consents permit, for a purpose and a recipient, at the
 * time of the record; and says why it dropped the others.
 */
@NullMarked
package io.lethe.consent.filter;

import org.jspecify.annotations.NullMarked;
