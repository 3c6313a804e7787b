package io.ocs.rating.catalog;

import java.util.ArrayList;
import java.util.List;

/** Collects the mistakes of a catalogue while it is read. */
final class Problems {

    private final List<CatalogProblem> found = new ArrayList<>();

    void add(Location at, String reason) {
        found.add(new CatalogProblem(at.file(), at.line(), reason));
    }

    /** To be compared before and after reading something: whether it is sound. */
    int count() {
        return found.size();
    }

    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new CatalogException(found.stream().sorted().distinct().toList());
        }
    }
}
