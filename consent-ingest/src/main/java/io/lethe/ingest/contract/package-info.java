/** What callers are told of the door itself: how banners ask, until when a consent lasts. All of it follows from the policy. */
@NullMarked
package io.lethe.ingest.contract;

import org.jspecify.annotations.NullMarked;
