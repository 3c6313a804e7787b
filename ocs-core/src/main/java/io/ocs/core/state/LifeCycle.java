package io.ocs.core.state;

/** Life cycle of an account and of a subscriber. Ordinals are stored and never change. */
public enum LifeCycle {
    ACTIVE,
    SUSPENDED;

    private static final LifeCycle[] VALUES = values();

    /** The state stored as {@code ordinal}. */
    public static LifeCycle of(int ordinal) {
        return VALUES[ordinal];
    }
}
