package io.lethe.identity;

import io.lethe.policy.IdentifierKind;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a person or a device is known by, normalised, so that two spellings of one address are one subject: without white
 * space around it, in Unicode's composed form (NFC), without characters that cannot be seen; an e-mail address in lower case,
 * its domain as DNS knows it. This is the only place where that is decided, for the door and for every query. It never
 * prints its value.
 */
public final class Identifier {

    /** Longest e-mail address that can be delivered to (RFC 5321, 4.5.3.1.3, with its brackets taken off). */
    private static final int LONGEST_EMAIL = 254;

    private static final int LONGEST = 200;

    private final IdentifierKind kind;
    private final String value;
    private final @Nullable String former;

    /**
     * @throws IllegalArgumentException where the text can be no such identifier; the message says why, without the text
     */
    public Identifier(IdentifierKind kind, String text) {
        String visible = VisibleText.of(text);
        if (visible.isEmpty()) {
            throw new IllegalArgumentException("must not be empty");
        }
        String composed = Normalizer.normalize(visible, Normalizer.Form.NFC);
        this.kind = kind;
        this.value = kind == IdentifierKind.EMAIL ? MailAddress.normalised(composed) : id(composed);
        String before = formerly(kind, text);
        this.former = before.equals(value) ? null : before;
        int longest = kind == IdentifierKind.EMAIL ? LONGEST_EMAIL : LONGEST;
        if (value.length() > longest) {
            throw new IllegalArgumentException("must not be longer than " + longest + " characters");
        }
    }

    private Identifier(IdentifierKind kind, String value, @Nullable String former) {
        this.kind = kind;
        this.value = value;
        this.former = former;
    }

    /** One that was sealed, as it was: rules that came later do not change what recipients were told. */
    static Identifier sealed(IdentifierKind kind, String value) {
        return new Identifier(kind, value, null);
    }

    private static String id(String text) {
        if (VisibleText.holdsSpaces(text.replace(' ', '_'))) {
            throw new IllegalArgumentException("must not hold white space other than a plain space");
        }
        return text;
    }

    /** What the rules before docs/adr/0092 made of the same text. */
    private static String formerly(IdentifierKind kind, String text) {
        String composed = Normalizer.normalize(text.strip(), Normalizer.Form.NFC);
        return kind == IdentifierKind.EMAIL ? composed.toLowerCase(Locale.ROOT) : composed;
    }

    public IdentifierKind kind() {
        return kind;
    }

    public String value() {
        return value;
    }

    /** What the same text was before docs/adr/0092, where that was another subject. */
    public Optional<Identifier> former() {
        return Optional.ofNullable(former).map(before -> sealed(kind, before));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Identifier that && kind == that.kind && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, value);
    }

    /** Without the value: identifiers do not belong into logs and messages. */
    @Override
    public String toString() {
        return "Identifier[" + kind + "]";
    }
}
