package io.lethe.connectors.opendsr;

import io.lethe.connectors.http.HttpAnswer;
import io.lethe.connectors.http.NoAnswerException;
import io.lethe.opendsr.Certificates;
import io.lethe.opendsr.OpenDsr;
import io.lethe.opendsr.UntrustedException;
import io.lethe.policy.dispatch.OpenDsrProcessor;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The certificate that a processor's signatures are held against: fetched once, and again where it ends, or fits no more. */
final class ProcessorCertificates {

    /** However many signatures do not fit, the processor is not asked more often. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);

    private static final Duration AFTER_A_MISS = Duration.ofMillis(500);

    private final OpenDsrProcessor processor;
    private final ProcessorClient client;
    private final Set<TrustAnchor> authorities;
    private final InstantSource clock;
    private @Nullable X509Certificate known;
    private @Nullable NoAnswerException missed;
    private Instant lookedAt = Instant.MIN;

    ProcessorCertificates(
            OpenDsrProcessor processor, ProcessorClient client, Set<TrustAnchor> authorities, InstantSource clock) {
        this.processor = processor;
        this.client = client;
        this.authorities = authorities;
        this.clock = clock;
    }

    /**
     * The certificate.
     *
     * @throws NoAnswerException where it cannot be had
     * @throws UntrustedException where it shows nothing
     */
    synchronized X509Certificate current() throws InterruptedException, NoAnswerException, UntrustedException {
        X509Certificate held = known;
        if (held != null && !clock.instant().isAfter(held.getNotAfter().toInstant())) {
            return held;
        }
        NoAnswerException before = missed;
        if (before != null && clock.instant().isBefore(lookedAt.plus(AFTER_A_MISS))) {
            // Whoever waited for that look need not wait for another.
            throw before;
        }
        return look();
    }

    /** The certificate anew, after a signature did not fit: the processor may have another now. Empty so soon after the last look. */
    synchronized Optional<X509Certificate> renewed()
            throws InterruptedException, NoAnswerException, UntrustedException {
        boolean soon = lookedAt != Instant.MIN && clock.instant().isBefore(lookedAt.plus(BETWEEN_LOOKS));
        return soon ? Optional.empty() : Optional.of(look());
    }

    private X509Certificate look() throws InterruptedException, NoAnswerException, UntrustedException {
        Instant now = clock.instant();
        try {
            known = seen(now);
            missed = null;
            return known;
        } catch (NoAnswerException e) {
            missed = e;
            throw e;
        } finally {
            lookedAt = clock.instant();
        }
    }

    private X509Certificate seen(Instant now) throws InterruptedException, NoAnswerException, UntrustedException {
        String given = processor.certificate().orElse("");
        return given.startsWith("/")
                ? Certificates.given(Certificates.read(file(Path.of(given))), processor.domain(), now)
                : Certificates.issued(
                        Certificates.read(fetched(given.isEmpty() ? discovered() : URI.create(given))),
                        processor.domain(),
                        authorities,
                        now);
    }

    private static byte[] file(Path file) throws NoAnswerException {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new NoAnswerException("the file with the processor's certificate cannot be read");
        }
    }

    private byte[] fetched(URI address) throws InterruptedException, NoAnswerException {
        return body(client.open(address), "the processor's certificate cannot be had");
    }

    /** Where the processor says that it is; on its own domain, or on this machine where the processor is. */
    private URI discovered() throws InterruptedException, NoAnswerException, UntrustedException {
        String said = BoundedJson.read(body(client.discovery(), "the processor's discovery cannot be had"))
                .map(answer -> answer.path(OpenDsr.PROCESSOR_CERTIFICATE).asText())
                .orElse("");
        try {
            URI address = new URI(said);
            URI base = URI.create(processor.url());
            boolean own =
                    "https".equals(address.getScheme()) && processor.domain().equalsIgnoreCase(address.getHost());
            boolean beside = base.getScheme().equals(address.getScheme())
                    && base.getAuthority().equals(address.getAuthority());
            if (own || beside) {
                return address;
            }
        } catch (URISyntaxException e) {
            // It is none, and is told as one that is elsewhere.
        }
        throw new UntrustedException("the processor's certificate is not on its own domain");
    }

    private static byte[] body(HttpAnswer answer, String otherwise) throws NoAnswerException {
        if (!answer.isSuccess()) {
            throw new NoAnswerException(otherwise + ": answered " + answer.status());
        }
        return answer.body().orElseThrow(() -> new NoAnswerException(otherwise + ": it does not come whole"));
    }
}
