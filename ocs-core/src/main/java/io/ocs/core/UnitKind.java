package io.ocs.core;

/** The kinds of service units of RFC 8506 §8.17 to §8.19, in the order in which they are stored. Ordinals never change. */
public enum UnitKind {
    /** CC-Time, seconds. */
    TIME("s"),
    /** CC-Total-Octets. */
    TOTAL_OCTETS("octets"),
    /** CC-Input-Octets; counts against the total. */
    INPUT_OCTETS("octets in"),
    /** CC-Output-Octets; counts against the total. */
    OUTPUT_OCTETS("octets out"),
    /** CC-Service-Specific-Units: messages, events. */
    SERVICE_SPECIFIC("units"),
    /** CC-Money, micro-units of a currency. */
    MONEY("micros");

    private static final UnitKind[] VALUES = values();

    /** Number of kinds: the length of arrays indexed by {@link #ordinal()}. */
    public static final int COUNT = VALUES.length;

    private final String symbol;

    UnitKind(String symbol) {
        this.symbol = symbol;
    }

    /** Short name of the unit for people. */
    public String symbol() {
        return symbol;
    }

    /** The kind stored as {@code ordinal}. */
    public static UnitKind of(int ordinal) {
        return VALUES[ordinal];
    }
}
