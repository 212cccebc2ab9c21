/** What both sides of OpenDSR share, whoever asks and whoever is asked: its words, and signatures with their certificates. */
@NullMarked
package io.lethe.opendsr;

import org.jspecify.annotations.NullMarked;
