package io.ocs.cdr.record;

import io.ocs.cdr.record.CdrSums.MoneySum;
import io.ocs.core.UnitKind;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/** Adds up charging data records without allocation once a currency has been seen. One thread. */
public final class CdrTotals {

    private final long[] chargedUnits = new long[UnitKind.COUNT];
    private final long[] bucketUnits = new long[UnitKind.COUNT];
    private String[] currencies = new String[2];
    private long[] chargedMicros = new long[2];
    private long[] bucketMicros = new long[2];
    private int currencyCount;
    private long count;

    public void clear() {
        Arrays.fill(chargedUnits, 0);
        Arrays.fill(bucketUnits, 0);
        currencyCount = 0;
        count = 0;
    }

    public long count() {
        return count;
    }

    /** @throws ArithmeticException on overflow */
    public void add(ChargingDataRecord cdr) {
        Word letters = CurrencyCodes.of(cdr.currency());
        String currency = letters == null ? null : letters.text;
        if (cdr.kind() == ChargingDataRecord.Kind.USAGE) {
            addUsage(currency, cdr.chargedMicros(), cdr.unit(), cdr.value(CdrField.CHARGED_UNITS));
        } else {
            addBalance(currency, cdr.unit(), cdr.value(CdrField.BUCKET_AMOUNT));
        }
    }

    /** A usage record; {@code currency} may be null. Units of money are in the micros already. */
    public void addUsage(String currency, long micros, UnitKind unit, long units) {
        count++;
        int at = indexOf(currency);
        chargedMicros[at] = Math.addExact(chargedMicros[at], micros);
        if (unit != UnitKind.MONEY) {
            chargedUnits[unit.ordinal()] = Math.addExact(chargedUnits[unit.ordinal()], units);
        }
    }

    /** A balance record; {@code currency} may be null. */
    public void addBalance(String currency, UnitKind unit, long amount) {
        count++;
        if (unit == UnitKind.MONEY) {
            int at = indexOf(currency);
            bucketMicros[at] = Math.addExact(bucketMicros[at], amount);
        } else {
            bucketUnits[unit.ordinal()] = Math.addExact(bucketUnits[unit.ordinal()], amount);
        }
    }

    private int indexOf(String currencyOrNull) {
        String currency = currencyOrNull == null ? "" : currencyOrNull;
        for (int i = 0; i < currencyCount; i++) {
            if (currencies[i].equals(currency)) {
                return i;
            }
        }
        if (currencyCount == currencies.length) {
            currencies = Arrays.copyOf(currencies, 2 * currencyCount);
            chargedMicros = Arrays.copyOf(chargedMicros, 2 * currencyCount);
            bucketMicros = Arrays.copyOf(bucketMicros, 2 * currencyCount);
        }
        currencies[currencyCount] = currency;
        chargedMicros[currencyCount] = 0;
        bucketMicros[currencyCount] = 0;
        return currencyCount++;
    }

    /** The sums so far. */
    public CdrSums sums() {
        SortedMap<String, MoneySum> money = new TreeMap<>();
        for (int i = 0; i < currencyCount; i++) {
            money.put(currencies[i], new MoneySum(chargedMicros[i], bucketMicros[i]));
        }
        return new CdrSums(count, money, byName(chargedUnits), byName(bucketUnits));
    }

    private static SortedMap<String, Long> byName(long[] sums) {
        SortedMap<String, Long> named = new TreeMap<>();
        for (UnitKind kind : UnitKind.values()) {
            named.put(kind.name(), sums[kind.ordinal()]);
        }
        return named;
    }
}
