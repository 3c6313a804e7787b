package io.ocs.server.simulation;

/** An invariant does not hold. */
final class Violation extends RuntimeException {

    private static final long serialVersionUID = 1;

    final Invariant invariant;

    Violation(Invariant invariant, String what) {
        this(invariant, what, null);
    }

    Violation(Invariant invariant, String what, Throwable cause) {
        super(invariant + " (" + invariant.meaning + "): " + what, cause);
        this.invariant = invariant;
    }
}
