package io.ocs.balance.account;

import io.ocs.core.charging.AccountBalanceFunction;
import io.ocs.core.charging.PricePosition;
import io.ocs.core.charging.Tariff;
import io.ocs.core.journal.ServiceRecord;
import io.ocs.core.state.AccountEntry;
import io.ocs.core.state.ServiceEntry;

/**
 * The account balance function over the buckets of one account. A price segment belongs to one payer: a unit bucket or money. A step once begun is
 * paid for; what is left of it is used before anything else is taken. One thread; nothing is allocated.
 */
public final class BucketLedger implements AccountBalanceFunction {

    private final BucketCopy buckets = new BucketCopy();
    private long chargedMicros;
    private long setupMicros;
    private boolean overrun;
    private boolean exhausted;
    private boolean heldByOthers;
    private boolean paidByMoney;
    private long expiresMs;
    private long paidUnits;
    private long limitMicros;

    @Override
    public void begin(AccountEntry account, long nowMs) {
        buckets.load(account, nowMs);
        chargedMicros = 0;
        setupMicros = 0;
        overrun = false;
        exhausted = false;
        heldByOthers = false;
        paidByMoney = true;
        expiresMs = Long.MAX_VALUE;
        paidUnits = 0;
        limitMicros = Long.MAX_VALUE;
    }

    @Override
    public void release(ServiceEntry service) {
        buckets.release(service);
    }

    @Override
    public void debit(PricePosition position, Tariff tariff, long units, ServiceRecord record) {
        if (units <= 0) {
            return;
        }
        if (position.isStart() && tariff.setupMicros() > 0) {
            setupMicros = tariff.setupMicros();
            takeMoney(setupMicros, 0, tariff.segmentKey(), record);
        }
        long left = units - useOpenStep(position, tariff, units, record);
        for (int i = 0; i < buckets.count() && left > 0; i++) {
            long step = buckets.stepFor(i, tariff);
            if (step > 0) {
                left -= debitUnits(i, step, position, tariff, left, record);
            }
        }
        if (left > 0) {
            debitPrice(position, tariff, left, record);
        }
    }

    /** Uses what the step that is open has paid for already. */
    private long useOpenStep(PricePosition position, Tariff tariff, long units, ServiceRecord record) {
        long use = Math.min(units, openStep(position, tariff));
        if (use > 0) {
            buckets.take(buckets.main(), 0, use, position.segment(), record);
            paidUnits += position.segment() == tariff.segmentKey() ? use : 0;
            position.use(position.segment(), use);
        }
        return use;
    }

    private long openStep(PricePosition position, Tariff tariff) {
        if (position.isStart()) {
            return 0;
        }
        long cumulative = position.cumulative();
        if (position.segment() == tariff.segmentKey()) {
            long priced = cumulativeIn(position, tariff);
            return tariff.stepCeiling(priced, continuationIn(position, tariff)) - priced;
        }
        for (int i = 0; i < buckets.count(); i++) {
            long step = buckets.stepFor(i, tariff);
            if (step > 0 && buckets.segment(i, tariff) == position.segment()) {
                return ceiling(cumulative, step) - cumulative;
            }
        }
        return 0;
    }

    /** Debits whole steps from a unit bucket; its last units may be less than a step, and then end the step. */
    private long debitUnits(
            int index, long step, PricePosition position, Tariff tariff, long units, ServiceRecord record) {
        long there = buckets.debitable(index);
        long use = Math.min(units, there);
        if (use == 0) {
            return 0;
        }
        long steps = ceiling(use, step);
        long segment = buckets.segment(index, tariff);
        buckets.take(index, Math.min(steps, there), use, segment, record);
        position.use(segment, steps > there ? steps : use);
        return use;
    }

    private void debitPrice(PricePosition position, Tariff tariff, long units, ServiceRecord record) {
        long segment = tariff.segmentKey();
        boolean continuation = continuationIn(position, tariff);
        long before = cumulativeIn(position, tariff);
        long price = tariff.priceMicros(Math.addExact(before, units), continuation)
                - tariff.priceMicros(before, continuation);
        takeMoney(price, units, segment, record);
        paidUnits += units;
        position.use(segment, units);
    }

    /** Units that the price is cumulative over: those of the segment, or, where tiers go by a counter, all that it has counted. */
    private long cumulativeIn(PricePosition position, Tariff tariff) {
        return tariff.tierCounter() == null
                ? position.cumulativeIn(tariff.segmentKey())
                : Math.addExact(position.countedBefore(), paidUnits);
    }

    private static boolean continuationIn(PricePosition position, Tariff tariff) {
        return tariff.tierCounter() == null && position.continuationIn(tariff.segmentKey());
    }

    @Override
    public void debitMoney(long micros, ServiceRecord record) {
        takeMoney(micros, 0, 0, record);
    }

    @Override
    public void refund(long micros, ServiceRecord record) {
        buckets.take(buckets.main(), -micros, 0, 0, record);
        chargedMicros = Math.subtractExact(chargedMicros, micros);
    }

    /** Takes money; a negative amount, where a price falls because a volume tier begins, goes back to the main bucket. */
    private void takeMoney(long micros, long units, long segment, ServiceRecord record) {
        long left = micros;
        long paidUnits = units;
        for (int i = 0; i < buckets.count() && left > 0; i++) {
            long part = buckets.isMoney(i) && i != buckets.main() ? Math.min(left, buckets.debitable(i)) : 0;
            if (part > 0) {
                buckets.take(i, part, paidUnits, segment, record);
                left -= part;
                paidUnits = 0;
            }
        }
        if (left != 0 || micros == 0) {
            overrun |= left > buckets.debitable(buckets.main());
            buckets.take(buckets.main(), left, paidUnits, segment, record);
        }
        chargedMicros = Math.addExact(chargedMicros, micros);
    }

    @Override
    public long reserve(PricePosition position, Tariff tariff, long units, ServiceRecord record) {
        heldByOthers = heldByOthers(tariff);
        long setup = position.isStart() ? tariff.setupMicros() : 0;
        long money = Math.min(reservableMoney(), withinLimit()) - setup;
        if (money < 0) {
            exhausted = true;
            return 0;
        }
        long open = openStep(position, tariff);
        long need = Math.max(0, units - open);
        long fromBuckets = reserveUnits(tariff, need, record);
        paidByMoney &= fromBuckets == 0 && (open == 0 || position.segment() == tariff.segmentKey());
        long fromMoney = reserveMoney(position, tariff, need - fromBuckets, fromBuckets > 0, money, setup, record);
        return Math.addExact(open, fromBuckets + fromMoney);
    }

    @Override
    public boolean hold(long micros, ServiceRecord record) {
        boolean there = Math.min(reservableMoney(), withinLimit()) >= micros;
        if (there) {
            holdMoney(micros, record);
        }
        return there;
    }

    @Override
    public void unreserve(ServiceRecord record) {
        buckets.unreserve(record);
        exhausted = false;
        heldByOthers = false;
        paidByMoney = true;
        expiresMs = Long.MAX_VALUE;
    }

    @Override
    public int holdAgain(ServiceEntry service, int[] bucketIds, long[] amounts) {
        int parts = 0;
        long missing = 0;
        for (int i = 0; i < service.partCount(); i++) {
            long part = buckets.holdAgain(buckets.indexOf(service.partBucket(i)), service.partAmount(i));
            missing += service.partAmount(i) - part;
            parts = addPart(parts, service.partBucket(i), part, bucketIds, amounts);
        }
        for (int i = 0; i < buckets.count() && missing > 0; i++) {
            long part = buckets.isMoney(i) ? buckets.holdAgain(i, missing) : 0;
            missing -= part;
            parts = addPart(parts, buckets.id(i), part, bucketIds, amounts);
        }
        return parts;
    }

    private static int addPart(int parts, int bucketId, long amount, int[] bucketIds, long[] amounts) {
        if (amount == 0) {
            return parts;
        }
        for (int i = 0; i < parts; i++) {
            if (bucketIds[i] == bucketId) {
                amounts[i] += amount;
                return parts;
            }
        }
        bucketIds[parts] = bucketId;
        amounts[parts] = amount;
        return parts + 1;
    }

    private long reserveUnits(Tariff tariff, long units, ServiceRecord record) {
        long reserved = 0;
        exhausted = true;
        for (int i = 0; i < buckets.count(); i++) {
            long step = buckets.stepFor(i, tariff);
            if (step > 0) {
                long there = buckets.reservable(i);
                long part = Math.min(ceiling(Math.max(0, units - reserved), step), there);
                if (part > 0) {
                    buckets.reserve(i, part, record);
                    expiresMs = Math.min(expiresMs, buckets.expiresMs(i));
                    reserved += part;
                }
                exhausted &= part == there;
            }
        }
        return reserved;
    }

    /** Reserves the price of {@code units} more, in whole steps, and the set-up fee; nothing if nothing at all can be granted. */
    private long reserveMoney(
            PricePosition position,
            Tariff tariff,
            long units,
            boolean afterBuckets,
            long money,
            long setup,
            ServiceRecord record) {
        long segment = tariff.segmentKey();
        boolean begins = afterBuckets || position.segment() != segment;
        boolean counted = tariff.tierCounter() != null;
        boolean continuation = !counted && (begins ? afterBuckets || !position.isStart() : position.continuation());
        long base = begins && !counted ? 0 : tariff.stepCeiling(cumulativeIn(position, tariff), continuation);
        long affordable = affordable(tariff, base, continuation, money);
        long wanted = units <= 0 ? 0 : tariff.stepCeiling(Math.addExact(base, units), continuation) - base;
        long granted = Math.min(wanted, affordable);
        long price = tariff.holdMicros(base, granted, continuation);
        exhausted &= granted == affordable || affordable(tariff, base + granted, continuation, money - price) == 0;
        if (granted > 0 || afterBuckets) {
            holdMoney(Math.addExact(price, setup), record);
        }
        return granted;
    }

    /** Without money only what costs nothing: units whose price rounds to nothing are not free. */
    private static long affordable(Tariff tariff, long base, boolean continuation, long money) {
        return money > 0 ? tariff.affordableUnits(base, continuation, money) : tariff.freeUnits(base, continuation);
    }

    private void holdMoney(long micros, ServiceRecord record) {
        long left = micros;
        for (int i = 0; i < buckets.count() && left > 0; i++) {
            long part = buckets.isMoney(i) ? Math.min(left, buckets.reservable(i)) : 0;
            if (part > 0) {
                buckets.reserve(i, part, record);
                expiresMs = Math.min(expiresMs, buckets.expiresMs(i));
                left -= part;
            }
        }
        if (left > 0) {
            throw new IllegalStateException("a reservation of " + micros + " is not covered");
        }
    }

    private long reservableMoney() {
        long sum = 0;
        for (int i = 0; i < buckets.count(); i++) {
            if (buckets.isMoney(i)) {
                sum = Math.addExact(sum, buckets.reservable(i));
            }
        }
        return sum;
    }

    private long reservedMoney() {
        long sum = 0;
        for (int i = 0; i < buckets.count(); i++) {
            if (buckets.isMoney(i)) {
                sum = Math.addExact(sum, buckets.reserved(i));
            }
        }
        return sum;
    }

    /** What the limit leaves behind all that is held, at least 0. */
    private long withinLimit() {
        return limitMicros == Long.MAX_VALUE ? limitMicros : Math.max(0, limitMicros - reservedMoney());
    }

    @Override
    public void limitMoney(long micros) {
        limitMicros = micros;
    }

    @Override
    public boolean beyondLimit() {
        return chargedMicros > 0 && chargedMicros > withinLimit();
    }

    @Override
    public long paidUnits() {
        return paidUnits;
    }

    private boolean heldByOthers(Tariff tariff) {
        for (int i = 0; i < buckets.count(); i++) {
            if (buckets.reserved(i) > 0 && (buckets.isMoney(i) || buckets.stepFor(i, tariff) > 0)) {
                return true;
            }
        }
        return false;
    }

    private static long ceiling(long units, long step) {
        return Math.multiplyExact(-Math.floorDiv(-units, step), step);
    }

    @Override
    public long chargedMicros() {
        return chargedMicros;
    }

    @Override
    public long setupMicros() {
        return setupMicros;
    }

    @Override
    public boolean overrun() {
        return overrun;
    }

    @Override
    public boolean exhausted() {
        return exhausted;
    }

    @Override
    public boolean heldByOthers() {
        return heldByOthers;
    }

    @Override
    public boolean paidByMoney() {
        return paidByMoney;
    }

    @Override
    public long expiresMs() {
        return expiresMs;
    }
}
