package io.ocs.server.simulation;

import io.ocs.core.Money;
import io.ocs.core.SubscriptionId;
import io.ocs.core.command.AccountCommand;
import io.ocs.core.command.AccountCommand.OfferTerms;
import io.ocs.core.command.AccountCommand.OpeningBucket;
import io.ocs.core.command.CommandResult.Status;
import io.ocs.core.state.LifeCycle;
import io.ocs.rating.catalog.Offer;
import io.ocs.server.simulation.Books.Subscriber;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.SplittableRandom;

/** Provisioning and customer care: which commands they give, and which ones they may give again under the same key. */
final class Care {

    private static final LifeCycle[] FIRST_STATES = {LifeCycle.SUSPENDED, LifeCycle.PRE_ACTIVE};
    private static final LifeCycle[] STATES = {
        LifeCycle.SUSPENDED, LifeCycle.BARRED, LifeCycle.TERMINATED, LifeCycle.PRE_ACTIVE
    };
    private static final String[] OFFERS = {"plain", "steps", "credit", "dollars"};
    private static final int SUBSCRIBERS_MAX = 20;
    private static final int DONE_MAX = 30;
    private static final long REPEATED_WITHIN_MS = 20 * 3_600_000L;

    /** A command that was carried out. */
    record Done(String key, AccountCommand command, long atMs) {}

    private final SplittableRandom random;
    private final Books books;
    private final SimulatedClock clock;
    private final List<String> identities = new ArrayList<>();
    private final List<Done> done = new ArrayList<>();
    private int count;
    private int keys;

    Care(SplittableRandom random, Books books, SimulatedClock clock) {
        this.random = random;
        this.books = books;
        this.clock = clock;
    }

    int size() {
        return books.directory.size();
    }

    String nextKey() {
        return "key-" + ++keys;
    }

    /** An identity that is known, or sometimes one that was. */
    String anyIdentity() {
        if (identities.isEmpty()) {
            return "49170";
        }
        String identity = identities.get(random.nextInt(identities.size()));
        for (int tries = 0; tries < 4 && !books.directory.containsKey(ModelCharging.identity(identity)); tries++) {
            identity = identities.get(random.nextInt(identities.size()));
        }
        return identity;
    }

    private SubscriptionId any() {
        return ModelCharging.identity(anyIdentity());
    }

    private Currency currency(SubscriptionId id) {
        Subscriber subscriber = books.directory.get(id);
        String code = subscriber == null || random.nextInt(20) == 0 ? "EUR" : subscriber.account.currency;
        return Currency.getInstance(code);
    }

    /** Currency in which an element asks for money of this subscriber: mostly the right one. */
    int currencyOf(String identity) {
        return currency(ModelCharging.identity(identity)).getNumericCode();
    }

    private SubscriptionId fresh() {
        count++;
        String digits = random.nextInt(3) == 0 ? "00101%010d".formatted(count) : "49170%06d".formatted(count);
        identities.add(digits);
        if (identities.size() > 3 * SUBSCRIBERS_MAX) {
            identities.remove(random.nextInt(identities.size()));
        }
        return ModelCharging.identity(digits);
    }

    /** A new subscriber; on an account of its own, or of somebody else's. */
    AccountCommand create(boolean member) {
        if (books.directory.values().stream().distinct().count() >= SUBSCRIBERS_MAX) {
            return removeSubscriber();
        }
        SubscriptionId memberOf = member ? any() : null;
        Subscriber other = member ? books.directory.get(memberOf) : null;
        String name = other == null || random.nextInt(8) == 0 ? OFFERS[random.nextInt(OFFERS.length)] : other.offer;
        OfferTerms offer = terms(name);
        Currency currency = Money.currencyOf(offer.currency());
        List<SubscriptionId> ids = new ArrayList<>(List.of(random.nextInt(12) == 0 ? any() : fresh()));
        if (random.nextBoolean()) {
            ids.add(fresh());
        }
        return new AccountCommand.CreateSubscriber(
                ids,
                offer,
                memberOf,
                member || random.nextInt(6) == 0 ? null : new Money(random.nextLong(1, 4_000_000), currency),
                List.of(),
                random.nextInt(4) > 0,
                random.nextInt(12) == 0 ? FIRST_STATES[random.nextInt(FIRST_STATES.length)] : LifeCycle.ACTIVE);
    }

    private OfferTerms terms(String name) {
        Offer offer = books.prices().catalog.offer(name).orElseThrow();
        Instant now = Instant.ofEpochMilli(clock.nowMs());
        return new OfferTerms(
                name,
                offer.currency().getNumericCode(),
                offer.creditLimitMicros(),
                offer.allowances().stream()
                        .map(a -> new OpeningBucket(a.kind(), a.amount(), a.priority(), a.expiresMs(now), a.key()))
                        .toList());
    }

    AccountCommand topUp() {
        SubscriptionId id = any();
        long micros = random.nextInt(15) == 0 ? 0 : random.nextLong(1, 900_000);
        if (random.nextInt(6) == 0) {
            long signed = random.nextBoolean() ? micros : -micros;
            return new AccountCommand.Adjust(id, new Money(signed, currency(id)), "goodwill", "care");
        }
        return new AccountCommand.TopUp(id, new Money(micros, currency(id)));
    }

    AccountCommand transfer() {
        SubscriptionId from = any();
        long micros = random.nextInt(15) == 0 ? random.nextLong(-1, 9_000_000) : random.nextLong(1, 200_000);
        SubscriptionId to = random.nextInt(15) == 0 ? ModelCharging.identity("49998") : any();
        return new AccountCommand.Transfer(from, to, new Money(micros, currency(from)));
    }

    AccountCommand changeState() {
        return new AccountCommand.ChangeState(
                any(), random.nextInt(3) == 0 ? STATES[random.nextInt(STATES.length)] : LifeCycle.ACTIVE);
    }

    AccountCommand changeOffer() {
        return new AccountCommand.ChangeOffer(any(), terms(OFFERS[random.nextInt(OFFERS.length)]));
    }

    AccountCommand addIdentity() {
        return new AccountCommand.AddIdentity(any(), random.nextInt(4) == 0 ? any() : fresh());
    }

    AccountCommand removeIdentity() {
        return new AccountCommand.RemoveIdentity(any());
    }

    AccountCommand removeSubscriber() {
        return new AccountCommand.RemoveSubscriber(any());
    }

    /** The command has ended. */
    void on(String key, AccountCommand command, Status status, long nowMs) {
        if (status == Status.DONE && done.stream().noneMatch(one -> one.key.equals(key))) {
            done.add(new Done(key, command, nowMs));
            if (done.size() > DONE_MAX) {
                done.remove(0);
            }
        }
    }

    /** A command whose key is still remembered; null if there is none. */
    Done anyDone() {
        done.removeIf(one -> clock.nowMs() - one.atMs > REPEATED_WITHIN_MS);
        return done.isEmpty() ? null : done.get(random.nextInt(done.size()));
    }

    /** Another command for the same subject; null if there is none that is alike. */
    static AccountCommand changed(AccountCommand command) {
        if (command instanceof AccountCommand.TopUp topUp) {
            Money more = new Money(topUp.amount().micros() + 1, topUp.amount().currency());
            return new AccountCommand.TopUp(topUp.subscriber(), more);
        }
        if (command instanceof AccountCommand.Transfer transfer) {
            Money more =
                    new Money(transfer.amount().micros() + 1, transfer.amount().currency());
            return new AccountCommand.Transfer(transfer.from(), transfer.to(), more);
        }
        if (command instanceof AccountCommand.ChangeState change) {
            LifeCycle other = change.state() == LifeCycle.ACTIVE ? LifeCycle.SUSPENDED : LifeCycle.ACTIVE;
            return new AccountCommand.ChangeState(change.subscriber(), other);
        }
        return null;
    }
}
