package io.ocs.core.snapshot;

/** A snapshot cannot be used: the message names the file, the place, what is wrong there and what to do. */
public final class SnapshotException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final boolean damage;

    private SnapshotException(String message, boolean damage, Throwable cause) {
        super(message, cause);
        this.damage = damage;
    }

    /** It is not as it was written, or cannot be read: an older one may serve. */
    public static SnapshotException damaged(String message, Throwable cause) {
        return new SnapshotException(message, true, cause);
    }

    /** It is whole but not for this program, this place or this journal: an operator must look before anything goes on. */
    public static SnapshotException refused(String message) {
        return new SnapshotException(message, false, null);
    }

    /** Whether an older snapshot may be used in its place. */
    public boolean isDamage() {
        return damage;
    }
}
