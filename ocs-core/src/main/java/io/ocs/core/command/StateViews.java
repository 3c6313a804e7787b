package io.ocs.core.command;

import io.ocs.core.Money;
import io.ocs.core.Octets;
import io.ocs.core.SubscriptionId;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.core.state.AccountEntry;
import io.ocs.core.state.CounterEntry;
import io.ocs.core.state.IdentityEntry;
import io.ocs.core.state.ServiceEntry;
import io.ocs.core.state.SessionEntry;
import io.ocs.core.state.State;
import io.ocs.core.state.SubscriberEntry;
import io.ocs.core.state.Table;
import io.ocs.core.state.TimerEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes immutable views of entries. To be used on the shard's thread, between two batches. Allocates. */
public final class StateViews {

    private final int shard;
    private final SubscriberEntry subscriber = new SubscriberEntry();
    private final AccountEntry account = new AccountEntry();
    private final IdentityEntry identity = new IdentityEntry();
    private final TimerEntry timer = new TimerEntry();
    private final CounterEntry counter = new CounterEntry();
    private final SessionEntry session = new SessionEntry();
    private final ServiceEntry service = new ServiceEntry();
    private final Octets text = new Octets(CreditControlRequest.SESSION_ID_MAX);

    public StateViews(int shard) {
        this.shard = shard;
    }

    public Optional<SubscriberView> subscriber(State state, SubscriptionId id, long nowMs) {
        long address = state.find(Table.IDENTITY, id.keyHigh(), id.keyLow());
        if (address == State.NONE || !identity.wrap(address).identity().equals(id)) {
            return Optional.empty();
        }
        return Optional.of(subscriber(state, state.find(Table.SUBSCRIBER, identity.subscriberId(), 0), nowMs));
    }

    public SubscriberView subscriber(State state, long address, long nowMs) {
        subscriber.wrap(address);
        account.wrap(state.find(Table.ACCOUNT, subscriber.accountId(), 0));
        return new SubscriberView(
                subscriber.subscriberId(),
                account.accountId(),
                shard,
                subscriber.state(),
                account.state(),
                subscriber.offerName(),
                identities(state),
                Money.currencyOf(account.currency()).getCurrencyCode(),
                account.creditLimitMicros(),
                account.memberCount(),
                account.openSessions(),
                stateEndsMs(state),
                counters(state, nowMs),
                buckets(nowMs));
    }

    private List<SubscriptionId> identities(State state) {
        List<SubscriptionId> identities = new ArrayList<>();
        long high = subscriber.firstIdentityHigh();
        long low = subscriber.firstIdentityLow();
        for (int left = subscriber.identityCount(); left > 0; left--) {
            identity.wrap(state.find(Table.IDENTITY, high, low));
            identities.add(0, identity.identity());
            high = identity.nextHigh();
            low = identity.nextLow();
        }
        return identities;
    }

    private long stateEndsMs(State state) {
        long address = state.find(Table.TIMER, subscriber.subscriberId(), TimerEntry.LIFE_CYCLE);
        return address == State.NONE ? Long.MAX_VALUE : timer.wrap(address).dueMs();
    }

    private List<SubscriberView.Counter> counters(State state, long nowMs) {
        List<SubscriberView.Counter> counters = new ArrayList<>();
        addCounters(state.find(Table.COUNTER, subscriber.subscriberId(), 0), false, nowMs, counters);
        addCounters(state.find(Table.COUNTER, account.accountId(), 0), true, nowMs, counters);
        return counters;
    }

    private void addCounters(long address, boolean ofAccount, long nowMs, List<SubscriberView.Counter> into) {
        if (address == State.NONE) {
            return;
        }
        counter.wrap(address);
        for (int i = 0; i < counter.count(); i++) {
            if (counter.periodEndMs(i) > nowMs) {
                into.add(new SubscriberView.Counter(
                        counter.counterKey(i), ofAccount, counter.value(i), counter.periodEndMs(i)));
            }
        }
    }

    private List<SubscriberView.Bucket> buckets(long nowMs) {
        List<SubscriberView.Bucket> buckets = new ArrayList<>();
        for (int i = 0; i < account.bucketCount(); i++) {
            buckets.add(new SubscriberView.Bucket(
                    account.bucketId(i),
                    account.kind(i),
                    account.priority(i),
                    account.balance(i),
                    account.reserved(i),
                    account.available(i, nowMs),
                    account.credited(i),
                    account.expiresMs(i),
                    account.allowance(i)));
        }
        return buckets;
    }

    /** The session at {@code address}. */
    public SessionView session(State state, long address) {
        session.wrap(address);
        session.sessionId(text);
        String sessionId = text.toString();
        List<SubscriptionId> subscriptions = new ArrayList<>();
        for (int i = 0; i < session.subscriptionCount(); i++) {
            session.subscriptionData(i, text);
            subscriptions.add(new SubscriptionId(session.subscriptionType(i), text.toString()));
        }
        return new SessionView(
                sessionId,
                shard,
                session.context(),
                subscriptions,
                session.accountId(),
                session.subscriberId(),
                session.openedMs(),
                session.lastRequestMs(),
                session.deadlineMs(),
                session.costMicros(),
                services(state));
    }

    private List<SessionView.Service> services(State state) {
        List<SessionView.Service> services = new ArrayList<>();
        long high = session.firstServiceHigh();
        long low = session.firstServiceLow();
        for (int left = session.serviceCount(); left > 0; left--) {
            service.wrap(state.find(Table.SERVICE, high, low));
            services.add(
                    0,
                    new SessionView.Service(
                            service.ratingGroup(),
                            service.serviceIdentifier(),
                            service.grantedUnits() > 0 ? service.grantedKind() : null,
                            service.grantedUnits(),
                            service.totalUnits(),
                            service.totalMicros()));
            high = service.nextHigh();
            low = service.nextLow();
        }
        return services;
    }
}
