package io.ocs.server.catalog;

import io.ocs.rating.catalog.CatalogProblem;
import java.util.List;

/** A change of the catalogue that was refused: everything is as it was. The message tells a person what to do. */
public final class CatalogRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Why {
        /** There are mistakes in it. */
        BAD_CATALOG,
        /** Another version is in force than the one that was to be replaced. */
        VERSION_CHANGED,
        UNKNOWN_VERSION,
        /** It leaves out offers that subscribers have. */
        OFFER_IN_USE,
        /** It cannot be written down. */
        NOT_DURABLE
    }

    private final Why why;
    private final transient List<CatalogProblem> problems;

    CatalogRefusal(Why why, String message, List<CatalogProblem> problems, Throwable cause) {
        super(message, cause);
        this.why = why;
        this.problems = List.copyOf(problems);
    }

    CatalogRefusal(Why why, String message) {
        this(why, message, List.of(), null);
    }

    public Why why() {
        return why;
    }

    /** What is wrong with the catalogue, in the order of files and lines; none unless {@link Why#BAD_CATALOG}. */
    public List<CatalogProblem> problems() {
        return problems;
    }
}
