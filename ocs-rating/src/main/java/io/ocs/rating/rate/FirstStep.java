package io.ocs.rating.rate;

/**
 * Units that are charged as one step at the start of a session, at the usage price or at {@code ownNanos} (10⁻⁹ of the currency)
 * for the whole step.
 */
public record FirstStep(long units, long ownNanos) {

    /** There is no first step. */
    public static final FirstStep NONE = new FirstStep(0, -1);

    /** A first step at the usage price. */
    public static FirstStep of(long units) {
        return new FirstStep(units, -1);
    }

    boolean hasOwnPrice() {
        return ownNanos >= 0;
    }
}
