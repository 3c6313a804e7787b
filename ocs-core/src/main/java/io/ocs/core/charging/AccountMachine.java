package io.ocs.core.charging;

import io.ocs.core.Octets;
import io.ocs.core.UnitKind;
import io.ocs.core.journal.AccountOpenedRecord;
import io.ocs.core.journal.BalanceRecord;
import io.ocs.core.journal.IdentityRecord;
import io.ocs.core.journal.SubscriberRecord;
import io.ocs.core.journal.TimerRecord;
import io.ocs.core.state.AccountEntry;
import io.ocs.core.state.CounterEntry;
import io.ocs.core.state.IdentityEntry;
import io.ocs.core.state.ShardEntry;
import io.ocs.core.state.State;
import io.ocs.core.state.SubscriberEntry;
import io.ocs.core.state.Table;
import io.ocs.core.state.TimerEntry;

/** Applies the records of provisioning and care: accounts, members, identities, balances. */
final class AccountMachine {

    private final AccountEntry account = new AccountEntry();
    private final SubscriberEntry subscriber = new SubscriberEntry();
    private final SubscriberEntry other = new SubscriberEntry();
    private final IdentityEntry identity = new IdentityEntry();
    private final ShardEntry shard = new ShardEntry();
    private final TimerEntry timer = new TimerEntry();
    private final CounterEntry counters = new CounterEntry();
    private final Octets text = new Octets(255);

    void open(State state, AccountOpenedRecord record) {
        account.wrap(state.create(Table.ACCOUNT, record.accountId(), 0));
        account.state(record.state());
        account.currency(record.currency());
        account.creditLimitMicros(record.creditLimitMicros());
        account.addBucket(AccountEntry.MAIN_BUCKET, UnitKind.MONEY, AccountEntry.MAIN_PRIORITY, AccountEntry.NEVER, 0);
        countId(state, record.accountId());
    }

    void change(State state, AccountOpenedRecord record) {
        account.wrap(state.change(Table.ACCOUNT, record.accountId(), 0));
        account.state(record.state());
        account.creditLimitMicros(record.creditLimitMicros());
    }

    void addMember(State state, SubscriberRecord record) {
        account.wrap(state.change(Table.ACCOUNT, record.accountId(), 0));
        subscriber.wrap(state.create(Table.SUBSCRIBER, record.subscriberId(), 0));
        subscriber.accountId(record.accountId());
        subscriber.nextMember(account.firstMember());
        account.firstMember(record.subscriberId());
        account.memberCount(account.memberCount() + 1);
        setTerms(record);
        subscriber.creation(record.creationKey(), record.creationContent());
        countId(state, record.subscriberId());
    }

    private void countId(State state, long id) {
        long next = (id >> Ids.SHARD_BITS) + 1;
        if (shard.wrap(state.find(Table.SHARD, 0, 0)).nextSubscriberId() < next) {
            shard.wrap(state.change(Table.SHARD, 0, 0)).nextSubscriberId(next);
        }
    }

    void changeMember(State state, SubscriberRecord record) {
        subscriber.wrap(state.change(Table.SUBSCRIBER, record.subscriberId(), 0));
        setTerms(record);
    }

    private void setTerms(SubscriberRecord record) {
        subscriber.state(record.state());
        record.offerName(text);
        subscriber.offer(record.offerKey(), text.array(), text.length());
    }

    void removeMember(State state, SubscriberRecord record) {
        subscriber.wrap(state.change(Table.SUBSCRIBER, record.subscriberId(), 0));
        long high = subscriber.firstIdentityHigh();
        long low = subscriber.firstIdentityLow();
        for (int left = subscriber.identityCount(); left > 0; left--) {
            identity.wrap(state.find(Table.IDENTITY, high, low));
            long nextHigh = identity.nextHigh();
            long nextLow = identity.nextLow();
            state.delete(Table.IDENTITY, high, low);
            high = nextHigh;
            low = nextLow;
        }
        account.wrap(state.change(Table.ACCOUNT, record.accountId(), 0));
        unlinkMember(state);
        account.memberCount(account.memberCount() - 1);
        boolean last = account.memberCount() == 0;
        state.delete(Table.SUBSCRIBER, record.subscriberId(), 0);
        deleteIfAny(state, Table.TIMER, record.subscriberId(), TimerEntry.LIFE_CYCLE);
        deleteIfAny(state, Table.COUNTER, record.subscriberId(), 0);
        if (last) {
            state.delete(Table.ACCOUNT, record.accountId(), 0);
            deleteIfAny(state, Table.COUNTER, record.accountId(), 0);
        } else if (account.memberCount() == 1) {
            forgetHeld(state, account.firstMember());
        }
    }

    /** Of the only member of an account it is not kept what its sessions hold: all that is held. */
    private void forgetHeld(State state, long subscriberId) {
        if (state.find(Table.COUNTER, subscriberId, 0) != State.NONE) {
            counters.wrap(state.change(Table.COUNTER, subscriberId, 0));
            counters.keepsHeld(false);
            counters.heldMicros(0);
        }
    }

    private static void deleteIfAny(State state, Table table, long keyHigh, long keyLow) {
        if (state.find(table, keyHigh, keyLow) != State.NONE) {
            state.delete(table, keyHigh, keyLow);
        }
    }

    void setTimer(State state, TimerRecord record) {
        if (record.dueMs() == 0) {
            deleteIfAny(state, Table.TIMER, record.ownerId(), record.kind());
            return;
        }
        boolean known = state.find(Table.TIMER, record.ownerId(), record.kind()) != State.NONE;
        timer.wrap(
                known
                        ? state.change(Table.TIMER, record.ownerId(), record.kind())
                        : state.create(Table.TIMER, record.ownerId(), record.kind()));
        timer.due(record.dueMs(), record.argument());
    }

    private void unlinkMember(State state) {
        long gone = subscriber.subscriberId();
        if (account.firstMember() == gone) {
            account.firstMember(subscriber.nextMember());
            return;
        }
        other.wrap(state.find(Table.SUBSCRIBER, account.firstMember(), 0));
        while (other.nextMember() != gone) {
            other.wrap(state.find(Table.SUBSCRIBER, other.nextMember(), 0));
        }
        other.wrap(state.change(Table.SUBSCRIBER, other.subscriberId(), 0));
        other.nextMember(subscriber.nextMember());
    }

    void addIdentity(State state, IdentityRecord record) {
        record.data(text);
        long high = text.hashHigh(record.type().ordinal());
        long low = text.hashLow(record.type().ordinal());
        subscriber.wrap(state.change(Table.SUBSCRIBER, record.subscriberId(), 0));
        identity.wrap(state.create(Table.IDENTITY, high, low));
        identity.owner(record.subscriberId(), record.accountId());
        identity.identity(record.type(), text.array(), 0, text.length());
        identity.next(subscriber.firstIdentityHigh(), subscriber.firstIdentityLow());
        subscriber.firstIdentity(high, low);
        subscriber.identityCount(subscriber.identityCount() + 1);
    }

    void removeIdentity(State state, IdentityRecord record) {
        record.data(text);
        long high = text.hashHigh(record.type().ordinal());
        long low = text.hashLow(record.type().ordinal());
        identity.wrap(state.find(Table.IDENTITY, high, low));
        long afterHigh = identity.nextHigh();
        long afterLow = identity.nextLow();
        subscriber.wrap(state.change(Table.SUBSCRIBER, record.subscriberId(), 0));
        if (subscriber.firstIdentityHigh() == high && subscriber.firstIdentityLow() == low) {
            subscriber.firstIdentity(afterHigh, afterLow);
        } else {
            identity.wrap(state.find(Table.IDENTITY, subscriber.firstIdentityHigh(), subscriber.firstIdentityLow()));
            while (identity.nextHigh() != high || identity.nextLow() != low) {
                identity.wrap(state.find(Table.IDENTITY, identity.nextHigh(), identity.nextLow()));
            }
            identity.wrap(state.change(Table.IDENTITY, identity.keyHigh(), identity.keyLow()));
            identity.next(afterHigh, afterLow);
        }
        subscriber.identityCount(subscriber.identityCount() - 1);
        state.delete(Table.IDENTITY, high, low);
    }

    void adjust(State state, BalanceRecord record) {
        account.wrap(state.change(Table.ACCOUNT, record.accountId(), 0));
        int index = account.indexOf(record.bucketId());
        if (index < 0) {
            index = account.addBucket(
                    record.bucketId(), record.kind(), record.priority(), record.expiresMs(), record.allowance());
        }
        long after = Math.addExact(account.balance(index), record.amount());
        if (after != record.balanceAfter()) {
            throw new IllegalStateException("account " + record.accountId() + ": the balance of bucket "
                    + record.bucketId() + " is " + after + " where the record says " + record.balanceAfter());
        }
        account.balance(index, after);
        if (record.amount() > 0) {
            account.credited(index, account.credited(index) + record.amount());
        }
        if (record.reason() == BalanceRecord.Reason.EXPIRED) {
            account.removeBucket(index);
        }
        shard.wrap(state.change(Table.SHARD, 0, 0)).nextRecordNumber(record.recordNumber() + 1);
    }
}
