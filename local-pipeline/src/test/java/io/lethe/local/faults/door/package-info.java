/**
 * What becomes of the front door when it is killed, when its broker stands still, dies or has no room, and when callers mean ill. Real processes;
 * what must come of it is known from the answers alone: what was answered with {@code 202} is in the topic.
 */
@NullMarked
package io.lethe.local.faults.door;

import org.jspecify.annotations.NullMarked;
