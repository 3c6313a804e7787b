package io.ocs.rating.rate;

/**
 * A usage price: {@code nanos} (10⁻⁹ of the currency) per {@code perUnits}, charged in started steps of {@code stepUnits}; e.g. 0.1
 * per 60 s in steps of 1 s is (100_000_000, 60, 1). So 5 per 2³⁰ octets is a price, exactly.
 */
public record Price(long nanos, long perUnits, long stepUnits) {

    /** Nothing, whatever the usage. */
    public static final Price FREE = new Price(0, 1, 1);

    public Price {
        if (nanos < 0) {
            throw new IllegalArgumentException("a price must not be negative");
        }
        if (perUnits < 1 || stepUnits < 1) {
            throw new IllegalArgumentException("a price is per at least one unit, in steps of at least one unit");
        }
    }
}
