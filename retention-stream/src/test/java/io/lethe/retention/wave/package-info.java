@NullMarked
package io.lethe.retention.wave;

import org.jspecify.annotations.NullMarked;
