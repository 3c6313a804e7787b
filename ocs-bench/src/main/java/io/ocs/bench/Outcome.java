package io.ocs.bench;

import java.util.List;

/**
 * What a bench has shown.
 *
 * @param rows of the table
 * @param notes lines under the table
 * @param failures of all loads, of which none may have any
 */
record Outcome(List<BenchRow> rows, List<String> notes, long failures) {
    Outcome {
        rows = List.copyOf(rows);
        notes = List.copyOf(notes);
    }

    /** Rows in which every failure counts. */
    static Outcome of(List<BenchRow> rows) {
        return new Outcome(
                rows, List.of(), rows.stream().mapToLong(BenchRow::failures).sum());
    }
}
