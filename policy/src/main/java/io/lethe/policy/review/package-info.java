/** What a valid policy promises that the law does not like: findings. */
@NullMarked
package io.lethe.policy.review;

import org.jspecify.annotations.NullMarked;
