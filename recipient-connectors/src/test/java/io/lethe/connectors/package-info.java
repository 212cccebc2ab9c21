@NullMarked
package io.lethe.connectors;

import org.jspecify.annotations.NullMarked;
