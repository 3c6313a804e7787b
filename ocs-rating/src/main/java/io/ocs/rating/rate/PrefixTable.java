package io.ocs.rating.rate;

import io.ocs.core.Octets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.agrona.collections.Long2LongHashMap;

/**
 * Zones by longest prefix of a number: of a called number, or of the MCC and MNC of a visited network. A prefix is one long, its digits and
 * their count, so a lookup probes a primitive map once for each length that prefixes have, at most {@value #DIGITS_MAX} times, and allocates
 * nothing.
 */
public final class PrefixTable {

    /** Most digits of a number (E.164) that count. */
    public static final int DIGITS_MAX = 15;
    /** Most zones of a table in which a zone has exceptions. */
    public static final int EXCEPTING_ZONES_MAX = 64;
    /** Result of a lookup that finds no digits. */
    static final long NO_DIGITS = 0;

    private static final int COUNT_BITS = 4;
    private static final int COUNT_MASK = (1 << COUNT_BITS) - 1;
    private static final long NO_ZONE = -1;

    private final Long2LongHashMap zones;
    private final Long2LongHashMap numbers;
    private final Long2LongHashMap exceptions = new Long2LongHashMap(0);
    /** Bit n is set if there is a prefix or an exception of n digits. */
    private final int lengths;

    private final int longest;

    /**
     * What a table is made of; zones are numbered from 0.
     *
     * @param prefixes zone of each prefix of 1 to {@value #DIGITS_MAX} digits
     * @param numbers zone of each whole number
     * @param exceptions for a prefix the zones, each by its bit, that numbers which begin with it are not in unless by a longer prefix
     */
    public record Content(Map<String, Integer> prefixes, Map<String, Integer> numbers, Map<String, Long> exceptions) {}

    public PrefixTable(Content content) {
        zones = packed(content.prefixes());
        numbers = packed(content.numbers());
        content.exceptions().forEach((prefix, mask) -> exceptions.put(pack(prefix), mask.longValue()));
        Set<String> all = new HashSet<>(content.prefixes().keySet());
        all.addAll(content.exceptions().keySet());
        int mask = 0;
        for (String prefix : all) {
            mask |= 1 << prefix.length();
        }
        lengths = mask;
        longest = mask == 0 ? 0 : 31 - Integer.numberOfLeadingZeros(mask);
    }

    private static Long2LongHashMap packed(Map<String, Integer> entries) {
        Long2LongHashMap map = new Long2LongHashMap(Math.max(8, entries.size() * 2), 0.6f, NO_ZONE);
        entries.forEach((digits, zone) -> map.put(pack(digits), zone.longValue()));
        return map;
    }

    private static long pack(String digits) {
        return pack(Long.parseLong(digits), digits.length());
    }

    /** The number's first digits, as many as the longest prefix has; {@link #NO_DIGITS} if it is no telephone number. */
    long start(Octets number) {
        long digits = CalledNumber.digits(number, longest);
        return digits == NO_DIGITS || hasLength(digits) ? digits : shorter(digits);
    }

    /** Zone of exactly these digits as a prefix, or -1. */
    int zone(long digits) {
        return (int) zones.get(digits);
    }

    /** Zone that names the whole number, or -1. */
    int exactZone(Octets number) {
        return numbers.isEmpty() ? -1 : (int) numbers.get(CalledNumber.wholeNumber(number));
    }

    /** The zones, each by its bit, that except numbers which begin with these digits. */
    long exceptedFrom(long digits) {
        return exceptions.isEmpty() ? 0 : exceptions.get(digits);
    }

    /** The zone of the longest prefix, or of the whole number; -1 if there is none. */
    int longestZone(Octets number) {
        int exact = exactZone(number);
        if (exact >= 0) {
            return exact;
        }
        long excepted = 0;
        for (long digits = start(number); digits != NO_DIGITS; digits = shorter(digits)) {
            excepted |= exceptedFrom(digits);
            int zone = zone(digits);
            if (zone >= 0 && !holds(excepted, zone)) {
                return zone;
            }
        }
        return -1;
    }

    static boolean holds(long zoneBits, int zone) {
        return zoneBits != 0 && (zoneBits >>> zone & 1) != 0;
    }

    /** The digits without their last ones, as many as the next shorter prefixes have; {@link #NO_DIGITS} behind the shortest. */
    long shorter(long digits) {
        long rest = digits;
        do {
            rest = withoutLast(rest);
        } while (rest != NO_DIGITS && !hasLength(rest));
        return rest;
    }

    private boolean hasLength(long digits) {
        return (lengths >> count(digits) & 1) != 0;
    }

    /** The digits without their last one; {@link #NO_DIGITS} behind the first. */
    static long withoutLast(long digits) {
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
