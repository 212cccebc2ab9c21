/**
 * What becomes of the retention stream when processes are killed, stopped and moved, records are rubbish and clocks jump. Real
 * processes, and an oracle that knows the accepted events and nothing else. More than fifteen classes: who breaks things, who speaks and who
 * looks are one each.
 */
@NullMarked
package io.lethe.local.faults;

import org.jspecify.annotations.NullMarked;
