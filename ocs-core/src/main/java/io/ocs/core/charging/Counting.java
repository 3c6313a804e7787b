package io.ocs.core.charging;

import io.ocs.core.journal.CountedRecord;
import io.ocs.core.journal.RecordType;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.core.state.CounterEntry;
import io.ocs.core.state.State;
import io.ocs.core.state.SubscriberEntry;
import io.ocs.core.state.Table;

/**
 * Counts what a request uses and spends. A counter is set at once, so that the next service of the request sees it; what was counted is written behind
 * the record of the request, in the same batch. A usage counts in the period of its report. One thread; nothing is allocated, but when a period begins.
 */
final class Counting {

    /** Counters of an offer, of its subscriber and of the account, counted anew by each service of a request. */
    private static final int PENDING_MAX = 2 * CounterEntry.COUNTERS_MAX * CreditControlRequest.SERVICES_MAX;

    private static final long UNKNOWN = -1;
    /** Members of an account that are asked what they hold; of further ones it is not known. */
    private static final int MEMBERS_MAX = 64;

    private final StateMachine machine;
    private final CounterEntry entry = new CounterEntry();
    private final CountedRecord record = new CountedRecord();
    private final long[] owners = new long[PENDING_MAX];
    private final long[] keys = new long[PENDING_MAX];
    private final long[] amounts = new long[PENDING_MAX];
    private final long[] values = new long[PENDING_MAX];
    private final long[] ends = new long[PENDING_MAX];
    private final SubscriberEntry member = new SubscriberEntry();
    private int pending;
    /** Whether each count stands for itself from here on: a counter has given its place to another, so that their order is of consequence. */
    private boolean apart;

    private boolean shortOfRoom;
    /** What other members' sessions hold, which does not change within a request. */
    private long othersHold = UNKNOWN;

    Counting(StateMachine machine) {
        this.machine = machine;
    }

    void begin() {
        pending = 0;
        apart = false;
        othersHold = UNKNOWN;
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

    /**
     * Money that the limits of a tariff's counters leave before all that the account holds is taken off; {@link Long#MAX_VALUE} without a limit. The limit of one
     * member is not less for what others hold, so that comes on top of it.
     */
    long remainingMicros(Decision d, Tariff tariff) {
        long least = Long.MAX_VALUE;
        for (Counter counter : tariff.counters()) {
            if (counter.limitMicros() != Long.MAX_VALUE) {
                long left = Math.max(0, counter.limitMicros() - value(d, counter));
                least = Math.min(least, counter.ofAccount() ? left : Math.addExact(left, heldByOthers(d)));
            }
        }
        return least;
    }

    /**
     * Has it kept from here on what the sessions of the subscriber hold, if it shares its account: before the record of a session that opens, so that what it
     * holds is in it.
     */
    void keepHolds(Decision d) {
        if (d.account.memberCount() < 2) {
            return;
        }
        long id = d.subscriber.subscriberId();
        long address = d.state.find(Table.COUNTER, id, 0);
        boolean kept = address != State.NONE && entry.wrap(address).keepsHeld();
        if (kept || (address == State.NONE && d.state.room(Table.COUNTER) < 1)) {
            return;
        }
        record.build(d.batch.buffer(), d.batch.begin(RecordType.COUNTED));
        record.add(id, CountedRecord.HOLDS, 0, 0, Long.MAX_VALUE);
        d.batch.end(record.length());
        machine.count(d.state, id, CountedRecord.HOLDS, 0, Long.MAX_VALUE, d.nowMs);
    }

    /** Money that sessions of other members of the account hold, as far as that is known. */
    private long heldByOthers(Decision d) {
        if (d.account.memberCount() < 2) {
            return 0;
        }
        if (othersHold < 0) {
            othersHold = sumOfOthers(d);
        }
        return othersHold;
    }

    private long sumOfOthers(Decision d) {
        long sum = 0;
        long next = d.account.firstMember();
        for (int left = MEMBERS_MAX; next != 0 && left > 0; left--) {
            sum = Math.addExact(sum, next == d.subscriber.subscriberId() ? 0 : heldBy(d, next));
            next = member.wrap(d.state.find(Table.SUBSCRIBER, next, 0)).nextMember();
        }
        return sum;
    }

    private long heldBy(Decision d, long subscriberId) {
        long address = d.state.find(Table.COUNTER, subscriberId, 0);
        return address == State.NONE ? 0 : entry.wrap(address).heldMicros();
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
        apart |= address != State.NONE && index < 0 && entry.isFull();
        boolean goesOn = index >= 0 && entry.periodEndMs(index) > d.nowMs;
        long before = goesOn ? entry.value(index) : 0;
        long endMs = goesOn ? entry.periodEndMs(index) : counter.period().endMs(d.nowMs);
        long after = Math.max(0, Math.addExact(before, amount));
        machine.count(d.state, owner, counter.key(), after, endMs, d.nowMs);
        note(owner, counter.key(), after - before, after, endMs);
    }

    private void note(long owner, long key, long amount, long after, long endMs) {
        int at = apart ? pending : 0;
        while (at < pending && (owners[at] != owner || keys[at] != key)) {
            at++;
        }
        if (at == pending) {
            if (pending == PENDING_MAX) {
                throw new IllegalStateException("one request counts more than " + PENDING_MAX + " times");
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
