package io.ocs.server.reconcile;

import io.ocs.server.reconcile.SegmentScan.Place;
import java.util.HashMap;
import java.util.Map;

/**
 * Counters, added up from what each record says was counted, and held against the value that it states. A counter begins anew with another period, or when it
 * had given its place to another.
 */
final class CounterFold {
    /** As many places a subscriber or account has for counters. */
    private static final int PLACES = 8;

    private static final int FIXED = 8;
    private static final int LENGTH = 40;

    private record Counted(long value, long untilMs) {}

    private final Problems problems;
    private final Map<Long, Map<Long, Counted>> owners = new HashMap<>();

    CounterFold(Problems problems) {
        this.problems = problems;
    }

    /** A counter as a snapshot has it. */
    void opening(long owner, long counter, long value, long untilMs) {
        owners.computeIfAbsent(owner, absent -> new HashMap<>()).put(counter, new Counted(value, untilMs));
    }

    /** A record of counters. */
    void counted(Place place, Body body) {
        for (int i = 0; i < body.i32(0); i++) {
            Body counter = body.from(FIXED + LENGTH * i);
            one(place, counter.i64(0), counter.i64(8), counter.i64(16), new Counted(counter.i64(24), counter.i64(32)));
        }
    }

    private void one(Place place, long owner, long counter, long amount, Counted stated) {
        Map<Long, Counted> counters = owners.computeIfAbsent(owner, absent -> new HashMap<>());
        Counted before = counters.put(counter, stated);
        boolean goesOn = before != null && before.untilMs == stated.untilMs;
        boolean begins = stated.value == amount && (!goesOn || places(counters) > PLACES);
        boolean follows = goesOn && before.value + amount == stated.value;
        if (!begins && !follows) {
            problems.add(place + ", counter " + counter + " of " + owner + ": " + amount + " was counted on top of "
                    + (goesOn ? before.value : 0) + ", but the record states " + stated.value);
        }
    }

    /** Key 0 is no counter: from there on it is kept what the sessions of a member hold. */
    private static int places(Map<Long, Counted> counters) {
        return counters.size() - (counters.containsKey(0L) ? 1 : 0);
    }

    /** A subscriber or account is gone. */
    void removed(long owner) {
        owners.remove(owner);
    }
}
