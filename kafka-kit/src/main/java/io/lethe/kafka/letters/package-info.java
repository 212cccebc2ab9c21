/** What services could not process: letters that point at records, and another try for those. */
@NullMarked
package io.lethe.kafka.letters;

import org.jspecify.annotations.NullMarked;
