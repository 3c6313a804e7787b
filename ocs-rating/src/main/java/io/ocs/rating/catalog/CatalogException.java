package io.ocs.rating.catalog;

import java.util.List;
import java.util.stream.Collectors;

/** A catalogue that is refused, with all its mistakes; the message has one line for each. */
public final class CatalogException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient List<CatalogProblem> problems;

    CatalogException(List<CatalogProblem> problems) {
        super(problems.stream().map(CatalogProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** In the order of files and lines, at least one. */
    public List<CatalogProblem> problems() {
        return problems;
    }
}
