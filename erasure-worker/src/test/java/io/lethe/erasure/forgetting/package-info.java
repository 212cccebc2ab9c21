@NullMarked
package io.lethe.erasure.forgetting;

import org.jspecify.annotations.NullMarked;
