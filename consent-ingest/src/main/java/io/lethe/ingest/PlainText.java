package io.lethe.ingest;

/** Text that callers write and that the pipeline keeps for years in pseudonymous records. */
final class PlainText {

    private PlainText() {}

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
        return holdsAddress(text) ? "must not hold an e-mail address: it is kept in records that name nobody" : "";
    }

    /** Control characters and halves of surrogate pairs have no place in any text. */
    static String notPrintable(String text) {
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

    private static boolean holdsAddress(String text) {
        for (int at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
            if (at > 0
                    && at + 1 < text.length()
                    && !Character.isWhitespace(text.charAt(at - 1))
                    && !Character.isWhitespace(text.charAt(at + 1))) {
                return true;
            }
        }
        return false;
    }
}
