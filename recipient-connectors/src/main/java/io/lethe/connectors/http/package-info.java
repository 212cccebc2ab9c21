/** A system that is called over HTTP by a template of the policy. */
@NullMarked
package io.lethe.connectors.http;

import org.jspecify.annotations.NullMarked;
