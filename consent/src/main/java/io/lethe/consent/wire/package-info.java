/** How a statement on the wire becomes one that the rules know: for every module that reads the topic. */
@NullMarked
package io.lethe.consent.wire;

import org.jspecify.annotations.NullMarked;
