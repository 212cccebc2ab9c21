/** What a change of the policy would mean for how many, counted before it comes into force (R5). */
@NullMarked
package io.lethe.retention.diff;

import org.jspecify.annotations.NullMarked;
