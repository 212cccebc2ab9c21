/** How a service runs: configuration from the environment, lifecycle, health, metrics, HTTP problems. */
@NullMarked
package io.lethe.service;

import org.jspecify.annotations.NullMarked;
