@NullMarked
package io.lethe.consent.filter;

import org.jspecify.annotations.NullMarked;
