package io.ocs.core.charging;

/**
 * A counter that the catalogue declares: what is used or spent in a period, over all sessions. Its value is part of the state of a subscriber or an account.
 * Immutable; any thread.
 *
 * @param key stable hash of the name, never 0
 * @param ofAccount whether it counts for all members of the account; otherwise for the subscriber
 * @param limitMicros hard limit of a counter of {@link Counts#SPEND}: nothing is granted beyond; {@link Long#MAX_VALUE}: none
 */
public record Counter(String name, long key, Counts counts, boolean ofAccount, Period period, long limitMicros) {

    /** No counters. */
    public static final Counter[] NONE = {};

    /** What is counted. */
    public enum Counts {
        /** Used units of the kind of the price, whoever paid. */
        USAGE,
        /** Used units that were paid with money. */
        PAID_USAGE,
        /** Money charged, micros. */
        SPEND,
        /** One for each session of the service with its first usage, and one for each unit of an event. */
        EVENTS
    }

    /** How long a counter counts before it begins anew. */
    @FunctionalInterface
    public interface Period {

        /** For good. */
        Period EVER = atMs -> Long.MAX_VALUE;

        /** End of the period in which {@code atMs} lies, or which begins with it; milliseconds since 1970. May allocate: asked once a period. */
        long endMs(long atMs);
    }

    /** What an amount counts. */
    public long amount(long units, long paidUnits, long micros, long events) {
        return switch (counts) {
            case USAGE -> units;
            case PAID_USAGE -> paidUnits;
            case SPEND -> micros;
            case EVENTS -> events;
        };
    }
}
