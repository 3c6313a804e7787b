package io.ocs.server.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;

/** HTML under construction. Every text and every attribute's value is escaped; there is no way to put in a piece that is not, other than another of these. */
public final class Html {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");

    private final StringBuilder out = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /** A path segment of a URL. */
    public static String segment(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    /**
     * Begins an element.
     *
     * @param attributes name and value in turn; a value of null leaves the attribute out, an empty one is a flag like {@code required}
     */
    public Html open(String tag, String... attributes) {
        begin(tag, attributes);
        open.push(tag);
        return this;
    }

    /** Ends the element that was begun last. */
    public Html close() {
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    /** An element that has no content: {@code input}, {@code meta}, ... */
    public Html single(String tag, String... attributes) {
        begin(tag, attributes);
        return this;
    }

    /** An element of text only. */
    public Html element(String tag, String text, String... attributes) {
        return open(tag, attributes).text(text).close();
    }

    public Html text(String text) {
        escape(text == null ? "" : text);
        return this;
    }

    /** Puts in another piece, which must be whole. */
    public Html add(Html piece) {
        out.append(piece);
        return this;
    }

    private void begin(String tag, String... attributes) {
        out.append('<').append(checked(tag));
        for (int i = 0; i < attributes.length; i += 2) {
            if (attributes[i + 1] != null) {
                out.append(' ').append(checked(attributes[i])).append("=\"");
                escape(attributes[i + 1]);
                out.append('"');
            }
        }
        out.append('>');
    }

    /** Names are written by programmers: one that is none is a mistake of theirs. */
    private static String checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalStateException("'" + name + "' is no name of an element or attribute");
        }
        return name;
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            switch (character) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(character < ' ' && character != '\n' && character != '\t' ? '\ufffd' : character);
            }
        }
    }

    /** @throws IllegalStateException if an element is still open */
    @Override
    public String toString() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("<" + open.peek() + "> is not closed");
        }
        return out.toString();
    }
}
