package io.lethe.console.openid;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderConfigurationRequest;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a provider says of itself (OpenID Connect Discovery 1.0), and the keys it signs with. Both are fetched when somebody wants to come in,
 * and kept for a while; keys that nobody has seen yet are looked for again, but not as often as somebody who makes them up would like.
 */
final class OpenIdProvider {

    private static final Duration KEPT = Duration.ofHours(1);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(3);
    private static final Duration KEYS_KEPT = Duration.ofMinutes(5);
    private static final Duration KEYS_PATIENCE = Duration.ofSeconds(10);
    private static final Duration BETWEEN_KEYS = Duration.ofSeconds(30);
    private static final int SKEW_SECONDS = 30;

    /** Signatures that only the provider can make: neither none, nor one with a secret that the console has too. */
    private static final Set<JWSAlgorithm> SIGNED_WITH = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    /** @param until when it is asked again */
    record Known(OIDCProviderMetadata metadata, IDTokenValidator tokens, Instant until) {}

    private final OpenIdSettings settings;
    private final ProviderHttp http;
    private final InstantSource clock;
    private volatile @Nullable Known last;
    private Instant nextTry = Instant.MIN;

    OpenIdProvider(OpenIdSettings settings, ProviderHttp http, InstantSource clock) {
        this.settings = settings;
        this.http = http;
        this.clock = clock;
    }

    /** What was heard last, if anything was. */
    @Nullable
    Known last() {
        return last;
    }

    /** Blocks while the provider is asked; one asks for all who wait. */
    Known known() throws NotLetInException {
        Instant now = clock.instant();
        @Nullable Known fresh = last;
        if (fresh != null && now.isBefore(fresh.until())) {
            return fresh;
        }
        synchronized (this) {
            @Nullable Known known = last;
            if (known != null && now.isBefore(known.until())) {
                return known;
            }
            try {
                return ask(known, now);
            } catch (NotLetInException e) {
                if (known == null || e.why() != Why.AWAY) {
                    throw e;
                }
                // What it said an hour ago still stands, as far as anybody knows.
                return known;
            }
        }
    }

    private Known ask(@Nullable Known before, Instant now) throws NotLetInException {
        if (now.isBefore(nextTry)) {
            throw new NotLetInException(Why.AWAY, "it did not answer a moment ago");
        }
        nextTry = now.plus(BETWEEN_TRIES);
        OIDCProviderMetadata metadata = discover();
        check(metadata);
        Known known = new Known(
                metadata,
                before != null && before.metadata().getJWKSetURI().equals(metadata.getJWKSetURI())
                        ? before.tokens()
                        : tokens(metadata),
                now.plus(KEPT));
        last = known;
        return known;
    }

    private OIDCProviderMetadata discover() throws NotLetInException {
        try {
            var answer = new OIDCProviderConfigurationRequest(new Issuer(settings.issuer()))
                    .toHTTPRequest()
                    .send(http);
            if (answer.getStatusCode() != 200) {
                throw new NotLetInException(Why.AWAY, "its configuration is answered with " + answer.getStatusCode());
            }
            return OIDCProviderMetadata.parse(Objects.requireNonNullElse(answer.getBody(), ""));
        } catch (IOException e) {
            throw new NotLetInException(
                    Why.AWAY, "its configuration cannot be had (" + e.getClass().getSimpleName() + ")");
        } catch (ParseException e) {
            throw new NotLetInException(Why.REFUSED, "what it says is no configuration of a provider");
        }
    }

    /** Another's word for the provider would be as good as anybody's. */
    private void check(OIDCProviderMetadata metadata) throws NotLetInException {
        if (!metadata.getIssuer().equalsIgnoreTrailingSlash(new Issuer(settings.issuer()))) {
            throw new NotLetInException(Why.REFUSED, "it says that it is another issuer than it was asked for");
        }
        if (!Stream.of(metadata.getAuthorizationEndpointURI(), metadata.getTokenEndpointURI(), metadata.getJWKSetURI())
                .allMatch(OpenIdProvider::isWeb)) {
            throw new NotLetInException(Why.REFUSED, "one of its addresses is missing, or not https");
        }
    }

    static boolean isWeb(@Nullable URI uri) {
        return uri != null && OpenIdSettings.isWeb(uri);
    }

    private IDTokenValidator tokens(OIDCProviderMetadata metadata) throws NotLetInException {
        try {
            var keys = JWKSourceBuilder.<SecurityContext>create(
                            metadata.getJWKSetURI().toURL(), http)
                    .cache(KEYS_KEPT.toMillis(), KEYS_PATIENCE.toMillis())
                    .refreshAheadCache(false)
                    .rateLimited(BETWEEN_KEYS.toMillis())
                    .build();
            IDTokenValidator tokens = new IDTokenValidator(
                    metadata.getIssuer(),
                    new ClientID(settings.clientId()),
                    new JWSVerificationKeySelector<>(SIGNED_WITH, keys),
                    null);
            tokens.setMaxClockSkew(SKEW_SECONDS);
            return tokens;
        } catch (MalformedURLException e) {
            throw new NotLetInException(Why.REFUSED, "the address of its keys is none");
        }
    }
}
