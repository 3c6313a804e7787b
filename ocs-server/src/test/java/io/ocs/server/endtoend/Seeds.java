package io.ocs.server.endtoend;

/** The seed of a run: {@code -Dseed=N}, else a new one. */
final class Seeds {
    private Seeds() {}

    static long seed() {
        return Long.parseLong(property("seed", Long.toString(System.nanoTime() & 0xffffff)));
    }

    /** A system property; the build sets those that are not given to nothing. */
    static String property(String name, String otherwise) {
        String value = System.getProperty(name, "");
        return value.isBlank() ? otherwise : value;
    }
}
