package io.ocs.rating.catalog;

import java.util.ArrayList;
import java.util.List;

/** Collects the mistakes of a catalogue while it is read. */
final class Problems {

    private final List<CatalogProblem> found = new ArrayList<>();
    private int errors;

    void add(Location at, String reason) {
        add(Rule.VALUE, at, reason, null);
    }

    /** @param example a request that would go wrong, or null */
    void add(Rule rule, Location at, String reason, String example) {
        found.add(new CatalogProblem(rule, at.file(), at.line(), reason, example, true));
        errors++;
    }

    /** Something that is probably not meant, but for which nothing is refused. */
    void warn(Rule rule, Location at, String reason, String example) {
        found.add(new CatalogProblem(rule, at.file(), at.line(), reason, example, false));
    }

    /** Number of mistakes, to be compared before and after reading something: whether it is sound. */
    int count() {
        return errors;
    }

    /** All that was found, in the order of files and lines, warnings included. */
    List<CatalogProblem> all() {
        return found.stream().sorted().distinct().toList();
    }

    /** For a catalogue that shall come into force. */
    void throwIfAnyRefusesChange() {
        List<CatalogProblem> refusing = all().stream()
                .filter(problem -> problem.isError() || problem.rule().refusesChange())
                .toList();
        if (!refusing.isEmpty()) {
            throw new CatalogException(refusing);
        }
    }

    void throwIfAny() {
        if (errors > 0) {
            throw new CatalogException(
                    all().stream().filter(CatalogProblem::isError).toList());
        }
    }
}
