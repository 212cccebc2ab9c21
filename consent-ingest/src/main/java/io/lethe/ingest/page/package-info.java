/** What a browser gets from the front door: the script for web sites, and in local mode the page that shows it at work. */
@NullMarked
package io.lethe.ingest.page;

import org.jspecify.annotations.NullMarked;
