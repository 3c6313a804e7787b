package io.ocs.server.replay;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was charged and what would have been, exactly: in all and by customer, each currency by itself. One thread. */
public final class ReplaySums {

    private final Map<String, Sum> byCurrency = new TreeMap<>();
    private final Map<Owner, Sum> byCustomer = new TreeMap<>(
            Comparator.comparing(Owner::currency).thenComparing(Owner::customer).thenComparing(Owner::subscriberId));

    private record Owner(String currency, String customer, long subscriberId) {}

    /** Sums of some records, micros of one currency. */
    public static final class Sum {
        private long records;
        private long unpriced;
        private BigInteger charged = BigInteger.ZERO;
        private BigInteger replayed = BigInteger.ZERO;

        private void add(long chargedMicros, long replayedMicros, boolean priced) {
            records++;
            unpriced += priced ? 0 : 1;
            charged = charged.add(BigInteger.valueOf(chargedMicros));
            replayed = replayed.add(BigInteger.valueOf(replayedMicros));
        }

        public long records() {
            return records;
        }

        /** Records for which the other catalogue has no price: their requests would be answered 5031. */
        public long unpriced() {
            return unpriced;
        }

        public BigInteger chargedMicros() {
            return charged;
        }

        public BigInteger replayedMicros() {
            return replayed;
        }

        public BigInteger differenceMicros() {
            return replayed.subtract(charged);
        }
    }

    /** A customer with a difference, or without. */
    public record Customer(String currency, String customer, Sum sum) {}

    void priced(UsageRecord record, long micros) {
        add(record, micros, true);
    }

    /** What has no price is charged nothing. */
    void unpriced(UsageRecord record) {
        add(record, 0, false);
    }

    private void add(UsageRecord record, long micros, boolean priced) {
        byCurrency
                .computeIfAbsent(record.currency(), currency -> new Sum())
                .add(record.chargedMicros(), micros, priced);
        byCustomer
                .computeIfAbsent(
                        new Owner(record.currency(), record.customer(), record.subscriberId()), owner -> new Sum())
                .add(record.chargedMicros(), micros, priced);
    }

    /** By currency. */
    public Map<String, Sum> currencies() {
        return byCurrency;
    }

    /** All customers whose usage would have cost something else, or would have had no price; the largest difference first, either way. */
    public List<Customer> changed() {
        return byCustomer.entrySet().stream()
                .filter(entry -> entry.getValue().differenceMicros().signum() != 0
                        || entry.getValue().unpriced() > 0)
                .map(entry ->
                        new Customer(entry.getKey().currency(), entry.getKey().customer(), entry.getValue()))
                .sorted(Comparator.comparing((Customer customer) ->
                                customer.sum().differenceMicros().abs())
                        .reversed())
                .toList();
    }

    /** How many customers there are. */
    public int customers() {
        return byCustomer.size();
    }
}
