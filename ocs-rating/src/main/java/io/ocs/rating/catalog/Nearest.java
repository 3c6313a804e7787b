package io.ocs.rating.catalog;

import java.util.Collection;
import java.util.Comparator;

/** Finds what was probably meant by a misspelt word. */
final class Nearest {

    private Nearest() {}

    /** {@code ; did you mean 'x'?}, or the list of {@code known} words if none is near and they are few, or nothing. */
    static String hint(String word, Collection<String> known) {
        String nearest = known.stream()
                .min(Comparator.comparingInt((String candidate) -> distance(word, candidate))
                        .thenComparing(Comparator.naturalOrder()))
                .orElse(null);
        if (nearest != null && distance(word, nearest) <= Math.max(2, word.length() / 2)) {
            return "; did you mean '" + nearest + "'?";
        }
        return known.isEmpty() || known.size() > 20 ? "" : "; known: " + String.join(", ", known);
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int swap = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(swap, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
