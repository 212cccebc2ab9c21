/** What a visitor says at a consent banner, in the words of the policy: which of its categories stands for which purposes. */
@NullMarked
package io.lethe.policy.banner;

import org.jspecify.annotations.NullMarked;
