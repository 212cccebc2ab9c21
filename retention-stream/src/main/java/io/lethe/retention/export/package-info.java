/** What is handed out to a person of what is stored about them (art. 15 and 20 GDPR). */
@NullMarked
package io.lethe.retention.export;

import org.jspecify.annotations.NullMarked;
