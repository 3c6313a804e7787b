package io.ocs.core.charging;

import io.ocs.core.journal.AccountOpenedRecord;
import io.ocs.core.journal.BalanceRecord;
import io.ocs.core.journal.CommandRecord;
import io.ocs.core.journal.CountedRecord;
import io.ocs.core.journal.CreditControlRecord;
import io.ocs.core.journal.IdentityRecord;
import io.ocs.core.journal.RecordType;
import io.ocs.core.journal.SubscriberRecord;
import io.ocs.core.journal.TimerRecord;
import io.ocs.core.journal.TransferRecord;
import io.ocs.core.state.CounterEntry;
import io.ocs.core.state.OutcomeEntry;
import io.ocs.core.state.ShardEntry;
import io.ocs.core.state.State;
import io.ocs.core.state.Table;
import org.agrona.DirectBuffer;

/**
 * {@code apply}: the only code that changes state. It runs through the undo log while a batch is decided and on the image in recovery; the same
 * records give the same state. It checks nothing that {@code decide} has not promised, and fails loudly where a promise is broken.
 */
public final class StateMachine {

    private final SessionMachine sessions = new SessionMachine();
    private final AccountMachine accounts = new AccountMachine();
    private final TransferMachine transfers = new TransferMachine();

    private final CreditControlRecord creditControl = new CreditControlRecord();
    private final AccountOpenedRecord accountOpened = new AccountOpenedRecord();
    private final SubscriberRecord subscriber = new SubscriberRecord();
    private final IdentityRecord identity = new IdentityRecord();
    private final BalanceRecord balance = new BalanceRecord();
    private final CommandRecord command = new CommandRecord();
    private final TimerRecord timer = new TimerRecord();
    private final TransferRecord transfer = new TransferRecord();
    private final CountedRecord counted = new CountedRecord();
    private final ShardEntry shard = new ShardEntry();
    private final OutcomeEntry outcome = new OutcomeEntry();
    private final CounterEntry counter = new CounterEntry();

    /** The part for credit-control records: decisions apply them service by service, since one service must see the one before it. */
    public SessionMachine sessions() {
        return sessions;
    }

    /** Applies one record of a batch of {@code timeMs}. */
    public void apply(State state, RecordType type, DirectBuffer buffer, int offset, long timeMs) {
        switch (type) {
            case CREDIT_CONTROL -> sessions.apply(state, creditControl.wrap(buffer, offset));
            case ACCOUNT_OPENED -> accounts.open(state, accountOpened.wrap(buffer, offset));
            case ACCOUNT_CHANGED -> accounts.change(state, accountOpened.wrap(buffer, offset));
            case SUBSCRIBER_ADDED -> accounts.addMember(state, subscriber.wrap(buffer, offset));
            case SUBSCRIBER_CHANGED -> accounts.changeMember(state, subscriber.wrap(buffer, offset));
            case SUBSCRIBER_REMOVED -> accounts.removeMember(state, subscriber.wrap(buffer, offset));
            case IDENTITY_ADDED -> accounts.addIdentity(state, identity.wrap(buffer, offset));
            case IDENTITY_REMOVED -> accounts.removeIdentity(state, identity.wrap(buffer, offset));
            case BALANCE_ADJUSTED -> accounts.adjust(state, balance.wrap(buffer, offset));
            case COMMAND_DONE -> keep(state, command.wrap(buffer, offset));
            case TIMER_SET -> accounts.setTimer(state, timer.wrap(buffer, offset));
            case TRANSFER -> transfers.apply(state, transfer.wrap(buffer, offset));
            case COUNTED -> count(state, counted.wrap(buffer, offset), timeMs);
            case NOTIFICATION -> {
                // for who delivers it: no state
            }
        }
        touch(state, timeMs);
    }

    /** Notes the time of the batch. */
    public void touch(State state, long timeMs) {
        if (shard.wrap(state.find(Table.SHARD, 0, 0)).lastTimeMs() != timeMs) {
            shard.wrap(state.change(Table.SHARD, 0, 0)).lastTimeMs(timeMs);
        }
    }

    /** Creates what every shard has, in a fresh image. */
    public void initialise(State state) {
        shard.wrap(state.create(Table.SHARD, 0, 0));
        shard.nextRecordNumber(1);
        shard.nextSubscriberId(1);
    }

    private void count(State state, CountedRecord record, long timeMs) {
        for (int i = 0; i < record.count(); i++) {
            long owner = record.ownerId(i);
            count(state, owner, record.counterKey(i), record.valueAfter(i), record.periodEndMs(i), timeMs);
        }
    }

    /** Sets a counter; decisions do that before its record is written, since one service must see the one before it. */
    void count(State state, long ownerId, long counterKey, long value, long periodEndMs, long timeMs) {
        boolean known = state.find(Table.COUNTER, ownerId, 0) != State.NONE;
        counter.wrap(known ? state.change(Table.COUNTER, ownerId, 0) : state.create(Table.COUNTER, ownerId, 0));
        if (counterKey == CountedRecord.HOLDS) {
            counter.keepsHeld(true);
        } else {
            counter.set(counterKey, value, periodEndMs, timeMs);
        }
    }

    private void keep(State state, CommandRecord record) {
        outcome.wrap(Outcomes.place(state, record.keyHigh(), record.keyLow()));
        outcome.reset();
        outcome.decision(record.expiresMs(), record.contentHash(), record.result());
    }
}
