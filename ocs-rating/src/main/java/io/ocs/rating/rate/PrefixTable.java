package io.ocs.rating.rate;

import io.ocs.core.Octets;
import java.util.Map;
import org.agrona.collections.Long2LongHashMap;

/**
 * Zones by longest prefix of the called number. A prefix is one long, its digits and their count, so a lookup is at most
 * {@value #DIGITS_MAX} probes of a primitive map and allocates nothing.
 */
public final class PrefixTable {

    /** Most digits of a number (E.164) that count. */
    public static final int DIGITS_MAX = 15;
    /** Result of a lookup that finds no digits. */
    static final long NO_DIGITS = 0;

    private static final int COUNT_BITS = 4;
    private static final int COUNT_MASK = (1 << COUNT_BITS) - 1;
    private static final long NO_ZONE = -1;

    private final Long2LongHashMap zones;
    private final int longest;

    /** @param zonesByPrefix number of the zone for each prefix of 1 to {@value #DIGITS_MAX} digits */
    public PrefixTable(Map<String, Integer> zonesByPrefix) {
        zones = new Long2LongHashMap(Math.max(8, zonesByPrefix.size() * 2), 0.6f, NO_ZONE);
        int most = 0;
        for (Map.Entry<String, Integer> entry : zonesByPrefix.entrySet()) {
            String prefix = entry.getKey();
            zones.put(pack(Long.parseLong(prefix), prefix.length()), entry.getValue());
            most = Math.max(most, prefix.length());
        }
        longest = most;
    }

    /** The number's first digits, as many as the longest prefix has; {@link #NO_DIGITS} if it is no telephone number. */
    long start(Octets calledParty) {
        return CalledNumber.digits(calledParty, longest);
    }

    /** Zone of exactly these digits, or -1. */
    int zone(long digits) {
        return (int) zones.get(digits);
    }

    /** The digits without their last one; {@link #NO_DIGITS} behind the first. */
    static long shorter(long digits) {
        long count = (digits & COUNT_MASK) - 1;
        return count == 0 ? NO_DIGITS : pack((digits >> COUNT_BITS) / 10, count);
    }

    static long append(long digits, int digit) {
        return pack((digits >> COUNT_BITS) * 10 + digit, (digits & COUNT_MASK) + 1);
    }

    private static long pack(long value, long count) {
        return (value << COUNT_BITS) | count;
    }

    static int count(long digits) {
        return (int) digits & COUNT_MASK;
    }
}
