package io.lethe.ingest.contract;

/** Text in a page of HTML. */
final class PageText {

    private PageText() {}

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** What stands between back quotes is code. */
    static String marked(String text) {
        return escaped(text).replaceAll("`([^`]*)`", "<code>$1</code>");
    }
}
