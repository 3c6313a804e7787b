package io.ocs.rating.rate;

/** Exact {@code ⌊(a·b + c) / d⌋} over a 128-bit numerator. No allocation; safe on any thread. */
final class Rational {

    private static final long LOW_32 = 0xffff_ffffL;

    private Rational() {}

    /**
     * The floor of {@code (a·b + c) / d}.
     *
     * @param a at least 0
     * @param b at least 0
     * @param c of either sign; the numerator as a whole must not be negative
     * @param d at least 1
     * @throws ArithmeticException if the quotient is beyond a long
     */
    static long floor(long a, long b, long c, long d) {
        long quotient = floorOrOverflow(a, b, c, d);
        if (quotient < 0) {
            throw new ArithmeticException("long overflow");
        }
        return quotient;
    }

    /** As {@link #floor}, but {@link Long#MAX_VALUE} if the quotient is beyond a long. */
    static long floorSaturated(long a, long b, long c, long d) {
        long quotient = floorOrOverflow(a, b, c, d);
        return quotient < 0 ? Long.MAX_VALUE : quotient;
    }

    /** The floor, or a negative number if it is beyond a long. */
    private static long floorOrOverflow(long a, long b, long c, long d) {
        long product = a * b;
        long low = product + c;
        long carry = Long.compareUnsigned(low, product) < 0 ? 1 : 0;
        long high = Math.multiplyHigh(a, b) + (c >> 63) + carry;
        if (high == 0 && low >= 0) {
            return low / d;
        }
        return high >= d ? -1 : divide(high, low, d);
    }

    /** Divides 128 by 63 bits, quotient below 2⁶⁴: schoolbook division in digits of 32 bits (Knuth, volume 2, algorithm D). */
    private static long divide(long high, long low, long divisor) {
        int shift = Long.numberOfLeadingZeros(divisor);
        long d = divisor << shift;
        long n = (high << shift) | (low >>> (64 - shift));
        long rest = low << shift;
        long upper = digit(n, rest >>> 32, d);
        long lower = digit((n << 32) + (rest >>> 32) - upper * d, rest & LOW_32, d);
        return (upper << 32) + lower;
    }

    /** One digit of the quotient: {@code (n · 2³² + next) / d} for a {@code d} whose highest bit is set and {@code n < d}, unsigned. */
    private static long digit(long n, long next, long d) {
        long dHigh = d >>> 32;
        long dLow = d & LOW_32;
        long digit = Long.divideUnsigned(n, dHigh);
        long rest = n - digit * dHigh;
        while (digit > LOW_32 || Long.compareUnsigned(digit * dLow, (rest << 32) + next) > 0) {
            digit--;
            rest += dHigh;
            if (rest > LOW_32) {
                break;
            }
        }
        return digit;
    }
}
