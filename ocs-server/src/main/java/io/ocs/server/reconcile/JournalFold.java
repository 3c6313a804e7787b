package io.ocs.server.reconcile;

import io.ocs.server.reconcile.CreditControlBody.Part;
import io.ocs.server.reconcile.CreditControlBody.Service;
import io.ocs.server.reconcile.Ledger.BucketKey;
import io.ocs.server.reconcile.Ledger.Flows;
import io.ocs.server.reconcile.SegmentScan.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Records of the journal, folded from their octets: what was credited, spent and reserved, and every charge and request for those who listen.
 * Balances are summed up here and held against the balance that each record states. Keeps accounts, subscribers and open sessions, nothing for
 * each record.
 */
final class JournalFold implements Opening.State {

    /** Takes what the journal says, in its order. */
    interface Listener {
        /** A charging data record that must be found outside, with the name of the offer that paid. */
        default void charge(Place place, Charge.Key key, Charge charge, String offer) {}

        default void request(Place place, Requested.Key key, Requested request) {}
    }

    private static final int CREDIT_CONTROL = 1;
    private static final int SUBSCRIBER_ADDED = 3;
    private static final int SUBSCRIBER_CHANGED = 4;
    private static final int SUBSCRIBER_REMOVED = 5;
    private static final int BALANCE_ADJUSTED = 8;
    private static final int COUNTED = 12;
    private static final String[] DIRECTIONS = {"ORIGINATING", "TERMINATING"};
    private static final int TRANSFER = 14;
    private static final String[] REASONS = {
        "OPENING", "TOP_UP", "ALLOWANCE", "ADJUSTMENT", "EXPIRED", "FORFEITED", "FEE", "TRANSFER_OUT", "TRANSFER_IN"
    };

    private final Problems problems;
    private final List<Listener> listeners;
    private final Ledger ledger = new Ledger();
    private final CounterFold counters;
    private final TransferFold transfers;
    private final Map<SessionKey, Map<String, List<Part>>> reservations = new HashMap<>();
    private final Map<Long, String> offers = new HashMap<>();
    private final Map<Long, Long> offersOfSubscribers = new HashMap<>();
    private final Map<Integer, Charge.Key> numbers = new HashMap<>();

    JournalFold(Problems problems, List<Listener> listeners) {
        this.problems = problems;
        counters = new CounterFold(problems);
        transfers = new TransferFold();
        this.listeners = List.copyOf(listeners);
    }

    Ledger ledger() {
        return ledger;
    }

    TransferFold transfers() {
        return transfers;
    }

    @Override
    public void transfer(Opening.Transfer transfer) {
        transfers.opening(transfer);
        Flows flows = ledger.flows(Assets.currency(transfer.currency()));
        long micros = transfer.micros();
        flows.opening += transfer.received() ? -micros : micros; // the account that has received it opens with it
        flows.sent += transfer.received() ? 0 : micros;
        flows.received += transfer.received() ? micros : 0;
    }

    @Override
    public void bucket(long account, int bucket, int kind, int currency, long balance) {
        String asset = Assets.of(kind, currency);
        ledger.flows(asset).opening += balance;
        ledger.change(new BucketKey(account, bucket), asset, balance);
    }

    @Override
    public void service(long account, SessionKey session, String service, List<Part> parts) {
        reservations.computeIfAbsent(session, absent -> new HashMap<>()).put(service, parts);
        parts.forEach(part -> ledger.reserve(new BucketKey(account, part.bucket()), part.amount()));
    }

    @Override
    public void subscriber(long subscriber, long offerKey, String offerName) {
        offers.put(offerKey, offerName);
        offersOfSubscribers.put(subscriber, offerKey);
    }

    @Override
    public void counter(long owner, long counter, long value, long untilMs) {
        counters.opening(owner, counter, value, untilMs);
    }

    /** The next record. */
    void record(int type, Place place, Body body) {
        switch (type) {
            case CREDIT_CONTROL -> creditControl(place, new CreditControlBody(body));
            case SUBSCRIBER_ADDED, SUBSCRIBER_CHANGED -> subscriber(body.i64(0), body.i64(16), body.string(25));
            case SUBSCRIBER_REMOVED -> counters.removed(body.i64(0));
            case BALANCE_ADJUSTED -> balance(place, body);
            case COUNTED -> counters.counted(place, body);
            case TRANSFER -> transfers.step(place, body);
            default -> {
                // accounts, identities, commands, timers, notifications: no money moves
            }
        }
    }

    private String offer(long key) {
        return offers.getOrDefault(key, "offer " + key);
    }

    private void creditControl(Place place, CreditControlBody record) {
        long micros = 0;
        List<Requested.Service> reported = new ArrayList<>();
        for (Service service : record.services()) {
            long taken = debit(place, record, service);
            if (taken != service.micros()) {
                problems.add(place + ", session " + record.session() + ": charged " + service.micros()
                        + " micros, but its debits of money are " + taken);
            }
            micros += service.micros();
            reported.add(new Requested.Service(service.service(), service.used()));
            if (!record.isEvent()) {
                reserve(record, service.service(), service.reservations());
                service.draws().forEach((other, parts) -> reserve(record, other, parts));
            }
            tell(place, service.recordNumber(), charge(record, service), offer(record.offerKey()));
        }
        if (record.isClosed()) {
            close(record);
        }
        Requested.Key key = new Requested.Key(record.session(), record.type(), record.number());
        Requested request = new Requested(record.isSupervised(), Assets.currency(record.currency()), micros, reported);
        listeners.forEach(listener -> listener.request(place, key, request));
    }

    /** Takes what the service costs from its buckets and gives the money taken. */
    private long debit(Place place, CreditControlBody record, Service service) {
        long money = 0;
        for (Part debit : service.debits()) {
            String asset = Assets.of(debit.kind(), record.currency());
            Flows flows = ledger.flows(asset);
            if (debit.amount() >= 0) {
                flows.spent += debit.amount();
            } else {
                flows.refunded -= debit.amount();
            }
            BucketKey key = new BucketKey(record.account(), debit.bucket());
            change(place, key, asset, -debit.amount(), debit.balanceAfter());
            money += Assets.MONEY.equals(Assets.kind(debit.kind())) ? debit.amount() : 0;
        }
        return money;
    }

    private void change(Place place, BucketKey key, String asset, long amount, long stated) {
        long balance = ledger.change(key, asset, amount);
        if (balance != stated) {
            problems.add(place + ", " + key + ": the balance is " + Assets.text(asset, balance) + ", the record states "
                    + Assets.text(asset, stated) + " " + asset);
            ledger.state(key, stated);
        }
    }

    /** What the service held before is released, what it holds now is reserved. */
    private void reserve(CreditControlBody record, String service, List<Part> parts) {
        Map<String, List<Part>> held = reservations.computeIfAbsent(record.sessionKey(), absent -> new HashMap<>());
        List<Part> before = held.put(service, parts);
        release(record.account(), before == null ? List.of() : before);
        parts.forEach(part -> ledger.reserve(new BucketKey(record.account(), part.bucket()), part.amount()));
    }

    private void release(long account, List<Part> parts) {
        parts.forEach(part -> ledger.reserve(new BucketKey(account, part.bucket()), -part.amount()));
    }

    private void close(CreditControlBody record) {
        Map<String, List<Part>> held = reservations.remove(record.sessionKey());
        if (held != null) {
            held.values().forEach(parts -> release(record.account(), parts));
        }
    }

    private static Charge charge(CreditControlBody record, Service service) {
        List<Charge.Debit> debits = service.debits().stream()
                .map(debit -> new Charge.Debit(debit.bucket(), Assets.kind(debit.kind()), debit.amount()))
                .toList();
        return new Charge(
                record.receivedMs(),
                record.account(),
                Assets.currency(record.currency()),
                record.session(),
                record.type() + " " + record.number(),
                service.service(),
                Assets.kind(service.unit()),
                service.units(),
                service.micros(),
                debits,
                conditions(record, service));
    }

    private static String conditions(CreditControlBody record, Service service) {
        return Charge.conditions(
                record.direction() < 0 ? null : DIRECTIONS[record.direction()],
                service.qosClass() < 0 ? null : (long) service.qosClass(),
                record.catalogVersion() == 0 ? null : (long) record.catalogVersion() - service.catalogAge());
    }

    private void balance(Place place, Body body) {
        int kind = body.u8(20);
        int reason = body.u8(21);
        long amount = body.i64(40);
        int currency = body.i32(64);
        String asset = Assets.of(kind, currency);
        BucketKey key = new BucketKey(body.i64(0), body.i32(16));
        flow(ledger.flows(asset), REASONS[reason], amount);
        change(place, key, asset, amount, body.i64(48));
        if (REASONS[reason].equals("EXPIRED")) {
            ledger.remove(key);
        }
        long micros = Assets.MONEY.equals(Assets.kind(kind)) ? amount : 0;
        Charge charge = new Charge(
                place.timeMs(),
                key.account(),
                Assets.currency(currency),
                "",
                REASONS[reason],
                "bucket " + key.bucket(),
                Assets.kind(kind),
                amount,
                micros,
                List.of(),
                "");
        Long offer = offersOfSubscribers.get(body.i64(8));
        tell(place, body.i64(56), charge, offer == null ? "-" : offer(offer));
    }

    private void tell(Place place, long recordNumber, Charge charge, String offer) {
        if (recordNumber != 0) {
            Charge.Key key = new Charge.Key(place.epoch(), place.shard(), recordNumber);
            checkNumber(place, key);
            listeners.forEach(listener -> listener.charge(place, key, charge, offer));
        }
    }

    /** Numbers are dense; a new epoch may begin again with numbers that are lost. */
    private void checkNumber(Place place, Charge.Key key) {
        Charge.Key before = numbers.put(key.shard(), key);
        boolean follows = before == null
                || key.number() == before.number() + 1
                || (key.epoch() > before.epoch() && key.number() <= before.number());
        if (!follows) {
            problems.add(place + ": " + key + (key.equals(before) ? " is there twice" : " follows " + before));
        }
    }

    private static void flow(Flows flows, String reason, long amount) {
        switch (reason) {
            case "EXPIRED" -> flows.expired -= amount;
            case "FORFEITED" -> flows.forfeited -= amount;
            case "FEE" -> {
                flows.spent += Math.max(0, -amount);
                flows.refunded += Math.max(0, amount);
            }
            case "TRANSFER_OUT" -> flows.sent -= amount;
            case "TRANSFER_IN" -> flows.received += amount;
            default -> {
                flows.credited += Math.max(0, amount);
                flows.takenBack += Math.max(0, -amount);
            }
        }
    }
}
