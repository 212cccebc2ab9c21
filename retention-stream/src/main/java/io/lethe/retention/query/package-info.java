/** What the service answers over HTTP. More than fifteen: a class a question. */
@NullMarked
package io.lethe.retention.query;

import org.jspecify.annotations.NullMarked;
