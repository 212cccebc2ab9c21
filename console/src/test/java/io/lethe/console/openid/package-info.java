@NullMarked
package io.lethe.console.openid;

import org.jspecify.annotations.NullMarked;
