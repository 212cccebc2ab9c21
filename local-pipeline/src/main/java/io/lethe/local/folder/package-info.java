/** The data folder of a pipeline on one machine: where its parts, keys and ports are written down. */
@NullMarked
package io.lethe.local.folder;

import org.jspecify.annotations.NullMarked;
