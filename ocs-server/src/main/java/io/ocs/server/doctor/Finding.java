package io.ocs.server.doctor;

import java.util.Locale;

/**
 * What was found about one thing.
 *
 * @param what the thing, in a word or two
 * @param found in words
 * @param fix what to do; empty if nothing is to be done
 */
public record Finding(Level level, String what, String found, String fix) {

    /** How bad it is. */
    public enum Level {
        OK,
        /** It works, but look. */
        WARN,
        /** It does not work, or not for long. */
        BAD;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Finding ok(String what, String found) {
        return new Finding(Level.OK, what, found, "");
    }

    static Finding warn(String what, String found, String fix) {
        return new Finding(Level.WARN, what, found, fix);
    }

    static Finding bad(String what, String found, String fix) {
        return new Finding(Level.BAD, what, found, fix);
    }
}
