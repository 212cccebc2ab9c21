/** Certificates as they stand in their topic. */
@NullMarked
package io.lethe.certificate.wire;

import org.jspecify.annotations.NullMarked;
