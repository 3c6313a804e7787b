package io.ocs.server.reconcile;

import java.util.List;

/** For those outside who read charging data records as the reconciliation does. */
public final class CsvFields {
    private CsvFields() {}

    /** The fields of a line; none for null. */
    public static List<String> of(String line) {
        return CsvRow.split(line);
    }
}
