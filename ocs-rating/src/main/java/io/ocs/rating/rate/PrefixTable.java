package io.ocs.rating.rate;

import io.ocs.core.Octets;
import java.util.Map;
import org.agrona.collections.Long2LongHashMap;

/**
 * Zones by longest prefix of a number: of a called number, or of the MCC and MNC of a visited network.
 *
 * <p>What a prefix and the shorter ones around it come to is one <em>chain</em>: the zones of a number, the most specific first, exceptions taken out.
 * There are few chains, however many prefixes. Prefixes cut the numbers of ten digits into stretches of one chain; the first five digits index {@code heads},
 * and where a head has several stretches, these lie side by side in {@code stretches}, four octets each: the next five digits at which a stretch begins, and
 * its chain. So a lookup touches two places of a small memory. Numbers that are shorter than some prefix, and prefixes of more than ten digits, are looked up
 * length by length. Immutable; safe on any thread; a lookup allocates nothing.
 */
public final class PrefixTable {

    /** Most digits of a number (E.164) that count. */
    public static final int DIGITS_MAX = 15;
    /** Most zones of a table in which a zone has exceptions. */
    public static final int EXCEPTING_ZONES_MAX = 64;
    /** Result of a lookup that finds no digits. */
    static final long NO_DIGITS = 0;

    /** Digits by which stretches are cut: half of them are the head. */
    static final int CUT_DIGITS = 10;
    /** Bits of a stretch that are its chain. */
    static final int CHAIN_BITS = 15;
    /** Chain of what has to be looked up length by length. */
    static final int BY_LENGTH = (1 << CHAIN_BITS) - 1;

    private static final int NONE = -1;
    private static final int COUNT_BITS = 4;
    private static final int COUNT_MASK = (1 << COUNT_BITS) - 1;
    private static final long[] POWERS = new long[DIGITS_MAX + 1];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = 10 * POWERS[i - 1];
        }
    }

    /** Digits of a number that is not shorter than a prefix of a stretch. */
    private final int digitsMin;
    /** The one chain of a head as its complement; or where its stretches lie. */
    private final int[] heads;
    /** Count and stretches of a head, one head after the other. */
    private final int[] stretches;
    /** Zones of each chain. */
    private final int[][] chains;
    /** Chain of each prefix. */
    private final Long2LongHashMap prefixes;

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
        PrefixCuts cuts = new PrefixCuts(content);
        digitsMin = Math.min(CUT_DIGITS, cuts.digitsMax());
        heads = cuts.heads();
        stretches = cuts.stretches();
        chains = cuts.chains();
        prefixes = cuts.chainOfPrefix();
        numbers = new Long2LongHashMap(Math.max(8, content.numbers().size() * 2), 0.6f, NONE);
        content.numbers().forEach((digits, zone) -> numbers.put(key(digits), zone.longValue()));
    }

    /** Digits with zeroes behind, and their count: sorted as text, shorter ones first. */
    static long key(String digits) {
        return pack(Long.parseLong(digits) * POWERS[DIGITS_MAX - digits.length()], digits.length());
    }

    /** The first digits of a key. */
    static long firstDigits(long key, int count) {
        return (key >> COUNT_BITS) / POWERS[DIGITS_MAX - count];
    }

    /** The key of the first digits of a key. */
    static long beginning(long key, int count) {
        long power = POWERS[DIGITS_MAX - count];
        return pack((key >> COUNT_BITS) / power * power, count);
    }

    /** Zones of a number by its prefixes, the most specific first; not to be changed. */
    int[] zones(Octets number) {
        long digits = CalledNumber.digits(number, DIGITS_MAX);
        if (digits == NO_DIGITS) {
            return chains[0];
        }
        int count = count(digits);
        long value = (digits >> COUNT_BITS) * POWERS[DIGITS_MAX - count];
        if (count < digitsMin) {
            return byLength(value, count);
        }
        long cut = value / 100_000;
        int head = (int) (cut / 100_000);
        int at = heads[head];
        int chain = at < 0 ? ~at : chain(at, (int) (cut - head * 100_000L));
        return chain == BY_LENGTH ? byLength(value, count) : chains[chain];
    }

    /** The chain of the last stretch of a head that does not begin behind {@code tail}; the first one begins at 0. */
    private int chain(int at, int tail) {
        int low = at + 1;
        int high = at + stretches[at];
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (stretches[middle] >>> CHAIN_BITS <= tail) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return stretches[low] & BY_LENGTH;
    }

    private int[] byLength(long value, int count) {
        for (int length = count; length > 0; length--) {
            long power = POWERS[DIGITS_MAX - length];
            long chain = prefixes.get(pack(value / power * power, length));
            if (chain >= 0) {
                return chains[(int) chain];
            }
        }
        return chains[0];
    }

    /** Zone that names the whole number, or -1. */
    int exactZone(Octets number) {
        long digits = numbers.isEmpty() ? NO_DIGITS : CalledNumber.wholeNumber(number);
        if (digits == NO_DIGITS) {
            return NONE;
        }
        int count = count(digits);
        return (int) numbers.get(pack((digits >> COUNT_BITS) * POWERS[DIGITS_MAX - count], count));
    }

    /** The zone of the longest prefix, or of the whole number; -1 if there is none. */
    public int longestZone(Octets number) {
        int exact = exactZone(number);
        if (exact >= 0) {
            return exact;
        }
        int[] zones = zones(number);
        return zones.length == 0 ? NONE : zones[0];
    }

    /** A number of digits and their count in one long; {@link #NO_DIGITS} for no digits. */
    static long pack(long value, long count) {
        return (value << COUNT_BITS) | count;
    }

    static int count(long digits) {
        return (int) digits & COUNT_MASK;
    }
}
