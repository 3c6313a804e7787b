package io.ocs.rating.rate;

import io.ocs.core.Octets;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.agrona.collections.Long2LongHashMap;

/**
 * Zones by longest prefix of a number: of a called number, or of the MCC and MNC of a visited network.
 *
 * <p>Prefixes are sorted as text, each as its digits with zeroes behind up to {@value #DIGITS_MAX}. The longest prefix of a number is then the last
 * one that is not behind it, or one of those that this one begins with ({@code parents}). The first five digits index the part of
 * the list in which to look, so that few places in memory are touched. Immutable; safe on any thread; a lookup allocates nothing.
 */
public final class PrefixTable {

    /** Most digits of a number (E.164) that count. */
    public static final int DIGITS_MAX = 15;
    /** Most zones of a table in which a zone has exceptions. */
    public static final int EXCEPTING_ZONES_MAX = 64;
    /** Result of a lookup that finds no digits. */
    static final long NO_DIGITS = 0;

    /** No prefix, or no zone. */
    private static final int NONE = -1;

    /** Heads of five digits. */
    private static final int HEADS = 100_000;

    private static final long TAIL = 10_000_000_000L; // 10 to the power of the digits behind the head
    private static final int COUNT_BITS = 4;
    private static final int COUNT_MASK = (1 << COUNT_BITS) - 1;
    private static final long[] POWERS = new long[DIGITS_MAX + 1];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = 10 * POWERS[i - 1];
        }
    }

    /** Digits with zeroes behind, and their count. */
    private final long[] keys;

    private final int[] zones;
    private final int[] parents;
    private final long[] exceptions;
    /** For each head the first prefix at or behind it. */
    private final int[] heads = new int[HEADS + 1];

    private final Long2LongHashMap numbers;

    /**
     * What a table is made of; zones are numbered from 0.
     *
     * @param prefixes zone of each prefix of 1 to {@value #DIGITS_MAX} digits
     * @param numbers zone of each whole number
     * @param exceptions for a prefix the zones, each by its bit, that numbers which begin with it are not in unless by a longer prefix
     */
    public record Content(Map<String, Integer> prefixes, Map<String, Integer> numbers, Map<String, Long> exceptions) {}

    public PrefixTable(Content content) {
        Long2LongHashMap zoneOf = packed(content.prefixes());
        numbers = packed(content.numbers());
        Map<Long, Long> exceptionsOf = new HashMap<>();
        content.exceptions().forEach((prefix, mask) -> exceptionsOf.put(key(prefix), mask));
        keys = LongStream.concat(
                        content.prefixes().keySet().stream().mapToLong(PrefixTable::key),
                        exceptionsOf.keySet().stream().mapToLong(Long::longValue))
                .sorted()
                .distinct()
                .toArray();
        zones = new int[keys.length];
        parents = new int[keys.length];
        exceptions = exceptionsOf.isEmpty() ? null : new long[keys.length];
        for (int i = 0; i < keys.length; i++) {
            zones[i] = (int) zoneOf.get(keys[i]);
            parents[i] = beginning(i - 1, keys[i] >> COUNT_BITS, count(keys[i]) - 1);
            if (exceptions != null) {
                exceptions[i] = exceptionsOf.getOrDefault(keys[i], 0L);
            }
        }
        int at = 0;
        for (int head = 0; head <= HEADS; head++) {
            while (at < keys.length && keys[at] >> COUNT_BITS < head * TAIL) {
                at++;
            }
            heads[head] = at;
        }
    }

    private static Long2LongHashMap packed(Map<String, Integer> entries) {
        Long2LongHashMap map = new Long2LongHashMap(Math.max(8, entries.size() * 2), 0.6f, NONE);
        entries.forEach((digits, zone) -> map.put(key(digits), zone.longValue()));
        return map;
    }

    /** Digits with zeroes behind, and their count: sorted as text, shorter ones first. */
    private static long key(String digits) {
        return pack(Long.parseLong(digits) * POWERS[DIGITS_MAX - digits.length()], digits.length());
    }

    private static long key(long digits) {
        int count = count(digits);
        return pack((digits >> COUNT_BITS) * POWERS[DIGITS_MAX - count], count);
    }

    /** The longest prefix of a number, or -1; others follow by {@link #shorter}. */
    int start(Octets number) {
        long digits = CalledNumber.digits(number, DIGITS_MAX);
        if (digits == NO_DIGITS) {
            return NONE;
        }
        int count = count(digits);
        long value = key(digits) >> COUNT_BITS;
        int head = (int) (value / TAIL);
        int low = heads[head];
        int high = heads[head + 1];
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (keys[middle] >> COUNT_BITS <= value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return beginning(low - 1, value, count);
    }

    /** The first of {@code prefix}, its parent, and so on, with which a number of {@code count} digits begins; -1 if none. */
    private int beginning(int prefix, long value, int count) {
        int at = prefix;
        while (at >= 0) {
            int own = count(keys[at]);
            if (own <= count && value - (keys[at] >> COUNT_BITS) < POWERS[DIGITS_MAX - own]) {
                return at;
            }
            at = parents[at];
        }
        return NONE;
    }

    /** The next shorter prefix, or -1. */
    int shorter(int prefix) {
        return parents[prefix];
    }

    /** Zone of a prefix; -1 if it has exceptions only. */
    int zone(int prefix) {
        return zones[prefix];
    }

    /** Zone that names the whole number, or -1. */
    int exactZone(Octets number) {
        long digits = numbers.isEmpty() ? NO_DIGITS : CalledNumber.wholeNumber(number);
        return digits == NO_DIGITS ? NONE : (int) numbers.get(key(digits));
    }

    /** The zones, each by its bit, that except numbers which begin with this prefix. */
    long exceptedFrom(int prefix) {
        return exceptions == null ? 0 : exceptions[prefix];
    }

    /** The zone of the longest prefix, or of the whole number; -1 if there is none. */
    public int longestZone(Octets number) {
        int exact = exactZone(number);
        if (exact >= 0) {
            return exact;
        }
        long excepted = 0;
        for (int prefix = start(number); prefix >= 0; prefix = shorter(prefix)) {
            excepted |= exceptedFrom(prefix);
            int zone = zone(prefix);
            if (zone >= 0 && !holds(excepted, zone)) {
                return zone;
            }
        }
        return NONE;
    }

    static boolean holds(long zoneBits, int zone) {
        return zoneBits != 0 && (zoneBits >>> zone & 1) != 0;
    }

    /** A number of digits and their count in one long; {@link #NO_DIGITS} for no digits. */
    static long pack(long value, long count) {
        return (value << COUNT_BITS) | count;
    }

    static int count(long digits) {
        return (int) digits & COUNT_MASK;
    }
}
