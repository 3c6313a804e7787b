package io.ocs.core.state;

/** Life cycle of an account and of a subscriber. Ordinals are stored and never change. */
public enum LifeCycle {
    /** In use. */
    ACTIVE,
    /** Out of use for a time, by a command or because the time of grace is over. */
    SUSPENDED,
    /** Sold, but not used yet: the first use activates it, or a command. */
    PRE_ACTIVE,
    /** Its active period is over; a top-up brings it back. */
    GRACE,
    /** Locked by the operator: fraud, a lost device. */
    BARRED,
    /** Has ended; its identities rest before others may have them. */
    TERMINATED,
    /** Its identities may be given to others: nobody has this state for longer than it takes to remove the subscriber. */
    RECYCLED;

    private static final LifeCycle[] VALUES = values();

    /** Number of states: the length of arrays indexed by {@link #ordinal()}. */
    public static final int COUNT = VALUES.length;

    /** The state stored as {@code ordinal}. */
    public static LifeCycle of(int ordinal) {
        return VALUES[ordinal];
    }

    /**
     * Whether a command or a timer may lead from here to {@code next}. What was sold is never unsold; who has ended comes back as active or not at all;
     * the same state again is no change, and allowed.
     */
    public boolean mayBecome(LifeCycle next) {
        return switch (next) {
            case ACTIVE -> this != RECYCLED;
            case PRE_ACTIVE -> this == PRE_ACTIVE;
            case GRACE -> this == ACTIVE || this == GRACE;
            case SUSPENDED, BARRED -> this != TERMINATED && this != RECYCLED;
            case TERMINATED -> this != RECYCLED;
            case RECYCLED -> this == TERMINATED;
        };
    }
}
