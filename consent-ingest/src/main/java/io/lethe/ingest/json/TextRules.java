package io.lethe.ingest.json;

/** What text has to be that callers write and that the pipeline keeps for years in pseudonymous records. */
public final class TextRules {

    private TextRules() {}

    /** In the caller's words, without repeating the text; empty where nothing is wrong. */
    static String whatIsWrong(String text, int longest) {
        if (text.isBlank()) {
            return "must not be empty";
        }
        if (text.length() > longest) {
            return "must not be longer than " + longest + " characters";
        }
        String wrong = notPrintable(text);
        if (!wrong.isEmpty()) {
            return wrong;
        }
        return AddressInDisguise.in(text)
                ? "must not hold an e-mail address: it is kept in records that name nobody"
                : "";
    }

    /** As above, for what stands for something: in its alphabet no address can be written. */
    static String whatIsWrongWithId(String text, int longest) {
        if (text.isBlank()) {
            return "must not be empty";
        }
        if (text.length() > longest) {
            return "must not be longer than " + longest + " characters";
        }
        return Letters.allOf(text, "._:/-")
                ? ""
                : "must be an id: letters (A to Z, a to z), digits, and . _ - : / (no e-mail address; it is kept in records that name nobody)";
    }

    /** Control characters and halves of surrogate pairs have no place in any text. */
    public static String notPrintable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c)) {
                return "must not hold control characters";
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return "must be well-formed Unicode";
                }
                i++;
            }
        }
        return "";
    }
}
