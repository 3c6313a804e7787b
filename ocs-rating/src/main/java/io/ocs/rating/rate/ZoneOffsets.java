package io.ocs.rating.rate;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The offsets of a time zone as two arrays, so that asking allocates nothing. Covers 1990 to 2150; the first and last offset hold
 * before and after.
 */
final class ZoneOffsets {

    private static final Instant FROM = Instant.parse("1990-01-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2150-01-01T00:00:00Z");

    private final long[] startsMs;
    private final int[] offsetsS;

    ZoneOffsets(ZoneId zone) {
        ZoneRules rules = zone.getRules();
        List<ZoneOffsetTransition> transitions = new ArrayList<>();
        ZoneOffsetTransition next = rules.nextTransition(FROM);
        while (next != null && next.getInstant().isBefore(TO)) {
            transitions.add(next);
            next = rules.nextTransition(next.getInstant());
        }
        startsMs = new long[transitions.size() + 1];
        offsetsS = new int[transitions.size() + 1];
        startsMs[0] = Long.MIN_VALUE;
        offsetsS[0] = rules.getOffset(FROM).getTotalSeconds();
        for (int i = 1; i < startsMs.length; i++) {
            startsMs[i] = transitions.get(i - 1).getInstant().toEpochMilli();
            offsetsS[i] = transitions.get(i - 1).getOffsetAfter().getTotalSeconds();
        }
    }

    /** Index of the period of constant offset that holds {@code atMs}. */
    int periodAt(long atMs) {
        int index = Arrays.binarySearch(startsMs, atMs);
        return index >= 0 ? index : -index - 2;
    }

    /** Seconds east of UTC in that period. */
    int offsetS(int period) {
        return offsetsS[period];
    }

    /** The instant at which that period ends; {@link Long#MAX_VALUE} for the last one. */
    long endMs(int period) {
        return period + 1 == startsMs.length ? Long.MAX_VALUE : startsMs[period + 1];
    }
}
