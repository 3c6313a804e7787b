package io.ocs.rating.rate;

import io.ocs.core.Octets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.agrona.collections.Long2LongHashMap;

/**
 * Zones by longest prefix of a number: of a called number, or of the MCC and MNC of a visited network.
 *
 * <p>Prefixes cut the numbers of {@value #DIGITS_MAX} digits into stretches, each of which has one longest prefix. Where a stretch begins and which prefix it has
 * stand side by side in one sorted array ({@code stretches}); the first five digits of a number index the part of it in which to look. So a lookup touches two
 * or three places in memory, however many prefixes there are. What it finds is a <em>place</em>: prefix, its digits and its zone in one long, so that nothing
 * else has to be read. Immutable; safe on any thread; a lookup allocates nothing.
 */
public final class PrefixTable {

    /** Most digits of a number (E.164) that count. */
    public static final int DIGITS_MAX = 15;
    /** Most zones of a table in which a zone has exceptions. */
    public static final int EXCEPTING_ZONES_MAX = 64;
    /** Result of a lookup that finds no digits. */
    static final long NO_DIGITS = 0;
    /** No prefix, or no zone. */
    static final int NONE = -1;

    /** Heads of five digits. */
    private static final int HEADS = 100_000;

    private static final long TAIL = 10_000_000_000L; // 10 to the power of the digits behind the head
    private static final int COUNT_BITS = 4;
    private static final int COUNT_MASK = (1 << COUNT_BITS) - 1;
    // a place: 0..31 number of the prefix | 32..35 its digits | 36..62 its zone and 1
    private static final int DIGITS_SHIFT = 32;
    private static final int ZONE_SHIFT = DIGITS_SHIFT + COUNT_BITS;
    private static final long[] POWERS = new long[DIGITS_MAX + 1];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = 10 * POWERS[i - 1];
        }
    }

    /** First number and place of each stretch, in turn. */
    private final long[] stretches;
    /** For each head the first stretch that begins in or behind it. */
    private final int[] heads = new int[HEADS + 1];
    /** Places by number of a prefix: the longest of those that it begins with. */
    private final long[] parents;

    private final long[] exceptions;
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
        long[] keys = LongStream.concat(
                        content.prefixes().keySet().stream().mapToLong(PrefixTable::key),
                        exceptionsOf.keySet().stream().mapToLong(Long::longValue))
                .sorted()
                .distinct()
                .toArray();
        exceptions = exceptionsOf.isEmpty() ? null : new long[keys.length];
        for (int i = 0; exceptions != null && i < keys.length; i++) {
            exceptions[i] = exceptionsOf.getOrDefault(keys[i], 0L);
        }
        parents = new long[keys.length];
        Stretches cut = new Stretches(2 * keys.length + 1);
        for (int i = 0; i < keys.length; i++) {
            parents[i] = cut.begin(keys[i], place(i, count(keys[i]), zoneOf.get(keys[i])));
        }
        stretches = cut.end();
        int at = 0;
        for (int head = 0; head <= HEADS; head++) {
            while (at < stretches.length / 2 && stretches[2 * at] < head * TAIL) {
                at++;
            }
            heads[head] = at;
        }
    }

    /** Cuts the numbers into stretches; prefixes come sorted as text, shorter ones first. */
    private static final class Stretches {

        private final long[] found;
        private final long[] open = new long[DIGITS_MAX + 1];
        private final long[] ends = new long[DIGITS_MAX + 1];
        private int count;
        private int depth;

        Stretches(int max) {
            found = new long[2 * max];
            open[0] = NONE;
            ends[0] = Long.MAX_VALUE;
            put(0, NONE);
        }

        /** Begins the stretch of a prefix, and gives the place of the longest one around it. */
        long begin(long key, long place) {
            long value = key >> COUNT_BITS;
            endBefore(value);
            long around = open[depth];
            depth++;
            open[depth] = place;
            ends[depth] = value + POWERS[DIGITS_MAX - PrefixTable.count(key)];
            put(value, place);
            return around;
        }

        /** Behind a prefix the one around it goes on. */
        private void endBefore(long value) {
            while (ends[depth] <= value) {
                long end = ends[depth];
                depth--;
                put(end, open[depth]);
            }
        }

        private void put(long value, long place) {
            if (count > 0 && found[2 * count - 2] == value) {
                count--; // what begins at the same number and comes later is what holds there
            }
            found[2 * count] = value;
            found[2 * count + 1] = place;
            count++;
        }

        long[] end() {
            endBefore(POWERS[DIGITS_MAX]);
            return Arrays.copyOf(found, 2 * count);
        }
    }

    private static Long2LongHashMap packed(Map<String, Integer> entries) {
        Long2LongHashMap map = new Long2LongHashMap(Math.max(8, entries.size() * 2), 0.6f, NONE);
        entries.forEach((digits, zone) -> map.put(key(digits), zone.longValue()));
        return map;
    }

    private static long place(int prefix, int digits, long zone) {
        return (zone + 1) << ZONE_SHIFT | (long) digits << DIGITS_SHIFT | prefix;
    }

    /** Digits with zeroes behind, and their count: sorted as text, shorter ones first. */
    private static long key(String digits) {
        return pack(Long.parseLong(digits) * POWERS[DIGITS_MAX - digits.length()], digits.length());
    }

    private static long key(long digits) {
        int count = count(digits);
        return pack((digits >> COUNT_BITS) * POWERS[DIGITS_MAX - count], count);
    }

    /** The place of the longest prefix of a number, or -1; others follow by {@link #shorter}. */
    long start(Octets number) {
        long digits = CalledNumber.digits(number, DIGITS_MAX);
        if (digits == NO_DIGITS) {
            return NONE;
        }
        int count = count(digits);
        long value = (digits >> COUNT_BITS) * POWERS[DIGITS_MAX - count];
        int head = (int) (value / TAIL);
        int low = heads[head];
        int high = heads[head + 1];
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (stretches[2 * middle] <= value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        long place = stretches[2 * low - 1];
        while (place >= 0 && (place >> DIGITS_SHIFT & COUNT_MASK) > count) {
            place = parents[(int) place]; // a number shorter than the prefix, with zeroes where it ends
        }
        return place;
    }

    /** The place of the next shorter prefix, or -1. */
    long shorter(long place) {
        return parents[(int) place];
    }

    /** Zone of the prefix at a place; -1 if it has exceptions only. */
    static int zone(long place) {
        return (int) (place >> ZONE_SHIFT) - 1;
    }

    /** Zone that names the whole number, or -1. */
    int exactZone(Octets number) {
        long digits = numbers.isEmpty() ? NO_DIGITS : CalledNumber.wholeNumber(number);
        return digits == NO_DIGITS ? NONE : (int) numbers.get(key(digits));
    }

    /** The zones, each by its bit, that except numbers which begin with the prefix at a place. */
    long exceptedFrom(long place) {
        return exceptions == null ? 0 : exceptions[(int) place];
    }

    /** The zone of the longest prefix, or of the whole number; -1 if there is none. */
    public int longestZone(Octets number) {
        int exact = exactZone(number);
        if (exact >= 0) {
            return exact;
        }
        long excepted = 0;
        for (long place = start(number); place >= 0; place = shorter(place)) {
            excepted |= exceptedFrom(place);
            int zone = zone(place);
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
