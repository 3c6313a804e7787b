package io.ocs.server.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A sequence chart as text, one step a line. {@code #} begins a comment; before the first step comments are the head.
 *
 * <pre>
 *   given 491700000001 offer=chart balance=1.00EUR      a subscriber
 *   smf → CCR-I 0 [rg=1 rsu=total:1000]                 a client sends; its name is the connection, and its Origin-Host begins with it
 *   smf ← CCA-I 0 2001 [rg=1 2001 gsu=total:1000 validity=600]      it must receive this, in every word
 *   care top-up 491700000001 1.00EUR                    an operator does something
 *   account 491700000001 = 1.99EUR                      what is on the account, and what of it is reserved
 * </pre>
 *
 * Words of what is received: {@code a>0} is any number above, {@code a=*} any value, a question mark at the end allows a word not to be there.
 */
record Chart(String name, List<Step> steps) {
    private static final String SENDS = "→";
    private static final String RECEIVES = "←";

    /** What a line does. */
    enum Kind {
        COMMENT,
        GIVEN,
        SEND,
        RECEIVE,
        CARE,
        ACCOUNT,
        CLOSE
    }

    /**
     * One line.
     *
     * @param who the client of a message, else empty
     * @param words behind the arrow, or behind the first word
     */
    record Step(String text, Kind kind, String who, ChartWords words) {}

    static Chart read(Path file) {
        try {
            String name = file.getFileName().toString().replaceFirst("\\.txt$", "");
            return parse(name, Files.readAllLines(file, UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Chart parse(String name, List<String> lines) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            try {
                steps.add(step(lines.get(i)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(name + ".txt, line " + (i + 1) + ": " + e.getMessage(), e);
            }
        }
        return new Chart(name, List.copyOf(steps));
    }

    private static Step step(String text) {
        String line = text.replaceFirst("(^|\\s)#.*", "").strip();
        if (line.isEmpty()) {
            return new Step(text, Kind.COMMENT, "", ChartWords.parse(""));
        }
        String[] message = line.split(" +(?=[" + SENDS + RECEIVES + "])", 2);
        if (message.length == 2) {
            Kind kind = message[1].startsWith(SENDS) ? Kind.SEND : Kind.RECEIVE;
            return new Step(text, kind, message[0], ChartWords.parse(message[1].substring(1)));
        }
        String[] words = line.split(" +", 2);
        Kind kind =
                switch (words[0]) {
                    case "given" -> Kind.GIVEN;
                    case "care" -> Kind.CARE;
                    case "account" -> Kind.ACCOUNT;
                    case "close" -> Kind.CLOSE;
                    default ->
                        throw new IllegalArgumentException("'" + words[0]
                                + "' is no step: a message with an arrow, given, care, account or close is wanted");
                };
        return new Step(text, kind, "", ChartWords.parse(words.length == 2 ? words[1] : ""));
    }

    @Override
    public String toString() {
        return name;
    }
}
