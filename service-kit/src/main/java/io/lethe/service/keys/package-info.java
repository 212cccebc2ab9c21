/** The write keys of front-ends: what each may say, and from where; known here by their hashes only. */
@NullMarked
package io.lethe.service.keys;

import org.jspecify.annotations.NullMarked;
