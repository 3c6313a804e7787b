package io.ocs.server.simulation;

import io.ocs.core.Octets;
import io.ocs.core.UnitKind;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.core.state.AccountEntry;
import io.ocs.core.state.AccountStore;
import io.ocs.core.state.IdentityEntry;
import io.ocs.core.state.ServiceEntry;
import io.ocs.core.state.SessionEntry;
import io.ocs.core.state.ShardEntry;
import io.ocs.core.state.SubscriberEntry;
import io.ocs.core.state.Table;
import io.ocs.core.state.TransferEntry;
import io.ocs.server.simulation.Books.Account;
import io.ocs.server.simulation.Books.Bucket;
import io.ocs.server.simulation.Books.Flows;
import io.ocs.server.simulation.Books.Service;
import io.ocs.server.simulation.Books.ServiceKey;
import io.ocs.server.simulation.Books.Session;
import io.ocs.server.simulation.Books.Subscriber;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Holds the images of all shards against the books and against themselves. */
final class Comparison {

    private final Books books;
    private final AccountEntry account = new AccountEntry();
    private final SessionEntry session = new SessionEntry();
    private final ServiceEntry service = new ServiceEntry();
    private final SubscriberEntry subscriber = new SubscriberEntry();
    private final IdentityEntry identity = new IdentityEntry();
    private final ShardEntry shard = new ShardEntry();
    private final Octets text = new Octets(CreditControlRequest.SESSION_ID_MAX);
    private final Map<String, Long> left = new HashMap<>();
    private final Map<Long, Map<Integer, Long>> parts = new HashMap<>();
    private final Map<Long, Integer> open = new HashMap<>();
    /** What a difference between image and books means, by what has just happened. */
    private Invariant meaning;

    Comparison(Books books) {
        this.books = books;
    }

    /** What shards remember of transfers is what is on its way; of what is over, the receivers' know at most what nobody has told them. */
    void checkTransfers(List<AccountStore> images, ModelTransfers transfers) {
        int[] sent = {0};
        int[] received = {0};
        TransferEntry entry = new TransferEntry();
        images.forEach(image -> image.forEach(Table.TRANSFER, address -> {
            (entry.wrap(address).isReceived() ? received : sent)[0]++;
            return true;
        }));
        if (sent[0] != transfers.underWay() || received[0] < transfers.receivedUnsettled()) {
            throw new Violation(
                    Invariant.TRANSFERRED_ONCE,
                    sent[0] + " transfers sent and " + received[0] + " received are remembered, " + transfers.underWay()
                            + " are on their way, " + transfers.receivedUnsettled() + " of them received");
        }
    }

    /**
     * Looks at everything that moves money.
     *
     * @param differs what a difference from the books means
     * @throws Violation if something differs
     */
    void check(List<AccountStore> images, Invariant differs) {
        meaning = differs;
        left.clear();
        parts.clear();
        open.clear();
        int accounts = 0;
        for (int i = 0; i < images.size(); i++) {
            AccountStore image = images.get(i);
            image.forEach(Table.SERVICE, this::sumParts);
            image.forEach(Table.SESSION, this::sumSessions);
            image.forEach(Table.ACCOUNT, this::sumBalances);
            accounts += (int) image.size(Table.ACCOUNT);
        }
        images.forEach(image -> image.forEach(Table.ACCOUNT, this::checkReserved));
        conserved();
        if (accounts != books.accounts.size()) {
            throw new Violation(meaning, accounts + " accounts instead of " + books.accounts.size());
        }
        images.forEach(image -> image.forEach(Table.ACCOUNT, address -> checkAccount(image, address)));
        long sessions =
                images.stream().mapToLong(image -> image.size(Table.SESSION)).sum();
        if (sessions != books.sessions.size()) {
            throw new Violation(
                    sessions > books.sessions.size() ? Invariant.NO_LEAK : meaning,
                    sessions + " sessions are open instead of " + books.sessions.size());
        }
        images.forEach(image -> checkSessions(image));
        for (int i = 0; i < images.size(); i++) {
            long next = shard.wrap(images.get(i).find(Table.SHARD, 0, 0)).nextRecordNumber();
            if (next != books.records[i] + 1) {
                throw new Violation(
                        Invariant.CDR_DENSE,
                        "the next record of shard " + i + " is " + next + " instead of " + (books.records[i] + 1));
            }
        }
    }

    private long spent(AccountStore image, long accountId) {
        long address = image.find(Table.COUNTER, accountId, 0);
        int index = address == AccountStore.NONE
                ? -1
                : counter.wrap(address).indexOf(io.ocs.core.charging.RatingFunction.offerKey("spent"));
        return index < 0 ? 0 : counter.value(index);
    }

    private boolean sumParts(long address) {
        service.wrap(address);
        Map<Integer, Long> sums = parts.computeIfAbsent(service.sessionLow(), absent -> new HashMap<>());
        for (int i = 0; i < service.partCount(); i++) {
            sums.merge(service.partBucket(i), service.partAmount(i), Long::sum);
        }
        return true;
    }

    private final io.ocs.core.state.CounterEntry counter = new io.ocs.core.state.CounterEntry();
    private final Map<Long, Map<Integer, Long>> held = new HashMap<>();

    private boolean sumSessions(long address) {
        session.wrap(address);
        open.merge(session.accountId(), 1, Integer::sum);
        Map<Integer, Long> of = parts.remove(session.keyLow());
        if (of != null) {
            Map<Integer, Long> sums = held.computeIfAbsent(session.accountId(), absent -> new HashMap<>());
            of.forEach((bucket, amount) -> sums.merge(bucket, amount, Long::sum));
        }
        return true;
    }

    private boolean sumBalances(long address) {
        account.wrap(address);
        String currency = currency(account.currency());
        for (int i = 0; i < account.bucketCount(); i++) {
            UnitKind kind = account.kind(i);
            left.merge(kind == UnitKind.MONEY ? currency : kind.name(), account.balance(i), Long::sum);
        }
        return true;
    }

    private static final int EUR = Currency.getInstance("EUR").getNumericCode();

    private static String currency(int number) {
        return number == EUR ? "EUR" : "USD";
    }

    /** Reserved of each bucket is what its open services hold, and not more than is there. */
    private boolean checkReserved(long address) {
        account.wrap(address);
        long id = account.accountId();
        Map<Integer, Long> of = held.remove(id);
        for (int i = 0; i < account.bucketCount(); i++) {
            long sum = of == null ? 0 : of.getOrDefault(account.bucketId(i), 0L);
            if (account.reserved(i) != sum) {
                throw new Violation(
                        Invariant.RESERVED_SUM,
                        "bucket " + account.bucketId(i) + " of account " + id + " has " + account.reserved(i)
                                + " reserved, its open services hold " + sum);
            }
            if (account.bucketId(i) != AccountEntry.MAIN_BUCKET && account.balance(i) < account.reserved(i)) {
                throw new Violation(
                        Invariant.NEVER_OVER,
                        "bucket " + account.bucketId(i) + " of account " + id + " holds " + account.balance(i)
                                + ", reserved is " + account.reserved(i));
            }
        }
        int sessions = open.getOrDefault(id, 0);
        if (account.openSessions() != sessions) {
            throw new Violation(
                    Invariant.NO_LEAK,
                    "account " + id + " counts " + account.openSessions() + " open sessions, there are " + sessions);
        }
        return true;
    }

    private void conserved() {
        if (!parts.isEmpty()) {
            throw new Violation(Invariant.NO_LEAK, parts.size() + " sessions are gone, but not their services");
        }
        for (Map.Entry<String, Flows> asset : books.flows.entrySet()) {
            long there = left.getOrDefault(asset.getKey(), 0L);
            if (there != asset.getValue().left()) {
                throw new Violation(
                        meaning == Invariant.CHARGED_RIGHT ? Invariant.CONSERVATION : meaning,
                        "accounts hold " + there + " " + asset.getKey() + ", but " + asset.getValue() + " leaves "
                                + asset.getValue().left());
            }
        }
    }

    private void expect(long is, long shouldBe, String what) {
        expect(is, shouldBe, what, "", "");
    }

    /** The message is put together only when it is needed: this is asked a hundred times a step. */
    private void expect(long is, long shouldBe, String what, Object part, Object whole) {
        if (is != shouldBe) {
            throw new Violation(meaning, what + " " + part + " of " + whole + " is " + is + " instead of " + shouldBe);
        }
    }

    private boolean checkAccount(AccountStore image, long address) {
        account.wrap(address);
        Account of = books.accounts.get(account.accountId());
        if (of == null) {
            throw new Violation(meaning, "nobody has opened account " + account.accountId());
        }
        expect(account.creditLimitMicros(), of.limitMicros, "credit limit", "", of);
        expect(account.openSessions(), of.sessions, "number of open sessions", "", of);
        expect(account.memberCount(), of.members, "number of members", "", of);
        expect(account.bucketCount(), of.buckets.size(), "number of buckets", "", of);
        expect(spent(image, of.id), of.spentMicros, "counted spending", "", of);
        for (int i = 0; i < of.buckets.size(); i++) {
            Bucket bucket = of.buckets.get(i);
            expect(account.bucketId(i), bucket.id, "id of", bucket, of);
            expect(account.kind(i).ordinal(), bucket.unit.ordinal(), "kind of", bucket, of);
            expect(account.expiresMs(i), bucket.expiresMs, "end of", bucket, of);
            expect(account.balance(i), bucket.balance, "balance of", bucket, of);
            expect(account.reserved(i), bucket.reserved, "reserved of", bucket, of);
            expect(account.credited(i), bucket.credited, "credited of", bucket, of);
        }
        return true;
    }

    private void checkSessions(AccountStore image) {
        image.forEach(Table.SESSION, address -> {
            session.wrap(address).sessionId(text);
            String id = text.toString();
            Session of = books.sessions.get(id);
            if (of == null) {
                throw new Violation(Invariant.NO_LEAK, "session " + id + " is open, but was ended");
            }
            expect(session.accountId(), of.account().id, "account", "", of);
            expect(session.costMicros(), of.costMicros, "cost", "", of);
            expect(session.deadlineMs(), of.deadlineMs, "deadline", "", of);
            expect(session.serviceCount(), of.services.size(), "number of services", "", of);
            of.services.forEach((key, values) -> checkService(image, id, key, values));
            return true;
        });
    }

    private void checkService(AccountStore image, String id, ServiceKey key, Service of) {
        long address = image.find(
                Table.SERVICE,
                ServiceEntry.keyHigh(session.keyHigh(), key.group(), key.identifier()),
                ServiceEntry.keyLow(session.keyLow(), key.group(), key.identifier()));
        if (address == AccountStore.NONE) {
            throw new Violation(meaning, "session " + id + " has no " + key);
        }
        service.wrap(address);
        expect(service.grantedUnits(), of.granted, "grant", key, id);
        expect(service.isPooled() ? 1 : 0, of.pooled ? 1 : 0, "share of a pool", key, id);
        expect(service.cumulative(), of.cumulative, "cumulative usage", key, id);
        expect(service.totalUnits(), of.totalUnits, "total usage", key, id);
        expect(service.totalMicros(), of.totalMicros, "total cost", key, id);
    }

    /** Subscribers, identities and their links; for now and then. */
    void checkDirectory(List<AccountStore> images, Invariant differs) {
        meaning = differs;
        long identities =
                images.stream().mapToLong(image -> image.size(Table.IDENTITY)).sum();
        expect(identities, books.directory.size(), "number of identities");
        long subscribers =
                images.stream().mapToLong(image -> image.size(Table.SUBSCRIBER)).sum();
        expect(subscribers, books.directory.values().stream().distinct().count(), "number of subscribers");
        books.directory.forEach((id, of) -> {
            AccountStore image = images.get(of.account.shard);
            long address = image.find(Table.IDENTITY, id.keyHigh(), id.keyLow());
            if (address == AccountStore.NONE
                    || !identity.wrap(address).identity().equals(id)) {
                throw new Violation(meaning, "shard " + of.account.shard + " does not know " + id);
            }
            expect(identity.accountId(), of.account.id, "account", "", id);
            expect(identity.subscriberId(), of.id, "subscriber", "", id);
            checkSubscriber(image, of);
        });
    }

    private void checkSubscriber(AccountStore image, Subscriber of) {
        subscriber.wrap(image.find(Table.SUBSCRIBER, of.id, 0));
        expect(subscriber.identityCount(), of.identities.size(), "number of identities", "", of);
        expect(subscriber.state().ordinal(), of.state.ordinal(), "state", "", of);
        if (!subscriber.offerName().equals(of.offer)) {
            throw new Violation(
                    meaning, "offer of " + of + " is " + subscriber.offerName() + " instead of " + of.offer);
        }
    }

    /** The account and subscriber numbers that a new subscriber was given. */
    void learn(List<AccountStore> images, Subscriber of) {
        io.ocs.core.SubscriptionId id = of.identities.iterator().next();
        AccountStore image = images.get(of.account.shard);
        long address = image.find(Table.IDENTITY, id.keyHigh(), id.keyLow());
        if (address == AccountStore.NONE) {
            throw new Violation(meaning, "shard " + of.account.shard + " does not know " + id + ", just created");
        }
        identity.wrap(address);
        of.id = identity.subscriberId();
        of.account.id = identity.accountId();
        books.accounts.put(of.account.id, of.account);
    }
}
