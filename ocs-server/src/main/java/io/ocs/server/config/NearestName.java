package io.ocs.server.config;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Finds the name that was probably meant: the one with the fewest edits (Levenshtein distance). */
public final class NearestName {

    private NearestName() {}

    /** {@code ; did you mean 'x'?}, or nothing if no name is near. */
    public static String hint(String given, Iterable<String> known) {
        return find(given, known).map(name -> "; did you mean '" + name + "'?").orElse("");
    }

    /** The nearest of the known names, if fewer than half of the letters differ. */
    public static Optional<String> find(String given, Iterable<String> known) {
        return StreamSupport.stream(known.spliterator(), false)
                .min(Comparator.comparingInt((String name) -> distance(given, name))
                        .thenComparing(Comparator.naturalOrder()))
                .filter(name -> 2 * distance(given, name) <= Math.max(given.length(), name.length()));
    }

    private static int distance(String left, String right) {
        int[] above = new int[right.length() + 1];
        for (int column = 0; column <= right.length(); column++) {
            above[column] = column;
        }
        for (int row = 1; row <= left.length(); row++) {
            above = nextRow(above, left.charAt(row - 1), right, row);
        }
        return above[right.length()];
    }

    private static int[] nextRow(int[] above, char letter, String right, int row) {
        int[] current = new int[above.length];
        current[0] = row;
        for (int column = 1; column < above.length; column++) {
            int changed = above[column - 1] + (letter == right.charAt(column - 1) ? 0 : 1);
            current[column] = Math.min(changed, 1 + Math.min(above[column], current[column - 1]));
        }
        return current;
    }
}
