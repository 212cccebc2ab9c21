package io.lethe.identity;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacterEnums.ECharacterCategory;
import com.ibm.icu.lang.UProperty;

/** Text in which there is nothing that cannot be seen: it would make another person of the same name. */
final class VisibleText {

    /** A pattern of no dots: a symbol to Unicode, a blank to everybody else. */
    private static final int BRAILLE_BLANK = 0x2800;

    private VisibleText() {}

    /**
     * The text without the white space around it.
     *
     * @throws IllegalArgumentException where it holds what cannot be seen
     */
    static String of(String text) {
        int start = 0;
        int end = text.length();
        // No white space lies outside of the basic plane.
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        String visible = text.substring(start, end);
        if (!isPlain(visible)) {
            visible.codePoints().forEach(VisibleText::check);
        }
        return visible;
    }

    static boolean holdsSpaces(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isSpace(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /** Whether all is printable ASCII, as nearly always: no tables have to be asked then. */
    static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    /** Unicode's White_Space. */
    private static boolean isSpace(int c) {
        return c >= '\t' && c <= '\r' || c == 0x85 || Character.isSpaceChar(c);
    }

    private static void check(int character) {
        switch (UCharacter.getType(character)) {
            case ECharacterCategory.CONTROL -> throw new IllegalArgumentException("must not hold control characters");
            case ECharacterCategory.SURROGATE -> throw new IllegalArgumentException("must be well-formed Unicode");
            case ECharacterCategory.PRIVATE_USE, ECharacterCategory.UNASSIGNED ->
                throw new IllegalArgumentException("must not hold characters to which Unicode gives no meaning");
            case ECharacterCategory.FORMAT -> throw unseen();
            default -> {
                if (character == BRAILLE_BLANK
                        || UCharacter.hasBinaryProperty(character, UProperty.DEFAULT_IGNORABLE_CODE_POINT)) {
                    throw unseen();
                }
            }
        }
    }

    private static IllegalArgumentException unseen() {
        return new IllegalArgumentException(
                "must not hold characters that cannot be seen, such as zero-width spaces and direction marks");
    }
}
