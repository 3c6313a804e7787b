package io.ocs.cdr;

import io.ocs.cdr.record.CdrSums;
import io.ocs.cdr.record.CdrSums.MoneySum;
import io.ocs.core.Octets;
import io.ocs.core.RequestType;
import io.ocs.core.RequestedAction;
import io.ocs.core.ResultCode;
import io.ocs.core.ServiceContext;
import io.ocs.core.SubscriptionIdType;
import io.ocs.core.UnitKind;
import io.ocs.core.journal.AccountOpenedRecord;
import io.ocs.core.journal.BalanceRecord;
import io.ocs.core.journal.CreditControlRecord;
import io.ocs.core.journal.Journal;
import io.ocs.core.journal.JournalBatch;
import io.ocs.core.journal.RecordType;
import io.ocs.core.journal.ServiceRecord;
import io.ocs.core.state.LifeCycle;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Seeded journal batches as a shard would write them, and what their charging data records must add up to. */
public final class RandomRecords {

    private static final int EURO = 978;
    private static final long START_MS = 1_767_225_600_000L;

    private final SplittableRandom random;
    private final JournalBatch batch = new JournalBatch(1 << 20);
    private final CreditControlRecord head = new CreditControlRecord();
    private final ServiceRecord service = new ServiceRecord();
    private final BalanceRecord balance = new BalanceRecord();
    private final AccountOpenedRecord account = new AccountOpenedRecord();
    private final Octets text = new Octets(255);
    private final boolean plain;
    private long nowMs = START_MS;
    private long nextNumber = 1;
    private CdrSums sums = CdrSums.NONE;

    public RandomRecords(long seed) {
        this(seed, false);
    }

    /** With {@code plain} the texts are as of well-behaved peers and each record is one of usage: for measuring. */
    public RandomRecords(long seed, boolean plain) {
        random = new SplittableRandom(seed);
        this.plain = plain;
    }

    /** The seed of {@code -Dseed=N}, or another each day; printed, so that a failure can be repeated. */
    public static long seed() {
        String given = System.getProperty("seed", "");
        long seed = given.isEmpty() ? System.nanoTime() : Long.parseLong(given);
        System.out.println("seed " + seed);
        return seed;
    }

    /** Commits a batch with {@code records} journal records. */
    public void commitBatch(Journal journal, int records) {
        nowMs += random.nextInt(50);
        batch.clear(nowMs);
        for (int i = 0; i < records; i++) {
            int kind = plain ? 9 : random.nextInt(10);
            if (kind == 0) {
                accountOpened();
            } else if (kind == 1) {
                balanceAdjusted();
            } else {
                creditControl(plain ? 1 : random.nextInt(4), plain);
            }
        }
        journal.commit(batch);
    }

    /** Commits a batch with one charging data record for sure. */
    public void commitUsage(Journal journal) {
        batch.clear(nowMs);
        creditControl(1, true);
        journal.commit(batch);
    }

    /** Time from which the next batches count on. */
    public void at(long ms) {
        nowMs = ms;
    }

    /** Goes on from an earlier number, as a shard does whose last records were lost. */
    public void goOnFrom(long number) {
        nextNumber = number;
    }

    /** Commits batches of random size. */
    public void commitBatches(Journal journal, int batches) {
        for (int i = 0; i < batches; i++) {
            commitBatch(journal, random.nextInt(1, 12));
        }
    }

    /** Charging data records so far. */
    public long records() {
        return nextNumber - 1;
    }

    public CdrSums sums() {
        return sums;
    }

    private void accountOpened() {
        int at = batch.begin(RecordType.ACCOUNT_OPENED);
        account.build(batch.buffer(), at).account(random.nextLong(1, 1000), EURO, 0, LifeCycle.ACTIVE);
        batch.end(AccountOpenedRecord.LENGTH);
    }

    private void balanceAdjusted() {
        int at = batch.begin(RecordType.BALANCE_ADJUSTED);
        balance.build(batch.buffer(), at);
        UnitKind kind = UnitKind.of(random.nextInt(UnitKind.COUNT));
        long amount = random.nextLong(-1_000_000, 10_000_000);
        balance.owner(random.nextLong(1, 1000), random.nextLong(1, 1000), EURO);
        balance.bucket(random.nextInt(5), kind, 10, random.nextBoolean() ? Long.MAX_VALUE : nowMs + 86_400_000, 0);
        boolean numbered = random.nextInt(4) > 0;
        BalanceRecord.Reason[] reasons = BalanceRecord.Reason.values();
        balance.change(reasons[random.nextInt(reasons.length)], amount, amount + 5, numbered ? nextNumber : 0);
        balance.texts(SubscriptionIdType.END_USER_E164, "491700000001".getBytes(StandardCharsets.US_ASCII), octets(20));
        batch.end(balance.length());
        if (numbered) {
            nextNumber++;
            expectBalance(kind, amount);
        }
    }

    private void creditControl(int services, boolean numbered) {
        int at = batch.begin(RecordType.CREDIT_CONTROL);
        head.build(batch.buffer(), at);
        RequestType type = plain ? RequestType.UPDATE : RequestType.of(random.nextInt(1, 5));
        boolean event = type == RequestType.EVENT;
        head.flags((event ? CreditControlRecord.EVENT : 0)
                | (type == RequestType.TERMINATION ? CreditControlRecord.CLOSED : 0)
                | (random.nextInt(20) == 0 ? CreditControlRecord.SUPERVISED | CreditControlRecord.CLOSED : 0));
        int action = event ? random.nextInt(RequestedAction.values().length) : CreditControlRecord.NO_ACTION;
        head.request(type, plain ? ServiceContext.DATA : anyContext(), action, random.nextInt(100), random.nextLong());
        head.session(random.nextLong(), random.nextLong());
        head.owner(orExtreme(random.nextLong(1, 1000)), orExtreme(random.nextLong(1, 1000)), 7);
        head.times(nowMs - random.nextInt(1000), nowMs, nowMs - random.nextInt(100_000));
        head.resultCode(2001);
        head.cause(random.nextInt(-1, 9));
        head.cost(orExtreme(random.nextLong(0, 1_000_000_000)), EURO);
        head.ratType(random.nextInt(-1, 10));
        head.direction(plain ? -1 : random.nextInt(-1, 3));
        head.catalogVersion(plain ? 3 : random.nextInt(4) * 40);
        texts();
        head.endHead();
        for (int i = 0; i < services; i++) {
            addService(random.nextInt(5) > 0 || numbered);
        }
        batch.end(head.length());
    }

    private ServiceContext anyContext() {
        return ServiceContext.of(random.nextInt(ServiceContext.values().length));
    }

    /** The value, or now and then one at the end of what 64 bits hold; of what is not added up. */
    private long orExtreme(long value) {
        int kind = plain ? 9 : random.nextInt(20);
        return kind == 0 ? Long.MAX_VALUE : kind == 1 ? Long.MIN_VALUE : value;
    }

    private void texts() {
        for (CreditControlRecord.Text name : CreditControlRecord.Text.values()) {
            byte[] value = plain
                    ? (name.name() + ";1234567890;17").getBytes(StandardCharsets.US_ASCII)
                    : octets(name == CreditControlRecord.Text.SESSION_ID ? 192 : 60);
            text.set(value, 0, value.length);
            head.addText(text);
        }
        int subscriptions = plain ? 2 : random.nextInt(5);
        head.subscriptionCount(subscriptions);
        for (int i = 0; i < subscriptions; i++) {
            text.set("49170" + random.nextInt(1_000_000));
            head.addSubscription(SubscriptionIdType.of(plain ? i : random.nextInt(5)), text);
        }
    }

    /** Anything a peer may send: quotes, commas, backslashes, control characters, broken and whole UTF-8. */
    private byte[] octets(int lengthMax) {
        byte[] octets = new byte[random.nextInt(lengthMax + 1)];
        byte[] nasty = "\",\\\n\r\0\t;{}[]'é€😀\\.\n".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < octets.length; i++) {
            octets[i] = random.nextInt(3) == 0
                    ? nasty[random.nextInt(nasty.length)]
                    : random.nextInt(20) == 0 ? (byte) random.nextInt() : (byte) random.nextInt('a', 'z');
        }
        return octets;
    }

    private void addService(boolean numbered) {
        head.addService(service, batch.buffer());
        UnitKind kind = UnitKind.of(random.nextInt(UnitKind.COUNT));
        long units = random.nextLong(0, 1L << 40);
        long micros = random.nextInt(10) == 0 ? -random.nextLong(1_000_000) : random.nextLong(5_000_000);
        service.service(random.nextInt(-1, 100), random.nextInt(-1, 5));
        service.resultCode(random.nextBoolean() ? ResultCode.SUCCESS : ResultCode.CREDIT_LIMIT_REACHED);
        service.unit(kind);
        service.usedUnits(units);
        for (UnitKind each : UnitKind.values()) {
            service.reported(each, each == kind ? units : random.nextInt(4) == 0 ? random.nextLong(1000) : -1);
        }
        service.charged(micros, random.nextInt(2) * 50_000L);
        service.totals(orExtreme(units * 2), orExtreme(micros * 3));
        service.usageTimes(nowMs - 5000, random.nextInt(5) == 0 ? 0 : nowMs);
        service.reportingReason(random.nextInt(-1, 10));
        service.currency(EURO);
        service.qosClass(plain ? 9 : random.nextInt(-1, 257));
        service.catalogAges(plain ? 0 : random.nextInt(40), 0);
        service.recordNumber(numbered ? nextNumber : 0, random.nextInt(1, 30));
        if (random.nextInt(10) == 0) {
            service.addFlag(ServiceRecord.OVERRUN);
        }
        int debits = random.nextInt(4);
        for (int i = 0; i < debits; i++) {
            service.addDebit(i, i == 0 ? UnitKind.MONEY : kind, micros, units, 3, orExtreme(random.nextLong(-5, 1000)));
        }
        service.addReservation(0, 100);
        service.tariffName("data-per-octet");
        head.endService(service);
        if (numbered) {
            nextNumber++;
            expectUsage(kind, units, micros);
        }
    }

    private void expectUsage(UnitKind kind, long units, long micros) {
        TreeMap<String, MoneySum> money = new TreeMap<>();
        money.put("EUR", new MoneySum(micros, 0));
        TreeMap<String, Long> byUnit = new TreeMap<>();
        if (kind != UnitKind.MONEY) {
            byUnit.put(kind.name(), units);
        }
        sums = sums.plus(new CdrSums(1, money, byUnit, new TreeMap<>()));
    }

    private void expectBalance(UnitKind kind, long amount) {
        TreeMap<String, MoneySum> money = new TreeMap<>();
        TreeMap<String, Long> byUnit = new TreeMap<>();
        if (kind == UnitKind.MONEY) {
            money.put("EUR", new MoneySum(0, amount));
        } else {
            byUnit.put(kind.name(), amount);
        }
        sums = sums.plus(new CdrSums(1, money, new TreeMap<>(), byUnit));
    }
}
