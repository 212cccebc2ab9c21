package io.lethe.retention.store;

import io.lethe.policy.InFlight;
import io.lethe.policy.Place;
import io.lethe.policy.Policy;
import io.lethe.policy.banner.Banners;
import io.lethe.policy.dispatch.Dispatch;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * By what a policy is known again: its version, and what it says. Where something stands in its file plays no part, so that a remark
 * or a blank line makes no other policy, nor does how a recipient system is reached, and how much at one time, nor in which words banners ask, which
 * changes nothing for anybody; one word that was changed under the same version does.
 *
 * @param fingerprint of all that the policy says, in hexadecimal digits
 */
public record PolicyMark(String version, String fingerprint) {

    public static PolicyMark of(Policy policy) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(said(policy).getBytes(StandardCharsets.UTF_8));
            return new PolicyMark(policy.version(), HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** All that a value says, in one text that no other value has. Records are gone through, so that no part is forgotten. */
    private static String said(Object value) {
        return switch (value) {
            case Place _, Dispatch _ -> "";
            case Record whole ->
                listed(Stream.of(whole.getClass().getRecordComponents())
                        .filter(part -> part.getType() != InFlight.class && part.getType() != Banners.class)
                        .map(part -> said(part(whole, part))));
            case List<?> list -> listed(list.stream().map(PolicyMark::said));
            // A set has no order, and that of its iterator changes from one process to the next.
            case Set<?> set -> listed(set.stream().map(PolicyMark::said).sorted());
            case Collection<?> other -> throw new IllegalStateException("no order is known for a " + other.getClass());
            case Map<?, ?> other -> throw new IllegalStateException("no order is known for a " + other.getClass());
            case Optional<?> maybe -> listed(maybe.stream().map(PolicyMark::said));
            case Enum<?> constant -> text(constant.name());
            default -> text(value.toString());
        };
    }

    private static Object part(Record whole, RecordComponent part) {
        try {
            return part.getAccessor().invoke(whole);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a policy is made of public records", e);
        }
    }

    private static String listed(Stream<String> parts) {
        List<String> all = parts.toList();
        return all.size() + "[" + String.join("", all) + "]";
    }

    private static String text(String text) {
        return text.length() + ":" + text;
    }
}
