/** One-time codes that prove who asks: how they are drawn, and who takes them to the person. No code is kept here, or told to a log. */
@NullMarked
package io.lethe.ingest.code;

import org.jspecify.annotations.NullMarked;
