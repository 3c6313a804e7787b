package io.ocs.core.charging;

import io.ocs.core.Octets;
import io.ocs.core.journal.JournalBatch;
import io.ocs.core.journal.RecordType;
import io.ocs.core.journal.SubscriberRecord;
import io.ocs.core.journal.TimerRecord;
import io.ocs.core.state.LifeCycle;
import io.ocs.core.state.State;
import io.ocs.core.state.SubscriberEntry;
import io.ocs.core.state.Table;
import io.ocs.core.state.TimerEntry;

/** Writes and applies the records by which a subscriber changes its state and the timer of it is set. One thread. */
public final class StateChange {

    private final StateMachine machine;
    private final SubscriberRecord record = new SubscriberRecord();
    private final TimerRecord timer = new TimerRecord();
    private final TimerEntry entry = new TimerEntry();
    private final Octets name = new Octets(SubscriberEntry.OFFER_NAME_MAX);
    private LifeCyclePolicy policy = LifeCyclePolicy.defaults();

    public StateChange(StateMachine machine) {
        this.machine = machine;
    }

    public void policy(LifeCyclePolicy newPolicy) {
        policy = newPolicy;
    }

    /** Whether the timer of a state can be kept: it has none, or there is one already, or room. */
    public boolean hasRoom(State state, long subscriberId, LifeCycle lifeCycle) {
        return policy.stage(lifeCycle).then() == null
                || state.room(Table.TIMER) > 0
                || state.find(Table.TIMER, subscriberId, TimerEntry.LIFE_CYCLE) != State.NONE;
    }

    /** Whether the first use of a subscriber can make it active: it is so already, or its timer has room. */
    boolean hasRoomForFirstUse(State state, SubscriberEntry subscriber) {
        return subscriber.state() != LifeCycle.PRE_ACTIVE
                || hasRoom(state, subscriber.subscriberId(), LifeCycle.ACTIVE);
    }

    /**
     * The subscriber has another state from now on.
     *
     * @param fromMs since when: the time of the command, or that at which the state before has ended
     */
    public void become(
            SubscriberEntry subscriber, LifeCycle next, long fromMs, State state, JournalBatch batch, long nowMs) {
        long id = subscriber.subscriberId();
        int at = batch.begin(RecordType.SUBSCRIBER_CHANGED);
        record.build(batch.buffer(), at);
        record.subscriber(id, subscriber.accountId(), next, subscriber.offerKey(), subscriber.offerName(name));
        record.creation(0, 0);
        batch.end(record.length());
        machine.apply(state, RecordType.SUBSCRIBER_CHANGED, batch.buffer(), at, nowMs);
        begin(id, next, fromMs, state, batch, nowMs);
    }

    /** A state begins anew: its timer is set, or the one of the state before is cleared. */
    public void begin(
            long subscriberId, LifeCycle lifeCycle, long fromMs, State state, JournalBatch batch, long nowMs) {
        long dueMs = policy.endMs(lifeCycle, fromMs);
        boolean known = state.find(Table.TIMER, subscriberId, TimerEntry.LIFE_CYCLE) != State.NONE;
        if (dueMs != LifeCyclePolicy.FOR_EVER || known) {
            set(subscriberId, dueMs == LifeCyclePolicy.FOR_EVER ? 0 : dueMs, state, batch, nowMs);
        }
    }

    private void set(long subscriberId, long dueMs, State state, JournalBatch batch, long nowMs) {
        int at = batch.begin(RecordType.TIMER_SET);
        timer.build(batch.buffer(), at).timer(subscriberId, TimerEntry.LIFE_CYCLE, dueMs, 0);
        batch.end(TimerRecord.LENGTH);
        machine.apply(state, RecordType.TIMER_SET, batch.buffer(), at, nowMs);
    }

    /** When the state of a subscriber ends by itself, milliseconds since 1970; {@link LifeCyclePolicy#FOR_EVER}: never. */
    public long endMs(State state, long subscriberId) {
        long address = state.find(Table.TIMER, subscriberId, TimerEntry.LIFE_CYCLE);
        return address == State.NONE
                ? LifeCyclePolicy.FOR_EVER
                : entry.wrap(address).dueMs();
    }
}
