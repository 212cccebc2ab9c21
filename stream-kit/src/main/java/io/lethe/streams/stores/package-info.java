/** Stores on disk: how they are written, kept small, emptied of what was forgotten, and how what is in them changes its form. */
@NullMarked
package io.lethe.streams.stores;

import org.jspecify.annotations.NullMarked;
