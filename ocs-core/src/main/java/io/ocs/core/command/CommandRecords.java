package io.ocs.core.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ocs.core.SubscriptionId;
import io.ocs.core.UnitKind;
import io.ocs.core.charging.RatingFunction;
import io.ocs.core.charging.StateMachine;
import io.ocs.core.command.AccountCommand.OpeningBucket;
import io.ocs.core.journal.AccountOpenedRecord;
import io.ocs.core.journal.BalanceRecord;
import io.ocs.core.journal.BalanceRecord.Reason;
import io.ocs.core.journal.CommandRecord;
import io.ocs.core.journal.IdentityRecord;
import io.ocs.core.journal.JournalBatch;
import io.ocs.core.journal.RecordType;
import io.ocs.core.journal.SubscriberRecord;
import io.ocs.core.journal.TimerRecord;
import io.ocs.core.journal.TransferRecord;
import io.ocs.core.state.AccountEntry;
import io.ocs.core.state.LifeCycle;
import io.ocs.core.state.ShardEntry;
import io.ocs.core.state.State;
import io.ocs.core.state.Table;

/** Writes the records of one command into the batch and applies each at once. */
final class CommandRecords {

    private final StateMachine machine;
    private final AccountOpenedRecord accountRecord = new AccountOpenedRecord();
    private final SubscriberRecord subscriberRecord = new SubscriberRecord();
    private final IdentityRecord identityRecord = new IdentityRecord();
    private final BalanceRecord balanceRecord = new BalanceRecord();
    private final TimerRecord timerRecord = new TimerRecord();
    private final TransferRecord transferRecord = new TransferRecord();
    private final CommandRecord commandRecord = new CommandRecord();
    private final AccountEntry account = new AccountEntry();
    private final ShardEntry shard = new ShardEntry();

    private State state;
    private JournalBatch batch;
    private long nowMs;
    private int bodyAt;

    private long accountId;
    private long subscriberId;
    private SubscriptionId named;
    private byte[] reference;
    private long creationKey;
    private long creationContent;

    CommandRecords(StateMachine machine) {
        this.machine = machine;
    }

    void begin(State on, JournalBatch into, long atMs) {
        state = on;
        batch = into;
        nowMs = atMs;
    }

    /** The account that the following balance records belong to, and what names it to people. */
    void name(long account, long subscriber, SubscriptionId id, String key) {
        accountId = account;
        subscriberId = subscriber;
        named = id;
        reference = key.getBytes(UTF_8);
    }

    /** Next free counter for {@link io.ocs.core.charging.Ids#of}. */
    long nextId() {
        return shard.wrap(state.find(Table.SHARD, 0, 0)).nextSubscriberId();
    }

    private int open(RecordType type) {
        bodyAt = batch.begin(type);
        return bodyAt;
    }

    private void close(RecordType type, int length) {
        batch.end(length);
        machine.apply(state, type, batch.buffer(), bodyAt, nowMs);
    }

    void accountOpened(long id, int currency, long creditLimitMicros, LifeCycle lifeCycle) {
        accountRecord
                .build(batch.buffer(), open(RecordType.ACCOUNT_OPENED))
                .account(id, currency, creditLimitMicros, lifeCycle);
        close(RecordType.ACCOUNT_OPENED, AccountOpenedRecord.LENGTH);
    }

    void accountChanged(long id, int currency, long creditLimitMicros, LifeCycle lifeCycle) {
        accountRecord
                .build(batch.buffer(), open(RecordType.ACCOUNT_CHANGED))
                .account(id, currency, creditLimitMicros, lifeCycle);
        close(RecordType.ACCOUNT_CHANGED, AccountOpenedRecord.LENGTH);
    }

    /** A new subscriber; {@code key} and {@code content} are hashes of the command that creates it. */
    void subscriberAdded(long id, long account, LifeCycle lifeCycle, String offer, long key, long content) {
        creationKey = key;
        creationContent = content;
        subscriber(RecordType.SUBSCRIBER_ADDED, id, account, lifeCycle, offer);
        creationKey = 0;
        creationContent = 0;
    }

    void subscriberChanged(long id, long account, LifeCycle lifeCycle, String offer) {
        subscriber(RecordType.SUBSCRIBER_CHANGED, id, account, lifeCycle, offer);
    }

    void subscriberRemoved(long id, long account, LifeCycle lifeCycle, String offer) {
        subscriber(RecordType.SUBSCRIBER_REMOVED, id, account, lifeCycle, offer);
    }

    private void subscriber(RecordType type, long id, long account, LifeCycle lifeCycle, String offer) {
        subscriberRecord.build(batch.buffer(), open(type));
        subscriberRecord.subscriber(id, account, lifeCycle, RatingFunction.offerKey(offer), offer.getBytes(UTF_8));
        subscriberRecord.creation(creationKey, creationContent);
        close(type, subscriberRecord.length());
    }

    void identityAdded(long subscriber, long account, SubscriptionId id) {
        identity(RecordType.IDENTITY_ADDED, subscriber, account, id);
    }

    void identityRemoved(long subscriber, long account, SubscriptionId id) {
        identity(RecordType.IDENTITY_REMOVED, subscriber, account, id);
    }

    private void identity(RecordType type, long subscriber, long account, SubscriptionId id) {
        identityRecord.build(batch.buffer(), open(type));
        identityRecord.identity(subscriber, account, id.type(), id.data().getBytes(UTF_8));
        close(type, identityRecord.length());
    }

    /** Sets a timer; a due time of 0 clears it. */
    void timer(long ownerId, long kind, long dueMs, long argument) {
        timerRecord.build(batch.buffer(), open(RecordType.TIMER_SET)).timer(ownerId, kind, dueMs, argument);
        close(RecordType.TIMER_SET, TimerRecord.LENGTH);
    }

    /** Credits (or, negative, debits) the main money bucket. */
    void credit(Reason reason, long micros) {
        change(
                reason,
                AccountEntry.MAIN_BUCKET,
                UnitKind.MONEY,
                AccountEntry.MAIN_PRIORITY,
                AccountEntry.NEVER,
                0,
                micros);
    }

    /** Credits the account's bucket of the same kind, priority, expiry and allowance, or a new one. There must be room. */
    void credit(Reason reason, OpeningBucket bucket) {
        account.wrap(state.find(Table.ACCOUNT, accountId, 0));
        int id = account.nextBucketId();
        for (int i = 0; i < account.bucketCount(); i++) {
            if (isAlike(i, bucket)) {
                id = account.bucketId(i);
            }
        }
        change(reason, id, bucket.kind(), bucket.priority(), bucket.expiresMs(), bucket.allowance(), bucket.amount());
    }

    private boolean isAlike(int index, OpeningBucket bucket) {
        return account.kind(index) == bucket.kind()
                && account.priority(index) == bucket.priority()
                && account.expiresMs(index) == bucket.expiresMs()
                && account.allowance(index) == bucket.allowance();
    }

    /** Takes from every bucket what is left in it. */
    void forfeit() {
        account.wrap(state.find(Table.ACCOUNT, accountId, 0));
        for (int i = 0; i < account.bucketCount(); i++) {
            if (account.balance(i) != 0) {
                empty(Reason.FORFEITED, i);
            }
        }
    }

    /** Removes the buckets that have expired and that no session holds on to. */
    void removeExpired() {
        account.wrap(state.find(Table.ACCOUNT, accountId, 0));
        for (int i = account.bucketCount() - 1; i >= 0; i--) {
            if (account.isExpired(i, nowMs)) {
                empty(Reason.EXPIRED, i);
            }
        }
    }

    private void empty(Reason reason, int index) {
        change(
                reason,
                account.bucketId(index),
                account.kind(index),
                account.priority(index),
                account.expiresMs(index),
                account.allowance(index),
                -account.balance(index));
        account.wrap(state.find(Table.ACCOUNT, accountId, 0));
    }

    private void change(
            Reason reason, int bucketId, UnitKind kind, int priority, long expiresMs, long allowance, long amount) {
        account.wrap(state.find(Table.ACCOUNT, accountId, 0));
        int index = account.indexOf(bucketId);
        long before = index < 0 ? 0 : account.balance(index);
        balanceRecord.build(batch.buffer(), open(RecordType.BALANCE_ADJUSTED));
        balanceRecord.owner(accountId, subscriberId, account.currency());
        balanceRecord.bucket(bucketId, kind, priority, expiresMs, allowance);
        balanceRecord.change(
                reason,
                amount,
                Math.addExact(before, amount),
                shard.wrap(state.find(Table.SHARD, 0, 0)).nextRecordNumber());
        balanceRecord.texts(named.type(), named.data().getBytes(UTF_8), reference);
        close(RecordType.BALANCE_ADJUSTED, balanceRecord.length());
    }

    /** Begins a step of a transfer, which the caller fills, texts last; {@link #endTransfer} is next. */
    TransferRecord beginTransfer() {
        return transferRecord.build(batch.buffer(), open(RecordType.TRANSFER));
    }

    void endTransfer() {
        close(RecordType.TRANSFER, transferRecord.length());
    }

    void commandDone(CommandKey remembered, long expiresMs, int result) {
        commandRecord
                .build(batch.buffer(), open(RecordType.COMMAND_DONE))
                .command(remembered.high(), remembered.low(), remembered.content(), expiresMs, result);
        close(RecordType.COMMAND_DONE, CommandRecord.LENGTH);
    }
}
