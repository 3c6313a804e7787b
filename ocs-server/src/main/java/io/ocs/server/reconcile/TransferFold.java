package io.ocs.server.reconcile;

import io.ocs.server.reconcile.SegmentScan.Place;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Money on its way between shards, by its own records: each transfer that was sent is received once or given back once, never both. Keeps those that are under
 * way, and those of which only one end was read yet: journals are read one after the other.
 */
final class TransferFold {
    private static final int SENT = 0;
    private static final int RECEIVED = 1;
    private static final int SETTLED = 2;
    private static final int RETURNED = 3;

    /** {@code sentMs} tells a transfer from a later one under the same key. */
    private record Id(long high, long low, long sentMs) {
        @Override
        public String toString() {
            return String.format("transfer %016x%016x", high, low);
        }
    }

    /** What was read of one transfer; {@code settled}: its sender's shard says how it ended. */
    private static final class Way {
        final String currency;
        final long micros;
        final int fromShard;
        int toShard;
        boolean sent;
        boolean received;
        boolean settled;
        boolean returned;

        Way(String currency, long micros, int fromShard) {
            this.currency = currency;
            this.micros = micros;
            this.fromShard = fromShard;
        }

        /** What its records say is on the way. */
        long onTheWay() {
            return (sent ? micros : 0) - (received || returned ? micros : 0);
        }

        boolean isOver() {
            return sent && (returned || (received && settled));
        }
    }

    private final Problems problems = new Problems();
    private final Map<Id, Way> ways = new HashMap<>();
    private final Set<Integer> shards = new HashSet<>();
    private boolean whole = true;
    private boolean used;

    /** The books begin with a snapshot: of a transfer one end may lie before it. */
    void opening(
            long idHigh, long idLow, long sentMs, long fromAccount, String currency, long micros, boolean received) {
        Way way = way(new Id(idHigh, idLow, sentMs), currency, micros, fromAccount);
        way.received |= received;
        way.sent |= !received;
    }

    /** Not every journal is read from its beginning to its end: of a transfer one end may be missing. */
    void notWhole() {
        whole = false;
    }

    /** The journal of this shard is read. */
    void reads(int shard) {
        shards.add(shard);
    }

    void step(Place place, Body body) {
        Id id = new Id(body.i64(0), body.i64(8), body.i64(16));
        int step = body.u8(60);
        used = true;
        Way way = way(id, Assets.currency(body.i32(56)), body.i64(24), body.i64(32));
        if (way.micros != body.i64(24)) {
            problems.add(place + ": " + id + " is of " + body.i64(24) + " micros, before it was of " + way.micros);
        }
        boolean twice =
                switch (step) {
                    case SENT -> way.sent;
                    case RECEIVED -> way.received || way.returned;
                    case SETTLED -> way.settled || way.returned;
                    case RETURNED -> way.settled || way.returned || way.received;
                    default -> false;
                };
        if (twice) {
            problems.add(place + ": " + id + " has come to its end before");
        }
        way.sent |= step == SENT;
        way.toShard = step == SENT ? body.u8(61) : way.toShard;
        way.received |= step == RECEIVED;
        way.settled |= step == SETTLED;
        way.returned |= step == RETURNED;
        if (way.isOver()) {
            ways.remove(id);
        } else if (!way.sent && !way.received && !way.settled && !way.returned) {
            ways.remove(id); // forgotten, and nothing else of it was read
        }
    }

    /** The lowest octet of an account's id is its shard. */
    private Way way(Id id, String currency, long micros, long fromAccount) {
        return ways.computeIfAbsent(id, absent -> new Way(currency, micros, (int) (fromAccount & 0xff)));
    }

    /** Whether any money went from shard to shard. */
    boolean isUsed() {
        return used;
    }

    /** What cannot be; to be called behind {@link #onTheWay}. */
    Reconciliation.Line line(String what) {
        return problems.line(what);
    }

    /** By currency, what is on the way; names what cannot be. To be called when all is read. */
    SortedMap<String, Long> onTheWay() {
        SortedMap<String, Long> sums = new TreeMap<>();
        ways.forEach((id, way) -> {
            if (whole && !way.sent && shards.contains(way.fromShard)) {
                problems.add(id + " was never sent");
            }
            if (whole && way.settled && !way.received && shards.contains(way.toShard)) {
                problems.add(id + " was settled, but never received");
            }
            sums.merge(way.currency, way.onTheWay(), Math::addExact);
        });
        sums.values().removeIf(sum -> sum == 0);
        return sums;
    }
}
