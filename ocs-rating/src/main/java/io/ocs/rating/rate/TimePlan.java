package io.ocs.rating.rate;

/** Which time band of a price holds at an instant. Immutable; safe on any thread; no method allocates. */
public interface TimePlan {

    /** Number of the band at an instant, milliseconds since 1970. */
    int bandAt(long atMs);

    /**
     * An instant after {@code atMs} up to which the band of {@code atMs} holds without a break: the first at which another band holds, or
     * earlier if that is weeks away. {@link Long#MAX_VALUE} if none ever does.
     */
    long nextSwitchMs(long atMs);
}
