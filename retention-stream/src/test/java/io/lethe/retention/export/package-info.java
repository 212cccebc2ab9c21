@NullMarked
package io.lethe.retention.export;

import org.jspecify.annotations.NullMarked;
