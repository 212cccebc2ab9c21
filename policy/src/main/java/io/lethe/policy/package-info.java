/** The privacy policy as data: parsed, validated, versioned; and the calendar it counts in. */
@NullMarked
package io.lethe.policy;

import org.jspecify.annotations.NullMarked;
