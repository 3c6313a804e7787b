package io.ocs.rating.catalog;

import java.util.Comparator;

/**
 * One mistake in a catalogue, or something that is probably one.
 *
 * @param rule what was not kept to
 * @param file name of the file, relative to the catalogue's directory
 * @param line from 1; 0 if the file as a whole is meant
 * @param reason what is wrong and what is wanted instead
 * @param example a request that would go wrong, in words; null if there is none
 * @param isError whether the catalogue is refused for it; otherwise it is a warning
 */
public record CatalogProblem(Rule rule, String file, int line, String reason, String example, boolean isError)
        implements Comparable<CatalogProblem> {

    private static final Comparator<CatalogProblem> ORDER = Comparator.comparing(CatalogProblem::file)
            .thenComparingInt(CatalogProblem::line)
            .thenComparing(CatalogProblem::reason)
            .thenComparing(CatalogProblem::rule);

    @Override
    public int compareTo(CatalogProblem other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return file + (line == 0 ? "" : ":" + line) + ": " + reason;
    }
}
