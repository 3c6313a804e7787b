package io.ocs.sim;

/**
 * Units by kind, as they stand in a Requested-, Granted- or Used-Service-Unit; {@link #ABSENT} where the kind is not there.
 *
 * @param seconds CC-Time
 * @param totalOctets CC-Total-Octets
 * @param inputOctets CC-Input-Octets
 * @param outputOctets CC-Output-Octets
 * @param specific CC-Service-Specific-Units
 */
public record ServiceUnits(long seconds, long totalOctets, long inputOctets, long outputOctets, long specific) {
    /** The mark of a kind that is not there. */
    public static final long ABSENT = -1;

    /** A unit AVP without anything in it: "as much as you see fit". */
    public static final ServiceUnits EMPTY = new ServiceUnits(ABSENT, ABSENT, ABSENT, ABSENT, ABSENT);

    public static ServiceUnits seconds(long seconds) {
        return new ServiceUnits(seconds, ABSENT, ABSENT, ABSENT, ABSENT);
    }

    public static ServiceUnits octets(long totalOctets) {
        return new ServiceUnits(ABSENT, totalOctets, ABSENT, ABSENT, ABSENT);
    }

    /** As packet gateways report: both directions and the time, which nobody asked for. */
    public static ServiceUnits traffic(long seconds, long inputOctets, long outputOctets) {
        return new ServiceUnits(seconds, ABSENT, inputOctets, outputOctets, ABSENT);
    }

    public static ServiceUnits specific(long units) {
        return new ServiceUnits(ABSENT, ABSENT, ABSENT, ABSENT, units);
    }

    /** All octets: the total where it is given, else both directions; 0 if there are none. */
    public long allOctets() {
        return totalOctets != ABSENT ? totalOctets : Math.max(0, inputOctets) + Math.max(0, outputOctets);
    }

    /** Whether octets of any kind are there. */
    public boolean hasOctets() {
        return totalOctets != ABSENT || inputOctets != ABSENT || outputOctets != ABSENT;
    }
}
