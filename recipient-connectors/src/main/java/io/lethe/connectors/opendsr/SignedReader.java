package io.lethe.connectors.opendsr;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.connectors.http.NoAnswerException;
import io.lethe.opendsr.OpenDsr;
import io.lethe.opendsr.Signatures;
import io.lethe.opendsr.UntrustedException;
import java.security.cert.X509Certificate;
import java.util.Optional;

/** Reads what a processor has signed, and nothing before the signature was held against its certificate. */
final class SignedReader {

    private final String domain;
    private final ProcessorCertificates certificates;

    SignedReader(String domain, ProcessorCertificates certificates) {
        this.domain = domain;
        this.certificates = certificates;
    }

    /**
     * A body that bears the processor's signature.
     *
     * @param given the domain that it says to be signed for
     * @throws UntrustedException where it does not, or is no object in JSON
     */
    ObjectNode read(Optional<String> given, Optional<String> signature, byte[] body)
            throws InterruptedException, NoAnswerException, UntrustedException {
        if (signature.isEmpty()) {
            throw new UntrustedException("it is not signed (" + OpenDsr.SIGNATURE + ")");
        }
        if (given.filter(domain::equalsIgnoreCase).isEmpty()) {
            throw new UntrustedException("it is not signed for the processor's domain");
        }
        check(body, signature.get());
        return BoundedJson.read(body)
                .orElseThrow(() -> new UntrustedException("it is signed, but is no JSON that can be read"));
    }

    private void check(byte[] body, String signature)
            throws InterruptedException, NoAnswerException, UntrustedException {
        try {
            Signatures.check(body, signature, certificates.current());
        } catch (UntrustedException e) {
            Optional<X509Certificate> another = certificates.renewed();
            if (another.isEmpty()) {
                throw e;
            }
            Signatures.check(body, signature, another.get());
        }
    }
}
