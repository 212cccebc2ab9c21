/** The record of who looked and who acted through the console. What is not on it was not done: it is written before anything is answered. */
@NullMarked
package io.lethe.console.audit;

import org.jspecify.annotations.NullMarked;
