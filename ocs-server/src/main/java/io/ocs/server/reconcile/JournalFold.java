package io.ocs.server.reconcile;

import io.ocs.server.reconcile.CreditControlBody.Part;
import io.ocs.server.reconcile.CreditControlBody.Service;
import io.ocs.server.reconcile.Ledger.BucketKey;
import io.ocs.server.reconcile.Ledger.Flows;
import io.ocs.server.reconcile.SegmentScan.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The journal of a data folder, folded from its octets: what was credited, spent and reserved, every charge with its number, every request
 * with what it was charged. Balances are summed up here and held against the balance that each record states. A moment's journal: nothing
 * must be written while it is read. Keeps a few hundred octets for each charge.
 */
public final class JournalFold {
    private static final int CREDIT_CONTROL = 1;
    private static final int SUBSCRIBER_ADDED = 3;
    private static final int SUBSCRIBER_CHANGED = 4;
    private static final int BALANCE_ADJUSTED = 8;
    private static final String[] REASONS = {"OPENING", "TOP_UP", "ALLOWANCE", "ADJUSTMENT", "EXPIRED", "FORFEITED"};

    private final Ledger ledger = new Ledger();
    private final SortedMap<Charge.Key, Charge> charges = new TreeMap<>();
    private final Map<Requested.Key, Requested> requests = new HashMap<>();
    private final Map<String, Map<String, List<Part>>> reservations = new HashMap<>();
    private final Map<Long, String> offers = new HashMap<>();
    private final SortedMap<String, SortedMap<String, Long>> chargedByOffer = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();

    private JournalFold() {}

    /**
     * Folds the journals of all shards.
     *
     * @throws IOException if a file cannot be read; what is wrong inside the files is a problem of the fold
     */
    public static JournalFold of(Path dataFolder) throws IOException {
        JournalFold fold = new JournalFold();
        List<Path> journals;
        try (Stream<Path> entries = Files.list(dataFolder)) {
            journals = entries.filter(shard -> shard.getFileName().toString().matches("shard-\\d+"))
                    .map(shard -> shard.resolve("journal"))
                    .sorted()
                    .toList();
        }
        for (Path journal : journals) {
            new SegmentScan(journal, fold::record, fold.problems).run();
        }
        return fold;
    }

    Ledger ledger() {
        return ledger;
    }

    SortedMap<Charge.Key, Charge> charges() {
        return charges;
    }

    Map<Requested.Key, Requested> requests() {
        return requests;
    }

    /** Money charged for usage, by name of the offer and currency. */
    SortedMap<String, SortedMap<String, Long>> chargedByOffer() {
        return chargedByOffer;
    }

    List<String> problems() {
        return problems;
    }

    private void record(int type, Place place, Body body) {
        switch (type) {
            case CREDIT_CONTROL -> creditControl(place, new CreditControlBody(body));
            case SUBSCRIBER_ADDED, SUBSCRIBER_CHANGED -> offers.put(body.i64(16), body.string(25));
            case BALANCE_ADJUSTED -> balance(place, body);
            default -> {
                // accounts, identities, commands: no money moves
            }
        }
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
            }
            keep(place, service.recordNumber(), charge(record, service));
        }
        if (record.isClosed()) {
            close(record);
        }
        keepRequest(place, record, micros, reported);
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
        Map<String, List<Part>> held = reservations.computeIfAbsent(record.session(), absent -> new HashMap<>());
        List<Part> before = held.put(service, parts);
        release(record.account(), before == null ? List.of() : before);
        parts.forEach(part -> ledger.reserve(new BucketKey(record.account(), part.bucket()), part.amount()));
    }

    private void release(long account, List<Part> parts) {
        parts.forEach(part -> ledger.reserve(new BucketKey(account, part.bucket()), -part.amount()));
    }

    private void close(CreditControlBody record) {
        Map<String, List<Part>> held = reservations.remove(record.session());
        if (held != null) {
            held.values().forEach(parts -> release(record.account(), parts));
        }
    }

    private static Charge charge(CreditControlBody record, Service service) {
        String debits = service.debits().stream()
                .map(debit -> debit.bucket() + ":" + Assets.kind(debit.kind()) + ":" + debit.amount())
                .collect(Collectors.joining(" "));
        return new Charge(
                record.account(),
                Assets.currency(record.currency()),
                record.session(),
                record.type() + " " + record.number(),
                service.service(),
                Assets.kind(service.unit()),
                service.units(),
                service.micros(),
                debits);
    }

    private void keep(Place place, long recordNumber, Charge charge) {
        if (recordNumber == 0) {
            return;
        }
        Charge.Key key = new Charge.Key(place.epoch(), place.shard(), recordNumber);
        if (charges.put(key, charge) != null) {
            problems.add(place + ": " + key + " is there twice");
        }
    }

    private void keepRequest(Place place, CreditControlBody record, long micros, List<Requested.Service> reported) {
        String currency = Assets.currency(record.currency());
        Requested request = new Requested(record.isSupervised(), currency, micros, reported);
        if (requests.put(new Requested.Key(record.session(), record.type(), record.number()), request) != null) {
            problems.add(place + ": " + record.type() + " " + record.number() + " of session " + record.session()
                    + " was carried out twice");
        }
        String offer = offers.getOrDefault(record.offerKey(), "offer " + record.offerKey());
        chargedByOffer.computeIfAbsent(offer, absent -> new TreeMap<>()).merge(currency, micros, Math::addExact);
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
                key.account(),
                Assets.currency(currency),
                "",
                REASONS[reason],
                "bucket " + key.bucket(),
                Assets.kind(kind),
                amount,
                micros,
                "");
        keep(place, body.i64(56), charge);
    }

    private static void flow(Flows flows, String reason, long amount) {
        switch (reason) {
            case "EXPIRED" -> flows.expired -= amount;
            case "FORFEITED" -> flows.forfeited -= amount;
            default -> {
                flows.credited += Math.max(0, amount);
                flows.takenBack += Math.max(0, -amount);
            }
        }
    }
}
