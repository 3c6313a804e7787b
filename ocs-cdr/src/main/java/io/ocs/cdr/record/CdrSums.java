package io.ocs.cdr.record;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a number of charging data records add up to. Sums that are zero are left out, so that equal contents are equal here. Immutable.
 *
 * @param count records
 * @param money by currency (ISO 4217 letters)
 * @param chargedUnits units charged for, by kind of unit
 * @param bucketUnits units credited to buckets otherwise than by usage, less those taken, by kind of unit
 */
public record CdrSums(
        long count,
        SortedMap<String, MoneySum> money,
        SortedMap<String, Long> chargedUnits,
        SortedMap<String, Long> bucketUnits) {

    /**
     * Money of one currency in micros.
     *
     * @param chargedMicros charged by usage records, refunds taken off
     * @param bucketMicros credited to money buckets by balance records, less what those took
     */
    public record MoneySum(long chargedMicros, long bucketMicros) {

        MoneySum plus(MoneySum other) {
            return new MoneySum(
                    Math.addExact(chargedMicros, other.chargedMicros), Math.addExact(bucketMicros, other.bucketMicros));
        }
    }

    private static final MoneySum NO_MONEY = new MoneySum(0, 0);

    /** The sums of no record. */
    public static final CdrSums NONE = new CdrSums(0, new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

    public CdrSums {
        money = new TreeMap<>(money);
        money.values().removeIf(NO_MONEY::equals);
        chargedUnits = withoutZeros(chargedUnits);
        bucketUnits = withoutZeros(bucketUnits);
    }

    private static SortedMap<String, Long> withoutZeros(Map<String, Long> sums) {
        SortedMap<String, Long> kept = new TreeMap<>(sums);
        kept.values().removeIf(value -> value == 0);
        return kept;
    }

    /**
     * The sums of both.
     *
     * @throws ArithmeticException on overflow
     */
    public CdrSums plus(CdrSums other) {
        SortedMap<String, MoneySum> bothMoney = new TreeMap<>(money);
        other.money.forEach((currency, sum) -> bothMoney.merge(currency, sum, MoneySum::plus));
        return new CdrSums(
                Math.addExact(count, other.count),
                bothMoney,
                plus(chargedUnits, other.chargedUnits),
                plus(bucketUnits, other.bucketUnits));
    }

    private static SortedMap<String, Long> plus(Map<String, Long> one, Map<String, Long> other) {
        SortedMap<String, Long> both = new TreeMap<>(one);
        other.forEach((unit, sum) -> both.merge(unit, sum, Math::addExact));
        return both;
    }
}
