/**
 * Lets somebody come in through a provider of identities (OpenID Connect Core 1.0, authorization code with PKCE, RFC 7636): what is asked of it,
 * and what of its answer is believed.
 */
@NullMarked
package io.lethe.console.openid;

import org.jspecify.annotations.NullMarked;
