package io.ocs.core.charging;

import io.ocs.core.journal.CountedRecord;
import io.ocs.core.journal.RecordType;
import io.ocs.core.state.CounterEntry;
import io.ocs.core.state.State;
import io.ocs.core.state.Table;

/**
 * Counts what a request uses and spends. A counter is set at once, so that the next service of the request sees it; what was counted is written behind
 * the record of the request, in the same batch. A usage counts in the period of its report. One thread; nothing is allocated, but when a period begins.
 */
final class Counting {

    /** Distinct counters of one request: those of an offer, of its subscriber and of the account. */
    private static final int PENDING_MAX = 2 * CounterEntry.COUNTERS_MAX;

    private final StateMachine machine;
    private final CounterEntry entry = new CounterEntry();
    private final CountedRecord record = new CountedRecord();
    private final long[] owners = new long[PENDING_MAX];
    private final long[] keys = new long[PENDING_MAX];
    private final long[] amounts = new long[PENDING_MAX];
    private final long[] values = new long[PENDING_MAX];
    private final long[] ends = new long[PENDING_MAX];
    private int pending;
    private boolean shortOfRoom;

    Counting(StateMachine machine) {
        this.machine = machine;
    }

    void begin() {
        pending = 0;
        shortOfRoom = false;
    }

    /** Whether something could not be counted for want of room: the request must not be answered as if it had been. */
    boolean isShortOfRoom() {
        return shortOfRoom;
    }

    /** Looks up where the tiers of a tariff stand that go by a counter. */
    void place(Decision d, Tariff tariff, PricePosition position) {
        Counter counter = tariff.tierCounter();
        position.countedBefore(counter == null ? 0 : value(d, counter));
    }

    /** What a counter has counted in the present period. */
    long value(Decision d, Counter counter) {
        long address = d.state.find(Table.COUNTER, owner(d, counter), 0);
        int index = address == State.NONE ? -1 : entry.wrap(address).indexOf(counter.key());
        return index < 0 ? 0 : entry.valueAt(index, d.nowMs);
    }

    private static long owner(Decision d, Counter counter) {
        return counter.ofAccount() ? d.account.accountId() : d.subscriber.subscriberId();
    }

    /** Money that the limits of a tariff's counters leave, what open sessions hold not taken off; {@link Long#MAX_VALUE} without a limit. */
    long remainingMicros(Decision d, Tariff tariff) {
        long least = Long.MAX_VALUE;
        for (Counter counter : tariff.counters()) {
            if (counter.limitMicros() != Long.MAX_VALUE) {
                least = Math.min(least, Math.max(0, counter.limitMicros() - value(d, counter)));
            }
        }
        return least;
    }

    /** Counts a usage; amounts are negative for what is given back. */
    void count(Decision d, Tariff tariff, long units, long paidUnits, long micros, long events) {
        for (Counter counter : tariff.counters()) {
            long amount = counter.amount(units, paidUnits, micros, events);
            if (amount != 0) {
                count(d, counter, amount);
            }
        }
    }

    private void count(Decision d, Counter counter, long amount) {
        long owner = owner(d, counter);
        long address = d.state.find(Table.COUNTER, owner, 0);
        if (address == State.NONE && d.state.room(Table.COUNTER) < 1) {
            shortOfRoom = true;
            return;
        }
        int index = address == State.NONE ? -1 : entry.wrap(address).indexOf(counter.key());
        boolean goesOn = index >= 0 && entry.periodEndMs(index) > d.nowMs;
        long before = goesOn ? entry.value(index) : 0;
        long endMs = goesOn ? entry.periodEndMs(index) : counter.period().endMs(d.nowMs);
        long after = Math.max(0, Math.addExact(before, amount));
        machine.count(d.state, owner, counter.key(), after, endMs, d.nowMs);
        note(owner, counter.key(), after - before, after, endMs);
    }

    private void note(long owner, long key, long amount, long after, long endMs) {
        int at = 0;
        while (at < pending && (owners[at] != owner || keys[at] != key)) {
            at++;
        }
        if (at == pending) {
            if (pending == PENDING_MAX) {
                throw new IllegalStateException("one request counts with more than " + PENDING_MAX + " counters");
            }
            owners[at] = owner;
            keys[at] = key;
            amounts[at] = 0;
            pending++;
        }
        amounts[at] += amount;
        values[at] = after;
        ends[at] = endMs;
    }

    /** Writes what was counted, behind the record of the request. */
    void write(Decision d) {
        if (pending == 0) {
            return;
        }
        record.build(d.batch.buffer(), d.batch.begin(RecordType.COUNTED));
        for (int i = 0; i < pending; i++) {
            record.add(owners[i], keys[i], amounts[i], values[i], ends[i]);
        }
        d.batch.end(record.length());
    }
}
