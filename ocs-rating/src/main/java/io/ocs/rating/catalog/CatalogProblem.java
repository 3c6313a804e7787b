package io.ocs.rating.catalog;

import java.util.Comparator;

/**
 * One mistake in a catalogue.
 *
 * @param file name of the file, relative to the catalogue's directory
 * @param line from 1; 0 if the file as a whole is meant
 * @param reason what is wrong and what is wanted instead
 */
public record CatalogProblem(String file, int line, String reason) implements Comparable<CatalogProblem> {

    private static final Comparator<CatalogProblem> ORDER = Comparator.comparing(CatalogProblem::file)
            .thenComparingInt(CatalogProblem::line)
            .thenComparing(CatalogProblem::reason);

    @Override
    public int compareTo(CatalogProblem other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return file + (line == 0 ? "" : ":" + line) + ": " + reason;
    }
}
