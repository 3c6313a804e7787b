package io.ocs.core.command;

import io.ocs.core.charging.Fee;
import io.ocs.core.charging.StateChange;
import io.ocs.core.journal.BalanceRecord.Reason;
import io.ocs.core.journal.JournalBatch;
import io.ocs.core.state.AccountEntry;
import io.ocs.core.state.LifeCycle;
import io.ocs.core.state.State;
import io.ocs.core.state.SubscriberEntry;
import io.ocs.core.state.Table;
import io.ocs.core.state.TimerEntry;

/**
 * Charges fees. A recurring one has a timer: when it is due, what is charged and when it is due again are records of one batch, so that no period is charged
 * twice, and none is left out by a time of being down. While a fee waits for money, the timer says when it is tried again, and its argument is negative. One
 * instance per shard.
 */
final class Fees {

    private final CommandRecords records;
    private final StateChange stateChange;
    private final AccountEntry account = new AccountEntry();
    private final TimerEntry timer = new TimerEntry();
    private State state;
    private JournalBatch batch;
    private long nowMs;

    Fees(CommandRecords records, StateChange stateChange) {
        this.records = records;
        this.stateChange = stateChange;
    }

    void begin(State on, JournalBatch into, long atMs) {
        state = on;
        batch = into;
        nowMs = atMs;
    }

    /** Timers that the fees need. */
    static int timers(Fee[] fees) {
        int count = 0;
        for (Fee fee : fees) {
            count += fee.isRecurring() ? 1 : 0;
        }
        return count;
    }

    /** Somebody takes an offer: charges what begins now. Records are {@link CommandRecords#name named} already. */
    void subscribe(SubscriberEntry subscriber, Fee[] fees) {
        for (Fee fee : fees) {
            if (!fee.isRecurring()) {
                charge(fee.micros());
            } else {
                start(subscriber, fee);
            }
        }
    }

    /** Somebody leaves an offer: gives back the rest of the periods that were paid, where a part of a period costs a part. */
    void unsubscribe(SubscriberEntry subscriber, Fee[] fees) {
        for (Fee fee : fees) {
            long address = fee.isRecurring() ? find(subscriber, fee) : State.NONE;
            if (address == State.NONE) {
                continue;
            }
            long dueMs = timer.wrap(address).dueMs();
            long anchorMs = timer.argument();
            if (fee.prorated() && anchorMs > 0 && dueMs > nowMs) {
                long back = fee.partMicros(dueMs - nowMs, fee.schedule().lengthMs(anchorMs, dueMs));
                if (back > 0) {
                    records.credit(Reason.FEE, back);
                }
            }
            records.timer(subscriber.subscriberId(), fee.key(), 0, 0);
        }
    }

    /** Whether a fee waits for money: it alone decides when the subscriber comes back. */
    boolean isWaiting(SubscriberEntry subscriber, Fee[] fees) {
        for (Fee fee : fees) {
            long address = fee.isRecurring() ? find(subscriber, fee) : State.NONE;
            if (address != State.NONE && timer.wrap(address).argument() < 0) {
                return true;
            }
        }
        return false;
    }

    /** Somebody is removed: nothing more is due. */
    void forget(SubscriberEntry subscriber, Fee[] fees) {
        for (Fee fee : fees) {
            if (fee.isRecurring() && find(subscriber, fee) != State.NONE) {
                records.timer(subscriber.subscriberId(), fee.key(), 0, 0);
            }
        }
    }

    /** After money came in: charges what waits for it. */
    void collect(SubscriberEntry subscriber, Fee[] fees) {
        for (Fee fee : fees) {
            long address = fee.isRecurring() ? find(subscriber, fee) : State.NONE;
            if (address != State.NONE && timer.wrap(address).argument() < 0 && isThere(subscriber, due(fee))) {
                start(subscriber, fee);
                bringBack(subscriber);
            }
        }
    }

    /**
     * A timer is due.
     *
     * @return whether it was one of these fees
     */
    boolean onTimer(SubscriberEntry subscriber, long key, Fee[] fees) {
        for (Fee fee : fees) {
            if (fee.key() == key && fee.isRecurring()) {
                fire(subscriber, fee);
                return true;
            }
        }
        return false;
    }

    private void fire(SubscriberEntry subscriber, Fee fee) {
        timer.wrap(find(subscriber, fee));
        long dueMs = timer.dueMs();
        long anchorMs = timer.argument();
        if (anchorMs < 0) {
            if (isThere(subscriber, due(fee))) {
                start(subscriber, fee);
                bringBack(subscriber);
            } else {
                records.timer(subscriber.subscriberId(), fee.key(), nowMs + fee.retryMs(), anchorMs);
            }
        } else if (fee.waits() && !isThere(subscriber, fee.micros())) {
            await(subscriber, fee, anchorMs);
        } else {
            charge(fee.micros());
            records.timer(subscriber.subscriberId(), fee.key(), fee.schedule().nextMs(anchorMs, dueMs), anchorMs);
        }
    }

    /** The first period, or the first one behind a time without money: it begins now. */
    private void start(SubscriberEntry subscriber, Fee fee) {
        long micros = due(fee);
        if (fee.waits() && !isThere(subscriber, micros)) {
            await(subscriber, fee, nowMs);
            return;
        }
        if (micros > 0) {
            charge(micros);
        }
        records.timer(subscriber.subscriberId(), fee.key(), fee.schedule().nextMs(nowMs, nowMs), nowMs);
    }

    private long due(Fee fee) {
        long endMs = fee.schedule().nextMs(nowMs, nowMs);
        return fee.prorated() && fee.schedule().isCalendar()
                ? fee.partMicros(endMs - nowMs, fee.schedule().lengthMs(nowMs, endMs))
                : fee.micros();
    }

    private void await(SubscriberEntry subscriber, Fee fee, long anchorMs) {
        records.timer(subscriber.subscriberId(), fee.key(), nowMs + fee.retryMs(), -Math.abs(anchorMs));
        if (subscriber.state() == LifeCycle.ACTIVE
                && stateChange.hasRoom(state, subscriber.subscriberId(), LifeCycle.GRACE)) {
            stateChange.become(subscriber, LifeCycle.GRACE, nowMs, state, batch, nowMs);
        }
    }

    private void bringBack(SubscriberEntry subscriber) {
        if (subscriber.state() == LifeCycle.GRACE
                && stateChange.hasRoom(state, subscriber.subscriberId(), LifeCycle.ACTIVE)) {
            stateChange.become(subscriber, LifeCycle.ACTIVE, nowMs, state, batch, nowMs);
        }
    }

    private long find(SubscriberEntry subscriber, Fee fee) {
        return state.find(Table.TIMER, subscriber.subscriberId(), fee.key());
    }

    private boolean isThere(SubscriberEntry subscriber, long micros) {
        account.wrap(state.find(Table.ACCOUNT, subscriber.accountId(), 0));
        return account.available(account.indexOf(AccountEntry.MAIN_BUCKET), nowMs) >= micros;
    }

    /** In full: without {@link Fee#waits} the balance may fall below its limit. */
    private void charge(long micros) {
        records.credit(Reason.FEE, -micros);
    }
}
