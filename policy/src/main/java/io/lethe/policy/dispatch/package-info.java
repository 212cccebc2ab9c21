/** How commands reach a recipient system, as the policy file says it: plain words and templates, nothing that calls anybody. */
@NullMarked
package io.lethe.policy.dispatch;

import org.jspecify.annotations.NullMarked;
