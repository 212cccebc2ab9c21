package io.lethe.identity;

import com.ibm.icu.text.IDNA;
import java.util.Locale;

/**
 * The one spelling of an e-mail address: in lower case, and the domain as DNS knows it (UTS #46, non-transitional, with the
 * rules for host names). So a domain in its own script, in punycode or with another full stop is the same one.
 */
final class MailAddress {

    private static final String NONE = "must be an e-mail address";
    private static final String PUNYCODE = "xn--";

    /** Loaded when the first domain needs it. */
    private static final class Domains {
        static final IDNA UTS46 = IDNA.getUTS46Instance(
                IDNA.NONTRANSITIONAL_TO_ASCII | IDNA.CHECK_BIDI | IDNA.CHECK_CONTEXTJ | IDNA.USE_STD3_RULES);
    }

    private MailAddress() {}

    /**
     * @param text visible, and composed (NFC)
     * @throws IllegalArgumentException where it is no address
     */
    static String normalised(String text) {
        int at = text.lastIndexOf('@');
        if (at <= 0 || at == text.length() - 1 || VisibleText.holdsSpaces(text)) {
            throw new IllegalArgumentException(NONE);
        }
        String local = text.substring(0, at).toLowerCase(Locale.ROOT);
        return local + '@' + domain(text.substring(at + 1));
    }

    private static String domain(String text) {
        String ascii = VisibleText.isPlain(text) ? text.toLowerCase(Locale.ROOT) : toAscii(text);
        if (ascii.contains(PUNYCODE)) {
            ascii = toAscii(ascii);
        }
        // The dot of the root says nothing.
        String domain = ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
        if (domain.isEmpty() || domain.startsWith(".") || domain.endsWith(".") || domain.contains("..")) {
            throw new IllegalArgumentException(NONE);
        }
        return domain;
    }

    private static String toAscii(String domain) {
        IDNA.Info info = new IDNA.Info();
        StringBuilder ascii = Domains.UTS46.nameToASCII(domain, new StringBuilder(), info);
        if (info.hasErrors()) {
            throw new IllegalArgumentException(
                    "must be an e-mail address, and its domain is none by the rules for internationalised names (UTS #46)");
        }
        return ascii.toString();
    }
}
