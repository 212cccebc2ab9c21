/** From the policy's file to the policy: structure, values, and the rules that hold them together. */
@NullMarked
package io.lethe.policy.file;

import org.jspecify.annotations.NullMarked;
