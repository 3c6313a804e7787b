package io.ocs.rating.rate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.agrona.collections.IntArrayList;
import org.agrona.collections.Long2LongHashMap;

/** Cuts the numbers into stretches of one chain of zones, for {@link PrefixTable}. */
final class PrefixCuts {

    private static final int HEADS = 100_000;
    private static final long CUTS = (long) HEADS * HEADS;

    private final int[] heads = new int[HEADS];
    private final IntArrayList stretches = new IntArrayList();
    private final List<int[]> chains = new ArrayList<>(List.of(new int[0]));
    private final Map<List<Integer>, Integer> chainNumbers = new HashMap<>(Map.of(List.of(), 0));
    private final Long2LongHashMap chainOfPrefix;

    private final long[] cuts;
    private final int[] chainsOfCuts;
    private int count;

    /** Prefixes that the present one begins with: their ends and chains. */
    private final long[] ends = new long[PrefixTable.DIGITS_MAX + 2];

    private final int[] open = new int[PrefixTable.DIGITS_MAX + 2];
    private int depth;
    private int digitsMax;

    PrefixCuts(PrefixTable.Content content) {
        Long2LongHashMap zones = new Long2LongHashMap(-1);
        content.prefixes().forEach((prefix, zone) -> zones.put(PrefixTable.key(prefix), zone.longValue()));
        Long2LongHashMap exceptions = new Long2LongHashMap(0);
        content.exceptions().forEach((prefix, mask) -> exceptions.put(PrefixTable.key(prefix), mask.longValue()));
        long[] keys = LongStream.concat(
                        Arrays.stream(keysOf(content.prefixes())), Arrays.stream(keysOf(content.exceptions())))
                .sorted()
                .distinct()
                .toArray();
        chainOfPrefix = new Long2LongHashMap(Math.max(8, keys.length * 2), 0.6f, -1);
        cuts = new long[2 * keys.length + 1];
        chainsOfCuts = new int[cuts.length];
        ends[0] = Long.MAX_VALUE;
        put(0, 0);
        for (long key : keys) {
            begin(key, zones.get(key), exceptions.get(key));
        }
        endBefore(CUTS);
        fillHeads();
    }

    private static long[] keysOf(Map<String, ?> byPrefix) {
        return byPrefix.keySet().stream().mapToLong(PrefixTable::key).toArray();
    }

    /** The longest prefix of a stretch, digits; more than the cut has if there are such. */
    int digitsMax() {
        return digitsMax;
    }

    int[] heads() {
        return heads;
    }

    int[] stretches() {
        return stretches.toIntArray();
    }

    int[][] chains() {
        return chains.toArray(int[][]::new);
    }

    Long2LongHashMap chainOfPrefix() {
        return chainOfPrefix;
    }

    /** Prefixes come sorted as text, shorter ones first. */
    private void begin(long key, long zone, long excepted) {
        int digits = PrefixTable.count(key);
        digitsMax = Math.max(digitsMax, digits);
        long value = PrefixTable.firstDigits(key, Math.min(digits, PrefixTable.CUT_DIGITS));
        long width = 1;
        for (int i = digits; i < PrefixTable.CUT_DIGITS; i++) {
            width *= 10;
        }
        long from = value * width;
        endBefore(from);
        int chain = chain(around(key, digits), zone, excepted);
        chainOfPrefix.put(key, chain);
        depth++;
        open[depth] = digits > PrefixTable.CUT_DIGITS ? PrefixTable.BY_LENGTH : Math.min(chain, PrefixTable.BY_LENGTH);
        ends[depth] = from + width;
        if (digits > PrefixTable.CUT_DIGITS) {
            depth = endOfLong(from);
        }
        put(from, open[depth]);
    }

    /** All prefixes of more digits than the cut has share one stretch. */
    private int endOfLong(long from) {
        boolean again = open[depth - 1] == PrefixTable.BY_LENGTH && ends[depth - 1] == from + 1;
        return again ? depth - 1 : depth;
    }

    /** The chain of the longest prefix that a prefix begins with. */
    private int around(long key, int digits) {
        for (int length = digits - 1; length > 0; length--) {
            long chain = chainOfPrefix.get(PrefixTable.beginning(key, length));
            if (chain >= 0) {
                return (int) chain;
            }
        }
        return 0;
    }

    /** The zone of a prefix, unless it is excepted there, before those of the prefixes around it that are not. */
    private int chain(int around, long zone, long excepted) {
        List<Integer> zones = new ArrayList<>();
        if (zone >= 0 && !holds(excepted, (int) zone)) {
            zones.add((int) zone);
        }
        for (int outer : chains.get(around)) {
            if (outer != zone && !holds(excepted, outer)) {
                zones.add(outer);
            }
        }
        return chainNumbers.computeIfAbsent(List.copyOf(zones), list -> {
            chains.add(list.stream().mapToInt(Integer::intValue).toArray());
            return chains.size() - 1;
        });
    }

    private static boolean holds(long zoneBits, int zone) {
        return zoneBits != 0 && (zoneBits >>> zone & 1) != 0;
    }

    /** Behind a prefix the one around it goes on. */
    private void endBefore(long from) {
        while (ends[depth] <= from) {
            long end = ends[depth];
            depth--;
            put(end, open[depth]);
        }
    }

    private void put(long from, int chain) {
        if (count > 0 && cuts[count - 1] == from) {
            count--; // what begins at the same number and comes later is what holds there
        }
        if (count == 0 || chainsOfCuts[count - 1] != chain) {
            cuts[count] = from;
            chainsOfCuts[count] = chain;
            count++;
        }
    }

    private void fillHeads() {
        int at = 0;
        int chain = 0;
        for (int head = 0; head < HEADS; head++) {
            long from = (long) head * HEADS;
            if (at < count && cuts[at] == from) {
                chain = chainsOfCuts[at++];
            }
            if (at == count || cuts[at] >= from + HEADS) {
                heads[head] = ~chain;
                continue;
            }
            int start = stretches.size();
            heads[head] = start;
            stretches.addInt(0);
            stretches.addInt(chain);
            for (; at < count && cuts[at] < from + HEADS; at++) {
                chain = chainsOfCuts[at];
                stretches.addInt((int) (cuts[at] - from) << PrefixTable.CHAIN_BITS | chain);
            }
            stretches.setInt(start, stretches.size() - start - 1);
        }
    }
}
