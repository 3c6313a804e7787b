package io.ocs.core.charging;

import io.ocs.core.Octets;
import io.ocs.core.UnitKind;
import io.ocs.core.journal.JournalBatch;
import io.ocs.core.journal.NotificationRecord;
import io.ocs.core.journal.RecordType;
import io.ocs.core.state.AccountEntry;
import io.ocs.core.state.CounterEntry;
import io.ocs.core.state.IdentityEntry;
import io.ocs.core.state.State;
import io.ocs.core.state.SubscriberEntry;
import io.ocs.core.state.Table;

/**
 * Sees which thresholds a request or command crosses: what the subscriber's offer watches is measured before and after. Since one thread decides, on the
 * state as the decision before has left it, each crossing is seen once, however many sessions are open. Who is notified is told by a record behind that
 * of the change, in the same batch. One thread; nothing is allocated.
 */
public final class Notices {

    /** Most thresholds of one offer. */
    public static final int THRESHOLDS_MAX = 32;

    private final NotificationRecord record = new NotificationRecord();
    private final SubscriberEntry subscriber = new SubscriberEntry();
    private final AccountEntry account = new AccountEntry();
    private final CounterEntry counter = new CounterEntry();
    private final IdentityEntry identity = new IdentityEntry();
    private final Octets text = new Octets(255);
    private final long[] before = new long[THRESHOLDS_MAX];
    private Threshold[] thresholds = Threshold.NONE;
    private RatingFunction rating;
    private long offer;
    private long subscriberId;
    private long accountId;
    private long nowMs;
    /** What 100 per cent of the last measure are. */
    private long whole;

    /** Nothing is watched. */
    public void begin() {
        thresholds = Threshold.NONE;
    }

    /** Measures what the offer of a subscriber watches, before something changes. */
    public void begin(
            RatingFunction catalogue, long subscriberOf, long accountOf, long offerOf, State state, long atMs) {
        thresholds = catalogue.thresholds(offerOf);
        if (thresholds.length == 0) {
            return;
        }
        rating = catalogue;
        offer = offerOf;
        subscriberId = subscriberOf;
        accountId = accountOf;
        nowMs = atMs;
        for (int i = 0; i < thresholds.length; i++) {
            before[i] = measure(thresholds[i], state);
        }
    }

    /** Measures again, and writes for each threshold that was crossed whom it concerns. */
    public void end(State state, JournalBatch batch) {
        if (thresholds.length == 0 || state.find(Table.SUBSCRIBER, subscriberId, 0) == State.NONE) {
            return;
        }
        for (int i = 0; i < thresholds.length; i++) {
            long after = measure(thresholds[i], state);
            if (thresholds[i].isCrossed(before[i], after, whole)) {
                write(thresholds[i], before[i], after, state, batch);
            }
        }
    }

    private long measure(Threshold threshold, State state) {
        account.wrap(state.find(Table.ACCOUNT, accountId, 0));
        return switch (threshold.subject()) {
            case BALANCE -> money();
            case ALLOWANCE -> allowance(threshold.key());
            case COUNTER -> counted(threshold.key(), state);
            case STATE ->
                subscriber
                        .wrap(state.find(Table.SUBSCRIBER, subscriberId, 0))
                        .state()
                        .ordinal();
        };
    }

    /** All money that pays for anything and has not expired, what is reserved included. */
    private long money() {
        long sum = 0;
        for (int i = 0; i < account.bucketCount(); i++) {
            boolean counts = account.kind(i) == UnitKind.MONEY && account.allowance(i) == 0;
            if (counts && !account.isExpired(i, nowMs)) {
                sum = Math.addExact(sum, account.balance(i));
            }
        }
        return sum;
    }

    private long allowance(long key) {
        long sum = 0;
        whole = 0;
        for (int i = 0; i < account.bucketCount(); i++) {
            if (account.allowance(i) == key && !account.isExpired(i, nowMs)) {
                sum = Math.addExact(sum, account.balance(i));
                whole = Math.addExact(whole, account.credited(i));
            }
        }
        return sum;
    }

    private long counted(long key, State state) {
        whole = rating.counterLimitMicros(offer, key);
        long own = counted(subscriberId, key, state);
        return own >= 0 ? own : Math.max(0, counted(accountId, key, state));
    }

    private long counted(long owner, long key, State state) {
        long address = state.find(Table.COUNTER, owner, 0);
        int index = address == State.NONE ? -1 : counter.wrap(address).indexOf(key);
        return index < 0 ? -1 : counter.valueAt(index, nowMs);
    }

    private void write(Threshold threshold, long was, long is, State state, JournalBatch batch) {
        subscriber.wrap(state.find(Table.SUBSCRIBER, subscriberId, 0));
        identity.wrap(state.find(Table.IDENTITY, subscriber.firstIdentityHigh(), subscriber.firstIdentityLow()));
        Octets subscription = identity.data(text);
        record.build(batch.buffer(), batch.begin(RecordType.NOTIFICATION));
        record.owner(accountId, subscriberId, account.currency());
        record.crossing(threshold.subject(), threshold.key(), was, is, threshold.amount(whole));
        record.texts(threshold.name(), threshold.of(), identity.type(), subscription.array(), subscription.length());
        batch.end(record.length());
    }
}
