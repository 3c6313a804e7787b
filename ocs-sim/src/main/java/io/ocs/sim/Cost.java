package io.ocs.sim;

/**
 * Money as a client was told it in a Cost-Information (RFC 8506 §8.7).
 *
 * @param micros whole millionths of the currency
 * @param currency Currency-Code, the number of ISO 4217 (978 is EUR)
 */
public record Cost(long micros, int currency) {
    private static final int MICROS_EXPONENT = 6;

    /**
     * From a Unit-Value: {@code digits · 10^exponent}, exactly.
     *
     * @throws ArithmeticException if it does not fit, or is finer than a millionth
     */
    static Cost ofUnitValue(long digits, int exponent, int currency) {
        long micros = digits;
        for (int shift = exponent + MICROS_EXPONENT; shift > 0 && micros != 0; shift--) {
            micros = Math.multiplyExact(micros, 10L);
        }
        for (int shift = exponent + MICROS_EXPONENT; shift < 0 && micros != 0; shift++) {
            if (micros % 10 != 0) {
                throw new ArithmeticException("Unit-Value " + digits + "E" + exponent + " is finer than a millionth");
            }
            micros /= 10;
        }
        return new Cost(micros, currency);
    }
}
