@NullMarked
package io.lethe.erasure;

import org.jspecify.annotations.NullMarked;
