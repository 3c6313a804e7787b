package io.ocs.server.reconcile;

import io.ocs.server.reconcile.SegmentScan.Place;
import java.util.HashMap;
import java.util.Map;
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

    /** A batch bears the time at which its duty cycle began: that of another shard's may be earlier, though it came later. */
    private static final long CYCLE_MS_MAX = 1_000;

    /** {@code sentMs} tells a transfer from a later one under the same key, the account from another's under that key. */
    private record Id(long high, long low, long sentMs, long fromAccount) {
        /** The lowest octet of an account's id is its shard. */
        int fromShard() {
            return (int) (fromAccount & 0xff);
        }

        @Override
        public String toString() {
            return String.format("transfer %016x%016x", high, low);
        }
    }

    /** What was read of one transfer; {@code settled}: its sender's shard says how it ended. */
    private static final class Way {
        final String currency;
        final long micros;
        int toShard = -1;
        boolean sent;
        boolean received;
        boolean settled;
        boolean returned;
        long settledMs;

        Way(String currency, long micros) {
            this.currency = currency;
            this.micros = micros;
        }

        /** What its records say is on the way. */
        long onTheWay() {
            return (sent ? micros : 0) - (received || returned ? micros : 0);
        }

        boolean isOver() {
            return sent && (returned || (received && settled));
        }
    }

    /** What is read of a journal: nothing before is later than {@code openingMs}, nothing behind is earlier than {@code untilMs}. */
    private record Reading(long openingMs, long untilMs) {}

    private final Problems problems = new Problems();
    private final Map<Id, Way> ways = new HashMap<>();
    private final Map<Integer, Reading> readings = new HashMap<>();
    private boolean used;

    /** The journal of this shard is read, to its end, beginning with what was there at that time: {@link Long#MIN_VALUE}, nothing. Before all of it. */
    void reads(int shard, long openingMs) {
        readings.put(shard, new Reading(openingMs, Long.MAX_VALUE));
    }

    /** It is read no further than to a batch of that time: the server goes on writing. */
    void readUntil(int shard, long untilMs) {
        readings.put(shard, new Reading(readings.get(shard).openingMs, untilMs));
    }

    /** The books begin with a snapshot: of a transfer one end may lie before it. */
    void opening(Opening.Transfer transfer) {
        used = true;
        Way way = way(
                new Id(transfer.idHigh(), transfer.idLow(), transfer.sentMs(), transfer.fromAccount()),
                Assets.currency(transfer.currency()),
                transfer.micros());
        way.received |= transfer.received();
        way.sent |= !transfer.received();
        way.toShard = transfer.toShard();
    }

    void step(Place place, Body body) {
        Id id = new Id(body.i64(0), body.i64(8), body.i64(16), body.i64(32));
        int step = body.u8(60);
        used = true;
        Way way = way(id, Assets.currency(body.i32(56)), body.i64(24));
        if (way.micros != body.i64(24)) {
            problems.add(place + ": " + id + " is of " + body.i64(24) + " micros, before it was of " + way.micros);
        }
        if (isTwice(way, step)) {
            problems.add(place + ": " + id + " has come to its end before");
        }
        way.sent |= step == SENT;
        way.toShard = step == SENT ? body.u8(61) : way.toShard;
        way.received |= step == RECEIVED;
        way.settled |= step == SETTLED;
        way.settledMs = step == SETTLED ? place.timeMs() : way.settledMs;
        way.returned |= step == RETURNED;
        if (way.isOver() && !isBeforeOpening(id.fromShard(), id.sentMs)) {
            ways.remove(id); // comes it again, then it was never sent
        } else if (!way.sent && !way.received && !way.settled && !way.returned) {
            ways.remove(id); // forgotten, and nothing else of it was read
        }
    }

    private static boolean isTwice(Way way, int step) {
        return switch (step) {
            case SENT -> way.sent;
            case RECEIVED -> way.received || way.returned;
            case SETTLED -> way.settled || way.returned;
            case RETURNED -> way.settled || way.returned || way.received;
            default -> false;
        };
    }

    private Way way(Id id, String currency, long micros) {
        return ways.computeIfAbsent(id, absent -> new Way(currency, micros));
    }

    /** Whether a step of a transfer that was sent then may lie before what is read of this shard's journal. */
    private boolean isBeforeOpening(int shard, long sentMs) {
        Reading reading = readings.get(shard);
        return reading == null || sentMs <= reading.openingMs;
    }

    private boolean isBehindEnd(int shard, long atMs) {
        Reading reading = readings.get(shard);
        return reading == null || atMs >= reading.untilMs;
    }

    /** The sender's end was not read, and cannot lie outside: where it was settled or given back, it was among what the books began with. */
    private boolean wasNeverSent(Id id, Way way) {
        int shard = id.fromShard();
        boolean outside = isBeforeOpening(shard, id.sentMs) || isBehindEnd(shard, id.sentMs);
        return !way.sent && (way.settled || way.returned || !outside);
    }

    private boolean wasNeverReceived(Id id, Way way) {
        boolean outside =
                isBeforeOpening(way.toShard, id.sentMs) || isBehindEnd(way.toShard, way.settledMs + CYCLE_MS_MAX);
        return way.settled && !way.received && !outside;
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
            if (wasNeverSent(id, way)) {
                problems.add(id + " was never sent");
            }
            if (wasNeverReceived(id, way)) {
                problems.add(id + " was settled, but never received");
            }
            sums.merge(way.currency, way.onTheWay(), Math::addExact);
        });
        sums.values().removeIf(sum -> sum == 0);
        return sums;
    }
}
