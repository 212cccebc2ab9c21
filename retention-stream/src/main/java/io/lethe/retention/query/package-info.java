/** What the service answers over HTTP. */
@NullMarked
package io.lethe.retention.query;

import org.jspecify.annotations.NullMarked;
