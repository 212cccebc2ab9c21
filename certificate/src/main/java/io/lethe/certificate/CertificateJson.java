package io.lethe.certificate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lethe.certificate.CertifiedErasure.SystemOutcome;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Certificates as JSON: the canonical form that is hashed and signed, and the line of an export. */
public final class CertificateJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private CertificateJson() {}

    /** What is hashed and signed: everything but the hash and the signature. */
    public static byte[] canonical(Certificate certificate) {
        return CanonicalJson.bytes(signed(certificate));
    }

    /** The whole certificate, in the same form, on one line. */
    public static String line(Certificate certificate) {
        SortedMap<String, Object> members = signed(certificate);
        members.put("hash", certificate.hash());
        members.put("signature", certificate.signature());
        return CanonicalJson.text(members);
    }

    private static SortedMap<String, Object> signed(Certificate certificate) {
        CertifiedErasure erasure = certificate.erasure();
        SortedMap<String, Object> members = new TreeMap<>();
        members.put("cause", erasure.cause());
        members.put("chain", certificate.chain());
        members.put("completedAt", erasure.completedAt().toString());
        members.put("dataCategories", erasure.dataCategories());
        members.put("keyId", certificate.keyId());
        members.put("orderId", erasure.orderId());
        members.put("orderedAt", erasure.orderedAt().toString());
        members.put("policyVersion", erasure.policyVersion());
        members.put("previousHash", certificate.previousHash());
        putIfThere(members, "requestId", erasure.requestId());
        putIfThere(members, "result", erasure.result());
        putIfThere(
                members,
                "recordedAt",
                erasure.recordedAt() == null ? null : erasure.recordedAt().toString());
        members.put("sequence", certificate.sequence());
        members.put("subjectId", erasure.subjectId());
        members.put(
                "systems",
                erasure.systems().stream().map(CertificateJson::members).toList());
        return members;
    }

    private static SortedMap<String, Object> members(SystemOutcome system) {
        SortedMap<String, Object> members = new TreeMap<>();
        members.put("answeredAt", system.answeredAt().toString());
        members.put("attempts", system.attempts());
        members.put("issuedAt", system.issuedAt().toString());
        members.put("outcome", system.outcome());
        putIfThere(members, "reason", system.reason());
        members.put("system", system.system());
        return members;
    }

    private static void putIfThere(SortedMap<String, Object> members, String name, @Nullable String value) {
        if (value != null) {
            members.put(name, value);
        }
    }

    /**
     * Reads a line of an export, in which nothing may be written in another way than it was.
     *
     * @throws IllegalArgumentException with what is wrong, without repeating the line
     */
    public static Certificate read(String line) {
        try {
            Certificate certificate = certificate(MAPPER.readTree(line));
            if (line(certificate).equals(line)) {
                return certificate;
            }
        } catch (JsonProcessingException | DateTimeException | IllegalArgumentException e) {
            // Told below, without the cause: its message may repeat a part of the line.
        }
        throw new IllegalArgumentException("is not a certificate in its canonical form");
    }

    private static Certificate certificate(JsonNode json) {
        CertifiedErasure erasure = new CertifiedErasure(
                text(json, "orderId"),
                text(json, "subjectId"),
                text(json, "cause"),
                json.has("requestId") ? text(json, "requestId") : null,
                Instant.parse(text(json, "orderedAt")),
                json.has("recordedAt") ? Instant.parse(text(json, "recordedAt")) : null,
                Instant.parse(text(json, "completedAt")),
                texts(json.path("dataCategories")),
                systems(json.path("systems")),
                text(json, "policyVersion"),
                json.has("result") ? text(json, "result") : null);
        return new Certificate(
                erasure,
                text(json, "chain"),
                json.path("sequence").asLong(),
                text(json, "previousHash"),
                text(json, "keyId"),
                text(json, "hash"),
                text(json, "signature"));
    }

    private static List<SystemOutcome> systems(JsonNode array) {
        List<SystemOutcome> systems = new ArrayList<>(array.size());
        for (JsonNode system : array) {
            systems.add(new SystemOutcome(
                    text(system, "system"),
                    text(system, "outcome"),
                    system.path("attempts").asInt(),
                    Instant.parse(text(system, "issuedAt")),
                    Instant.parse(text(system, "answeredAt")),
                    system.has("reason") ? text(system, "reason") : null));
        }
        return systems;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>(array.size());
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /** What is of another type comes out in another form than it came, and is refused for that. */
    private static String text(JsonNode json, String name) {
        return json.path(name).asText();
    }

    static String hash(byte[] canonical) {
        return HexFormat.of().formatHex(sha256(canonical));
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
