package io.lethe.connectors.opendsr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lethe.connectors.http.Credentials;
import io.lethe.connectors.http.HttpAnswer;
import io.lethe.connectors.http.NoAnswerException;
import io.lethe.connectors.work.Connector;
import io.lethe.connectors.work.Deletion;
import io.lethe.connectors.work.Verdict;
import io.lethe.opendsr.OpenDsr;
import io.lethe.opendsr.RequestStatus;
import io.lethe.opendsr.UntrustedException;
import io.lethe.policy.dispatch.OpenDsrProcessor;
import java.security.cert.TrustAnchor;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/**
 * Sends commands to a processor as requests, and asks again where they stand. It remembers nothing: what a request is called, and where
 * the processor calls back, follows from the command. What is not signed by the processor counts for nothing.
 */
public final class OpenDsrConnector implements Connector {

    private final OpenDsrProcessor processor;
    private final ProcessorClient client;
    private final ProcessorCertificates certificates;
    private final SignedReader signed;
    private final Optional<CallbackAddress> callbacks;
    private final InstantSource clock;

    /**
     * @param authorities who may have issued a certificate that the processor itself shows
     * @param callbacks where processors call back; empty where nobody can
     */
    public OpenDsrConnector(
            OpenDsrProcessor processor,
            Credentials credentials,
            Set<TrustAnchor> authorities,
            Optional<CallbackAddress> callbacks,
            InstantSource clock) {
        this.processor = processor;
        this.client = new ProcessorClient(processor, credentials);
        this.certificates = new ProcessorCertificates(processor, client, authorities, clock);
        this.signed = new SignedReader(processor.domain(), certificates);
        this.callbacks = callbacks;
        this.clock = clock;
    }

    @Override
    public Verdict attempt(Deletion deletion) throws InterruptedException {
        if (!Request.names(deletion, processor.identities())) {
            return Verdict.notSupported("OpenDSR has no type for what this command names the person by");
        }
        try {
            // Nobody's identifier goes to a processor that cannot show who it is.
            certificates.current();
            Optional<Verdict> known =
                    deletion.attempt() > 1 ? status(RequestId.of(deletion.commandId())) : Optional.empty();
            return known.isPresent() ? known.get() : submit(deletion);
        } catch (NoAnswerException e) {
            return Verdict.later(e.why());
        } catch (UntrustedException e) {
            return Verdict.failed("the processor is not to be trusted: " + e.why());
        }
    }

    private Verdict submit(Deletion deletion) throws InterruptedException, NoAnswerException, UntrustedException {
        String id = RequestId.of(deletion.commandId());
        byte[] body = Request.body(
                deletion, processor.identities(), callbacks.map(address -> address.of(deletion.commandId())));
        HttpAnswer answer = client.submit(body);
        return switch (answer.status()) {
            // It may have the request already: an answer that got lost, or a process that was killed.
            case 400, 409 -> status(id).orElseGet(() -> answer.refusal(clock));
            default -> {
                if (!answer.isSuccess()) {
                    yield answer.refusal(clock);
                }
                ObjectNode said = read(answer);
                yield isAbout(said, id) && isEncoded(said.path(OpenDsr.ENCODED_REQUEST), body)
                        ? Verdict.RECEIVED
                        : Verdict.failed("the processor's answer is about another request");
            }
        };
    }

    /** Where the processor says that a request stands; empty where it has none of that id. */
    private Optional<Verdict> status(String id) throws InterruptedException, NoAnswerException, UntrustedException {
        HttpAnswer answer = client.status(id);
        if (answer.status() == 404 || answer.status() == 410) {
            return Optional.empty();
        }
        if (!answer.isSuccess()) {
            return Optional.of(answer.refusal(clock));
        }
        ObjectNode said = read(answer);
        return Optional.of(
                isAbout(said, id) ? verdict(said) : Verdict.failed("the processor's answer is about another request"));
    }

    /** Only what has not been begun can be cancelled; what is, goes on. */
    @Override
    public Verdict withdraw(String commandId) throws InterruptedException {
        String id = RequestId.of(commandId);
        try {
            HttpAnswer answer = client.cancel(id);
            return switch (answer.status()) {
                case 404, 410 -> Verdict.NOT_FOUND;
                case 400, 409 -> Verdict.refused("the processor has begun with it");
                default -> {
                    if (!answer.isSuccess()) {
                        yield answer.refusal(clock);
                    }
                    yield isAbout(read(answer), id)
                            ? Verdict.COMPLETED
                            : Verdict.failed("the processor's answer is about another request");
                }
            };
        } catch (NoAnswerException e) {
            return Verdict.later(e.why());
        } catch (UntrustedException e) {
            return Verdict.failed("the processor is not to be trusted: " + e.why());
        }
    }

    private ObjectNode read(HttpAnswer answer) throws InterruptedException, NoAnswerException, UntrustedException {
        byte[] body =
                answer.body().orElseThrow(() -> new NoAnswerException("the processor's answer does not come whole"));
        return signed.read(
                answer.headers().firstValue(OpenDsr.PROCESSOR_DOMAIN),
                answer.headers().firstValue(OpenDsr.SIGNATURE),
                body);
    }

    private static boolean isAbout(JsonNode said, String id) {
        return said.path(OpenDsr.SUBJECT_REQUEST_ID).asText().equalsIgnoreCase(id);
    }

    /** The receipt has to be for what was sent, and for all of it. */
    private static boolean isEncoded(JsonNode receipt, byte[] body) {
        try {
            return Arrays.equals(Base64.getDecoder().decode(receipt.asText()), body);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Verdict.Acknowledged verdict(ObjectNode said) {
        return RequestStatus.of(said.path(OpenDsr.REQUEST_STATUS).asText())
                .map(status -> switch (status) {
                    case PENDING, IN_PROGRESS -> Verdict.RECEIVED;
                    case COMPLETED -> Verdict.COMPLETED;
                    case CANCELLED -> Verdict.refused("the processor has cancelled the request");
                })
                .orElseGet(() -> Verdict.failed("the processor told a status that OpenDSR has not"));
    }

    /** What came of a callback. */
    public sealed interface Told {

        /** The processor says so. */
        record Heard(Verdict.Acknowledged verdict) implements Told {}

        /** Somebody says so. */
        record Forged(String why) implements Told {}

        /** The processor says something else than what it would say here. */
        record Misplaced(String why) implements Told {}

        /** It cannot be known at the moment whose word it is. */
        record Unclear(String why) implements Told {}
    }

    /**
     * A processor calls back.
     *
     * @param commandId of the address that was called
     */
    public Told told(String commandId, Optional<String> domain, Optional<String> signature, byte[] body)
            throws InterruptedException {
        ObjectNode said;
        try {
            said = signed.read(domain, signature, body);
        } catch (NoAnswerException e) {
            return new Told.Unclear(e.why());
        } catch (UntrustedException e) {
            return new Told.Forged(e.why());
        }
        if (!isAbout(said, RequestId.of(commandId))) {
            return new Told.Misplaced("It is about another request.");
        }
        String address = said.path(OpenDsr.STATUS_CALLBACK_URL).asText();
        if (callbacks.filter(one -> one.of(commandId).equals(address)).isEmpty()) {
            return new Told.Misplaced("It is for another address.");
        }
        if (RequestStatus.of(said.path(OpenDsr.REQUEST_STATUS).asText()).isEmpty()) {
            return new Told.Misplaced("It tells a status that OpenDSR has not.");
        }
        return new Told.Heard(verdict(said));
    }

    @Override
    public void close() {
        client.close();
    }
}
