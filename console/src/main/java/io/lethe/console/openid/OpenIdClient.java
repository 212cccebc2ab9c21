package io.lethe.console.openid;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.JWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import io.lethe.console.openid.OpenIdProvider.Known;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Sends people to the provider, and believes of what comes back what is proven. It blocks while the provider is asked. */
public final class OpenIdClient implements AutoCloseable {

    private static final Set<String> SAYS_NO = Set.of(
            OAuth2Error.ACCESS_DENIED_CODE,
            "login_required",
            "interaction_required",
            "consent_required",
            "account_selection_required");
    private static final Set<String> CANNOT_NOW =
            Set.of(OAuth2Error.SERVER_ERROR_CODE, OAuth2Error.TEMPORARILY_UNAVAILABLE_CODE);

    /** What a provider objects to in a request for a token (RFC 6749, 5.2); nothing else it says is repeated. */
    private static final Set<String> OBJECTIONS = Set.of(
            OAuth2Error.INVALID_REQUEST_CODE,
            OAuth2Error.INVALID_CLIENT_CODE,
            OAuth2Error.INVALID_GRANT_CODE,
            OAuth2Error.UNAUTHORIZED_CLIENT_CODE,
            OAuth2Error.UNSUPPORTED_GRANT_TYPE_CODE,
            OAuth2Error.INVALID_SCOPE_CODE);

    private static final int SERVER_ERROR = 500;

    private final OpenIdSettings settings;
    private final InstantSource clock;
    private final ProviderHttp http = new ProviderHttp();
    private final OpenIdProvider provider;
    private final ClientID client;

    public OpenIdClient(OpenIdSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.provider = new OpenIdProvider(settings, http, clock);
        this.client = new ClientID(settings.clientId());
    }

    /** Somebody who has not been to the provider yet. */
    public Attempt begin() {
        return new Attempt(
                new State().getValue(),
                new Nonce().getValue(),
                new CodeVerifier().getValue(),
                clock.instant().plus(Attempts.LENGTH));
    }

    /** Where to send them. */
    public URI ask(Attempt attempt) throws NotLetInException {
        return new AuthenticationRequest.Builder(
                        ResponseType.CODE,
                        new Scope(settings.scopes().toArray(String[]::new)),
                        client,
                        settings.redirect())
                .endpointURI(provider.known().metadata().getAuthorizationEndpointURI())
                .state(new State(attempt.state()))
                .nonce(new Nonce(attempt.nonce()))
                .codeChallenge(new CodeVerifier(attempt.verifier()), CodeChallengeMethod.S256)
                .build()
                .toURI();
    }

    /** Where somebody leaves the provider too, where it has said so by now. */
    public Optional<URI> leave() {
        @Nullable Known known = provider.last();
        return Optional.ofNullable(known)
                .map(one -> one.metadata().getEndSessionEndpointURI())
                .filter(OpenIdProvider::isWeb)
                .map(uri -> new LogoutRequest(uri, null, null, client, null, null, null).toURI());
    }

    /**
     * Who has come back.
     *
     * @param answer the parameters that their browser brought
     */
    public Person comeBack(Attempt attempt, Map<String, List<String>> answer) throws NotLetInException {
        try {
            AuthorizationCode code = code(attempt, answer);
            Known known = provider.known();
            JWT token = redeem(known.metadata(), code, attempt);
            return person(believed(known, token, attempt));
        } catch (RuntimeException e) {
            // The library takes some of what is malformed for granted.
            throw new NotLetInException(
                    Why.REFUSED,
                    "what it answers cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    private AuthorizationCode code(Attempt attempt, Map<String, List<String>> answer) throws NotLetInException {
        AuthenticationResponse response;
        try {
            response = AuthenticationResponseParser.parse(settings.redirect(), answer);
        } catch (ParseException e) {
            throw new NotLetInException(Why.REFUSED, "what came back is no answer of a provider");
        }
        if (response.getState() == null
                || !isSame(attempt.state(), response.getState().getValue())) {
            throw new NotLetInException(Why.STALE, "an answer was not for this browser");
        }
        if (response.indicatesSuccess()) {
            checkIssuer(response);
            @Nullable AuthorizationCode code = response.toSuccessResponse().getAuthorizationCode();
            if (code == null) {
                throw new NotLetInException(Why.REFUSED, "what came back has no code");
            }
            return code;
        }
        @Nullable String error = response.toErrorResponse().getErrorObject().getCode();
        if (error != null && SAYS_NO.contains(error)) {
            throw new NotLetInException(Why.DENIED, "the provider, or the person, said no");
        }
        if (error != null && CANNOT_NOW.contains(error)) {
            throw new NotLetInException(Why.AWAY, "it says that it cannot just now");
        }
        throw new NotLetInException(Why.REFUSED, "it does not take what it is asked for" + objection(error));
    }

    /** That it is this provider who answers (RFC 9207). */
    private void checkIssuer(AuthenticationResponse response) throws NotLetInException {
        OIDCProviderMetadata metadata = provider.known().metadata();
        boolean isRight = response.getIssuer() == null
                ? !metadata.supportsAuthorizationResponseIssuerParam()
                : response.getIssuer().equals(metadata.getIssuer());
        if (!isRight) {
            throw new NotLetInException(Why.REFUSED, "another issuer has answered");
        }
    }

    private JWT redeem(OIDCProviderMetadata metadata, AuthorizationCode code, Attempt attempt)
            throws NotLetInException {
        HTTPRequest request = request(metadata, code, attempt).toHTTPRequest();
        try {
            var answer = request.send(http);
            if (answer.getStatusCode() >= SERVER_ERROR) {
                throw new NotLetInException(Why.AWAY, "a code is answered with " + answer.getStatusCode());
            }
            TokenResponse response = OIDCTokenResponseParser.parse(answer);
            if (!response.indicatesSuccess()) {
                throw new NotLetInException(
                        Why.REFUSED,
                        "it does not take a code"
                                + objection(Optional.ofNullable(
                                                response.toErrorResponse().getErrorObject())
                                        .map(ErrorObject::getCode)
                                        .orElse(null)));
            }
            @Nullable
            JWT token = response instanceof OIDCTokenResponse tokens
                    ? tokens.getOIDCTokens().getIDToken()
                    : null;
            if (token == null) {
                throw new NotLetInException(Why.REFUSED, "it answers a code without an ID token");
            }
            return token;
        } catch (IOException e) {
            throw new NotLetInException(
                    Why.AWAY, "a code is not answered (" + e.getClass().getSimpleName() + ")");
        } catch (ParseException e) {
            throw new NotLetInException(Why.REFUSED, "what it answers to a code is no token");
        }
    }

    private TokenRequest request(OIDCProviderMetadata metadata, AuthorizationCode code, Attempt attempt) {
        AuthorizationCodeGrant grant =
                new AuthorizationCodeGrant(code, settings.redirect(), new CodeVerifier(attempt.verifier()));
        URI uri = metadata.getTokenEndpointURI();
        if (settings.clientSecret().isEmpty()) {
            return new TokenRequest.Builder(uri, client, grant).build();
        }
        Secret secret = new Secret(settings.clientSecret().get().value());
        @Nullable List<ClientAuthenticationMethod> methods = metadata.getTokenEndpointAuthMethods();
        boolean isPosted = methods != null
                && !methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                && methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST);
        return new TokenRequest.Builder(
                        uri,
                        isPosted ? new ClientSecretPost(client, secret) : new ClientSecretBasic(client, secret),
                        grant)
                .build();
    }

    private static boolean isSame(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static String objection(@Nullable String code) {
        return code != null && OBJECTIONS.contains(code) ? ": " + code : "";
    }

    /** Signature, issuer, audience, expiry and nonce are looked at by the validator. */
    private IDTokenClaimsSet believed(Known known, JWT token, Attempt attempt) throws NotLetInException {
        try {
            IDTokenClaimsSet claims = known.tokens().validate(token, new Nonce(attempt.nonce()));
            checkParty(claims);
            return claims;
        } catch (KeySourceException e) {
            throw new NotLetInException(Why.AWAY, "its keys cannot be had");
        } catch (BadJOSEException | JOSEException e) {
            // What the exception says quotes the token.
            throw new NotLetInException(
                    Why.REFUSED, "its token is not one for us (" + e.getClass().getSimpleName() + ")");
        }
    }

    /** OpenID Connect Core, 3.1.3.7, 4 and 5, which the validator leaves to others. */
    private void checkParty(IDTokenClaimsSet claims) throws NotLetInException {
        boolean isOurs = claims.getAuthorizedParty() == null
                ? claims.getAudience().size() == 1
                : claims.getAuthorizedParty().getValue().equals(settings.clientId());
        if (!isOurs) {
            throw new NotLetInException(Why.REFUSED, "its token was given to another party");
        }
    }

    private Person person(IDTokenClaimsSet claims) throws NotLetInException {
        Map<String, Object> all;
        try {
            all = claims.toJWTClaimsSet().getClaims();
        } catch (ParseException e) {
            throw new NotLetInException(Why.REFUSED, "its token has no claims");
        }
        if (!(claim(all, settings.nameClaim()) instanceof String name) || name.isBlank()) {
            throw new NotLetInException(
                    Why.NAMELESS,
                    "its token has no text in the claim that " + OpenIdSettings.PREFIX + "NAME_CLAIM names");
        }
        return new Person(
                claims.getIssuer().getValue(),
                claims.getSubject().getValue(),
                name,
                texts(claim(all, settings.rolesClaim())));
    }

    /** A member of that name; else what the path with these dots leads to. */
    private static @Nullable Object claim(Map<?, ?> claims, String path) {
        @Nullable Object whole = claims.get(path);
        int dot = path.indexOf('.');
        if (whole != null || dot < 0) {
            return whole;
        }
        return claims.get(path.substring(0, dot)) instanceof Map<?, ?> inner
                ? claim(inner, path.substring(dot + 1))
                : null;
    }

    private static Set<String> texts(@Nullable Object claim) {
        return switch (claim) {
            case String one -> Set.of(one);
            case List<?> many ->
                many.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .collect(Collectors.toUnmodifiableSet());
            case null, default -> Set.of();
        };
    }

    @Override
    public void close() {
        http.close();
    }
}
