package io.ocs.rating.rate;

/**
 * The least and the most that a session costs, set-up fee, discounts and taxes included, micros.
 *
 * @param minimumMicros charged with the first unit; 0: none
 * @param maximumMicros {@link Long#MAX_VALUE}: none
 * @param freeBeyond whether the session goes on free of charge at the maximum, instead of ending
 */
public record Limits(long minimumMicros, long maximumMicros, boolean freeBeyond) {

    /** Neither least nor most. */
    public static final Limits NONE = new Limits(0, Long.MAX_VALUE, false);

    public Limits {
        if (minimumMicros < 0 || maximumMicros < minimumMicros) {
            throw new IllegalArgumentException("a minimum is not above its maximum");
        }
    }

    boolean hasMaximum() {
        return maximumMicros != Long.MAX_VALUE;
    }
}
