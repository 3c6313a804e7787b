package io.ocs.server.rate;

import io.ocs.balance.account.BucketLedger;
import io.ocs.balance.store.MemoryAccountStore;
import io.ocs.balance.store.StoreCapacity;
import io.ocs.core.UnitKind;
import io.ocs.core.charging.Counter;
import io.ocs.core.charging.PricePosition;
import io.ocs.core.charging.RatingFunction;
import io.ocs.core.charging.Tariff;
import io.ocs.core.journal.CreditControlRecord;
import io.ocs.core.journal.JournalBatch;
import io.ocs.core.journal.ServiceRecord;
import io.ocs.core.state.AccountEntry;
import io.ocs.core.state.Table;
import io.ocs.rating.catalog.Offer;
import io.ocs.rating.rate.PriceExplanation;
import io.ocs.server.rate.RatingAnswer.Part;
import io.ocs.server.rate.RatingAnswer.Payment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Answers one question. */
public final class OfflineRating {

    private static final long MS = 1000;
    /** Native memory, which would wait for the garbage collector. */
    private static final ThreadLocal<JournalBatch> BATCH =
            ThreadLocal.withInitial(() -> new JournalBatch(2 * JournalBatch.RECORD_LENGTH_MAX));
    /** More than any session sees; a question must not hold up whoever answers it. */
    private static final int STRETCHES_MAX = 1_000;

    private static final long PLENTY_MICROS = Long.MAX_VALUE / 4;

    private final RatingQuestion question;
    private final Offer offer;
    private final Map<Integer, String> bucketNames = new HashMap<>();
    /** Records are written into it, and go nowhere. */
    private final JournalBatch batch = BATCH.get();

    private final BucketLedger ledger = new BucketLedger();
    private final PricePosition position = new PricePosition();
    private final List<Part> parts = new ArrayList<>();
    private final List<Payment> payments = new ArrayList<>();

    private OfflineRating(RatingQuestion question, Offer offer) {
        this.question = question;
        this.offer = offer;
    }

    /**
     * The price of a usage, computed as for one report of a session's whole usage.
     *
     * @throws IllegalArgumentException if the catalogue has no such offer, or the usage goes over too many switches of tariffs
     * @throws ArithmeticException if an amount overflows: a rating failure, 5031
     */
    public static RatingAnswer answer(RatingQuestion question) {
        Offer offer = question.catalog()
                .offer(question.offer())
                .orElseThrow(() -> new IllegalArgumentException("there is no offer '" + question.offer() + "'"));
        return new OfflineRating(question, offer).rate();
    }

    private RatingAnswer rate() {
        long key = RatingFunction.offerKey(offer.name());
        Tariff tariff = question.catalog().tariff(key, question.request(), question.usage(), question.startMs());
        if (tariff != null) {
            try (MemoryAccountStore image = new MemoryAccountStore(new StoreCapacity(1, 1, 1, 1, 1, 1, 1, 1, 1))) {
                ledger.begin(account(image), question.startMs());
                question.used().forEach(question.usage()::used);
                debit(tariff, question.usage().usedAgainst(tariff.unit()));
            }
        }
        return new RatingAnswer(
                offer.currency(),
                question.catalog().trials(key, question.request(), question.usage()),
                List.copyOf(parts),
                List.copyOf(payments),
                tariff == null ? 0 : ledger.chargedMicros(),
                tariff == null || !ledger.overrun());
    }

    private AccountEntry account(MemoryAccountStore image) {
        AccountEntry account = new AccountEntry().wrap(image.create(Table.ACCOUNT, 1, 0));
        account.currency(offer.currency().getNumericCode());
        account.creditLimitMicros(question.holdings().creditLimitMicros());
        bucketNames.put(AccountEntry.MAIN_BUCKET, "money");
        int main = account.addBucket(
                AccountEntry.MAIN_BUCKET, UnitKind.MONEY, AccountEntry.MAIN_PRIORITY, AccountEntry.NEVER, 0);
        Long money = question.holdings().moneyMicros();
        account.balance(main, money == null ? PLENTY_MICROS : money);
        int id = AccountEntry.MAIN_BUCKET;
        for (Holdings.Bucket bucket : question.holdings().buckets()) {
            id++;
            bucketNames.put(id, bucket.name());
            account.addBucket(id, bucket.kind(), bucket.priority(), bucket.expiresMs(), bucket.allowance());
            account.balance(account.indexOf(id), bucket.amount());
        }
        return account;
    }

    /** Time is split at tariff switches exactly; volume and events are charged by the tariff of the start: as a session's usage is. */
    private void debit(Tariff first, long units) {
        long left = units;
        int stretches = 0;
        long atMs = question.startMs();
        Tariff band = first;
        while (left > 0) {
            long untilMs = first.unit() == UnitKind.TIME ? band.validUntilMs(atMs) : Long.MAX_VALUE;
            long part = untilMs == Long.MAX_VALUE ? left : Math.min(left, (untilMs - atMs + MS - 1) / MS);
            if (++stretches > STRETCHES_MAX) {
                throw new IllegalArgumentException("this usage goes over more than " + STRETCHES_MAX
                        + " switches of tariffs: ask for a shorter one");
            }
            debitPart(band, atMs, part);
            left -= part;
            atMs += part * MS;
            Tariff next = question.catalog().resume(first.planKey(), atMs);
            band = next == null ? first : next;
        }
    }

    private void debitPart(Tariff band, long atMs, long units) {
        CreditControlRecord record = new CreditControlRecord().build(batch.buffer(), 0);
        record.endHead();
        ServiceRecord section = new ServiceRecord();
        record.addService(section, batch.buffer());
        boolean goesOn = position.segment() == band.segmentKey();
        Counter counter = band.tierCounter();
        long counted = counter == null ? 0 : question.holdings().counted().getOrDefault(counter.key(), 0L);
        position.countedBefore(counted);
        ledger.debit(position, band, units, section);
        addPayments(section);
        boolean paidByMoney = position.segment() == band.segmentKey();
        PriceExplanation price = paidByMoney ? explain(band, counter, counted) : null;
        Part last = parts.isEmpty() ? null : parts.get(parts.size() - 1);
        if (goesOn && last != null && last.tariff().equals(band.name())) {
            parts.set(parts.size() - 1, new Part(band.name(), last.fromMs(), band.unit(), last.units() + units, price));
        } else {
            parts.add(new Part(band.name(), atMs, band.unit(), units, price));
        }
    }

    /** Where tiers go by a counter, the price is that of all it has counted, less what that had before. */
    private PriceExplanation explain(Tariff band, Counter counter, long counted) {
        return counter == null
                ? PriceExplanation.of(band, position.cumulative(), position.continuation())
                : PriceExplanation.ofCounted(band, counted, ledger.paidUnits());
    }

    private void addPayments(ServiceRecord section) {
        for (int i = 0; i < section.debitCount(); i++) {
            boolean unknown = section.debitBucket(i) == AccountEntry.MAIN_BUCKET
                    && question.holdings().moneyMicros() == null;
            payments.add(new Payment(
                    bucketNames.get(section.debitBucket(i)),
                    section.debitKind(i),
                    section.debitAmount(i),
                    section.debitUnits(i),
                    unknown ? null : Long.valueOf(section.debitBalanceAfter(i))));
        }
    }
}
