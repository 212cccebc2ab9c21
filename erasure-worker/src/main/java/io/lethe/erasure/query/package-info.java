/** What the worker answers over HTTP. */
@NullMarked
package io.lethe.erasure.query;

import org.jspecify.annotations.NullMarked;
