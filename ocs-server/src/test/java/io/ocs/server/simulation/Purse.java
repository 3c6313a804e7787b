package io.ocs.server.simulation;

import io.ocs.server.simulation.Books.Account;
import io.ocs.server.simulation.Books.Bucket;
import io.ocs.server.simulation.Books.Flows;
import io.ocs.server.simulation.Books.Service;
import io.ocs.server.simulation.PriceList.Allowance;
import io.ocs.server.simulation.PriceList.Offer;
import io.ocs.server.simulation.PriceList.Rate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The model's arithmetic of one account for one service: who pays, in which order, and for how much a reservation is good. */
final class Purse {

    private final Books books;
    private final Account account;
    private final long nowMs;
    private final Map<Integer, Long> held = new HashMap<>();
    long chargedMicros;
    boolean overrun;

    /** After {@link #reserve}: no allowance pays for any of it. */
    boolean paidByMoney;

    /** After {@link #reserve}: not one further step could be paid. */
    boolean exhausted;
    /** After {@link #reserve}: another service holds something that could have paid. */
    boolean shared;
    /** After {@link #reserve}: earliest end of a bucket that something is reserved in. */
    long expiresMs = Books.NEVER;

    Purse(Books books, Account account, long nowMs) {
        this.books = books;
        this.account = account;
        this.nowMs = nowMs;
    }

    /** What the service holds is free again, and good for what it has used. */
    void release(Service service) {
        service.parts.forEach((id, amount) -> {
            account.bucket(id).reserved -= amount;
            held.merge(id, amount, Long::sum);
        });
        service.parts.clear();
    }

    private boolean isExpired(Bucket bucket) {
        return bucket.expiresMs <= nowMs;
    }

    private long free(Bucket bucket) {
        return bucket.balance - bucket.reserved + (bucket.isMain() ? account.limitMicros : 0);
    }

    private long payable(Bucket bucket) {
        long free = free(bucket);
        return Math.max(0, isExpired(bucket) ? Math.min(free, held.getOrDefault(bucket.id, 0L)) : free);
    }

    private long reservable(Bucket bucket) {
        return isExpired(bucket) ? 0 : Math.max(0, free(bucket));
    }

    /** The step in which this bucket pays for the rate, 0 if it does not. */
    private long step(Bucket bucket, Rate rate) {
        if (bucket.unit != rate.kind().unit) {
            return 0;
        }
        Offer offer =
                books.prices().offers.get(rate.plan().substring(0, rate.plan().indexOf('/')));
        for (Allowance allowance : offer.allowances()) {
            boolean pays =
                    allowance.kind() == rate.kind() && allowance.paysFor().equals(rate.name());
            if (pays && ModelCommands.key(allowance.name()) == bucket.allowance) {
                return allowance.step();
            }
        }
        return 0;
    }

    private static String segment(Bucket bucket, Rate rate) {
        return rate.segment() + "#" + bucket.id;
    }

    private static long up(long units, long step) {
        return (units + step - 1) / step * step;
    }

    private void take(Bucket bucket, long amount) {
        bucket.balance -= amount;
        held.computeIfPresent(bucket.id, (id, left) -> Math.max(0, left - amount));
        books.flows(account, bucket).spent += amount;
    }

    private static void use(Service service, String segment, long units) {
        if (!segment.equals(service.segment)) {
            service.segment = segment;
            service.cumulative = 0;
        }
        service.cumulative += units;
    }

    /** Units that a step once begun has paid for. */
    private long begun(Service service, Rate rate) {
        if (service.segment == null) {
            return 0;
        }
        if (service.segment.equals(rate.segment())) {
            return up(service.cumulative, rate.step()) - service.cumulative;
        }
        for (Bucket bucket : account.buckets) {
            long step = step(bucket, rate);
            if (step > 0 && service.segment.equals(segment(bucket, rate))) {
                return up(service.cumulative, step) - service.cumulative;
            }
        }
        return 0;
    }

    void debit(Service service, Rate rate, long units) {
        if (units == 0) {
            return;
        }
        if (service.segment == null && rate.setupMicros() > 0) {
            debitMoney(rate.setupMicros());
        }
        long left = units;
        long begun = Math.min(left, begun(service, rate));
        service.cumulative += begun;
        left -= begun;
        for (Bucket bucket : account.buckets) {
            long step = step(bucket, rate);
            long there = step > 0 ? payable(bucket) : 0;
            long use = Math.min(left, there);
            if (use > 0) {
                boolean ends = up(use, step) > there;
                take(bucket, ends ? there : up(use, step));
                use(service, segment(bucket, rate), ends ? up(use, step) : use);
                left -= use;
            }
        }
        if (left > 0) {
            long before = rate.segment().equals(service.segment) ? service.cumulative : 0;
            debitMoney(rate.price(before + left) - rate.price(before));
            use(service, rate.segment(), left);
        }
    }

    void debitMoney(long micros) {
        long left = micros;
        for (Bucket bucket : account.buckets) {
            if (bucket.isMoney() && !bucket.isMain()) {
                long part = Math.min(left, payable(bucket));
                take(bucket, part);
                left -= part;
            }
        }
        overrun |= left > payable(account.main());
        take(account.main(), left);
        chargedMicros += micros;
    }

    void refund(long micros) {
        account.main().balance += micros;
        books.flows(account, account.main()).refunded += micros;
        chargedMicros -= micros;
    }

    /** Reserves for {@code wanted} more units as far as can be paid; tells how many are granted. */
    long reserve(Service service, Rate rate, long wanted) {
        shared = account.buckets.stream()
                .anyMatch(bucket -> bucket.reserved > 0 && (bucket.isMoney() || step(bucket, rate) > 0));
        long setup = service.segment == null ? rate.setupMicros() : 0;
        long money = account.buckets.stream()
                        .filter(Bucket::isMoney)
                        .mapToLong(this::reservable)
                        .sum()
                - setup;
        if (money < 0) {
            exhausted = true;
            return 0;
        }
        long begun = begun(service, rate);
        long missing = Math.max(0, wanted - begun);
        long fromUnits = 0;
        boolean unitsLeft = false;
        for (Bucket bucket : account.buckets) {
            long step = step(bucket, rate);
            if (step > 0) {
                long there = reservable(bucket);
                long part = Math.min(there, up(Math.max(0, missing - fromUnits), step));
                hold(service, bucket, part);
                fromUnits += part;
                unitsLeft |= part < there;
            }
        }
        paidByMoney = fromUnits == 0 && (begun == 0 || rate.segment().equals(service.segment));
        long steps = (Math.max(0, missing - fromUnits) + rate.step() - 1) / rate.step();
        if (rate.stepMicros() > 0) {
            steps = Math.min(steps, money / rate.stepMicros());
        }
        long price = steps * rate.stepMicros();
        if (steps > 0 || fromUnits > 0) {
            holdMoney(service, price + setup);
        }
        exhausted = !unitsLeft && rate.stepMicros() > 0 && money - price < rate.stepMicros();
        return begun + fromUnits + steps * rate.step();
    }

    /** Holds so much money besides, if it is there. */
    boolean hold(Service service, long micros) {
        long there = account.buckets.stream()
                .filter(Bucket::isMoney)
                .mapToLong(this::reservable)
                .sum();
        if (there >= micros) {
            holdMoney(service, micros);
        }
        return there >= micros;
    }

    /** Units that the money of the others in the pool can pay. */
    static long payableByOthers(List<Service> mates, Service service, Rate rate) {
        long micros = mates.stream()
                .flatMap(mate -> mate.parts.values().stream())
                .mapToLong(Long::longValue)
                .sum();
        if (micros == 0) {
            return 0;
        }
        if (rate.stepMicros() == 0) {
            return Long.MAX_VALUE / 4;
        }
        long cumulative = rate.segment().equals(service.segment) ? service.cumulative : 0;
        long steps = (rate.price(cumulative) + micros) / rate.stepMicros();
        return Math.max(0, steps * rate.step() - cumulative);
    }

    /** What services of the pool held before another one was used beyond its grant. */
    record Lent(Map<Service, Map<Integer, Long>> parts) {}

    /** What these services hold may pay, too. */
    Lent borrow(List<Service> mates) {
        Map<Service, Map<Integer, Long>> parts = new LinkedHashMap<>();
        for (Service mate : mates) {
            parts.put(mate, new LinkedHashMap<>(mate.parts));
            release(mate);
        }
        return new Lent(parts);
    }

    /** After debits: each holds what is left of it, where it did, else in other money. */
    void giveBack(Lent lent) {
        lent.parts.forEach((mate, parts) -> {
            long missing = 0;
            for (Map.Entry<Integer, Long> part : parts.entrySet()) {
                missing += part.getValue() - holdAgain(mate, account.bucket(part.getKey()), part.getValue());
            }
            for (Bucket bucket : account.buckets) {
                missing -= bucket.isMoney() ? holdAgain(mate, bucket, missing) : 0;
            }
        });
    }

    private long holdAgain(Service mate, Bucket bucket, long amount) {
        long part = Math.min(amount, payable(bucket));
        if (part > 0) {
            bucket.reserved += part;
            held.computeIfPresent(bucket.id, (id, left) -> Math.max(0, left - part));
            mate.parts.merge(bucket.id, part, Long::sum);
        }
        return part;
    }

    private void holdMoney(Service service, long micros) {
        long left = micros;
        for (Bucket bucket : account.buckets) {
            if (bucket.isMoney()) {
                long part = Math.min(left, reservable(bucket));
                hold(service, bucket, part);
                left -= part;
            }
        }
        if (left > 0) {
            throw new IllegalStateException("the model reserves what is not there");
        }
    }

    private void hold(Service service, Bucket bucket, long amount) {
        if (amount > 0) {
            bucket.reserved += amount;
            service.parts.merge(bucket.id, amount, Long::sum);
            expiresMs = Math.min(expiresMs, bucket.expiresMs);
        }
    }

    /** The balances as they are, to return to by {@link #restore}. */
    Map<Integer, Long> balances() {
        Map<Integer, Long> copy = new HashMap<>();
        account.buckets.forEach(bucket -> copy.put(bucket.id, bucket.balance));
        return copy;
    }

    /** Undoes debits since {@link #balances}. */
    void restore(Map<Integer, Long> copy) {
        for (Bucket bucket : account.buckets) {
            Flows flows = books.flows(account, bucket);
            flows.spent -= copy.get(bucket.id) - bucket.balance;
            bucket.balance = copy.get(bucket.id);
        }
    }
}
