/**
 * What becomes of the erasure worker when it is killed, joined and left in the midst of its work, and when recipient systems answer
 * as they should not. Real processes, scripted recipients, and an oracle that knows the orders, the scripts and nothing else.
 */
@NullMarked
package io.lethe.local.faults.worker;

import org.jspecify.annotations.NullMarked;
