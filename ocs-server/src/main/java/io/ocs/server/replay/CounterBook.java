package io.ocs.server.replay;

import io.ocs.core.charging.Counter;
import io.ocs.core.charging.Tariff;
import java.util.HashMap;
import java.util.Map;

/** Counters as the records move them, from nothing on. */
final class CounterBook {

    private final Map<Owned, Value> values = new HashMap<>();

    private record Owned(long owner, boolean ofAccount, long key) {}

    private record Value(long amount, long endMs) {}

    private static Owned owned(Counter counter, UsageRecord record) {
        return new Owned(
                counter.ofAccount() ? record.accountId() : record.subscriberId(), counter.ofAccount(), counter.key());
    }

    /** What the counter has by which the tiers of a tariff go; 0 if they go by the session. */
    long before(Tariff tariff, UsageRecord record) {
        Counter counter = tariff.tierCounter();
        Value value = counter == null ? null : values.get(owned(counter, record));
        return value == null || value.endMs() <= record.receivedMs() ? 0 : value.amount();
    }

    void count(Tariff tariff, UsageRecord record, long paidUnits, long micros, long events) {
        for (Counter counter : tariff.counters()) {
            long amount = counter.amount(record.units(), paidUnits, micros, events);
            Value value = values.get(owned(counter, record));
            boolean goesOn = value != null && value.endMs() > record.receivedMs();
            long sum = Math.max(0, Math.addExact(goesOn ? value.amount() : 0, amount));
            long endMs = goesOn ? value.endMs() : counter.period().endMs(record.receivedMs());
            values.put(owned(counter, record), new Value(sum, endMs));
        }
    }
}
