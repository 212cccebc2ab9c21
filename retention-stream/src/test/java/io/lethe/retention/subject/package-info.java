@NullMarked
package io.lethe.retention.subject;

import org.jspecify.annotations.NullMarked;
