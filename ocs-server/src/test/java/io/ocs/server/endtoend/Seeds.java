package io.ocs.server.endtoend;

/** The seed of a run: {@code -Dseed=N}, else a new one. */
public final class Seeds {
    private Seeds() {}

    public static long seed() {
        return Long.parseLong(property("seed", Long.toString(System.nanoTime() & 0xffffff)));
    }

    /** A system property; the build sets those that are not given to nothing. */
    public static String property(String name, String otherwise) {
        String value = System.getProperty(name, "");
        return value.isBlank() ? otherwise : value;
    }
}
