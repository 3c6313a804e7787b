package io.ocs.server.assembly;

import io.ocs.cdr.record.ChargingDataRecord;
import io.ocs.core.Money;
import io.ocs.core.UnitKind;
import io.ocs.server.metrics.ServerMetrics;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the money of charging data records by currency, as they are written to files: behind the journal and beside the charging path. Currencies are those
 * of the catalogue. Safe on any thread.
 */
final class MoneyMeters {
    private static final double MICRO = 1e-6;

    private final ServerMetrics metrics;
    private final Map<Integer, Sums> byCurrency = new ConcurrentHashMap<>();

    private record Sums(LongAdder charged, LongAdder refunded, LongAdder credited, LongAdder taken) {}

    MoneyMeters(ServerMetrics metrics) {
        this.metrics = metrics;
    }

    void count(ChargingDataRecord cdr) {
        if (cdr.currency() <= 0) {
            return;
        }
        Sums sums = byCurrency.computeIfAbsent(cdr.currency(), this::bind);
        if (cdr.kind() == ChargingDataRecord.Kind.USAGE) {
            add(cdr.chargedMicros(), sums.charged(), sums.refunded());
        } else if (cdr.unit() == UnitKind.MONEY) {
            add(cdr.bucketAmount(), sums.credited(), sums.taken());
        }
    }

    private static void add(long micros, LongAdder positive, LongAdder negative) {
        if (micros >= 0) {
            positive.add(micros);
        } else {
            negative.add(-micros);
        }
    }

    private Sums bind(int currency) {
        String letters = Money.currencyOf(currency).getCurrencyCode();
        Sums sums = new Sums(new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder());
        bind(
                "ocs.money.charged",
                "Money charged for usage and events, by the records written to files",
                sums.charged(),
                letters);
        bind("ocs.money.refunded", "Money given back by refunds", sums.refunded(), letters);
        bind(
                "ocs.money.credited",
                "Money credited to balances otherwise: opening balances, top-ups, adjustments",
                sums.credited(),
                letters);
        bind(
                "ocs.money.taken",
                "Money taken from balances otherwise: expiry, forfeit, adjustments",
                sums.taken(),
                letters);
        return sums;
    }

    private void bind(String name, String description, LongAdder micros, String currency) {
        metrics.decimalCounter(name, description, () -> micros.sum() * MICRO, "currency", currency);
    }
}
