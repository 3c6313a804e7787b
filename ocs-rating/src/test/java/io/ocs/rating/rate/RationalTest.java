package io.ocs.rating.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RationalTest {

    static LongStream seeds() {
        return Long.getLong("seed") == null ? LongStream.range(0, 20) : LongStream.of(Long.getLong("seed"));
    }

    /** Goal: the 128-bit division agrees with arithmetic of any size, for numbers of all magnitudes. */
    @ParameterizedTest
    @MethodSource("seeds")
    void agreesWithBigInteger(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 20_000; i++) {
            long a = any(random);
            long b = any(random);
            long d = Math.max(1, any(random));
            long c = random.nextBoolean() ? any(random) : -any(random);
            BigInteger numerator =
                    BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)).add(BigInteger.valueOf(c));
            if (numerator.signum() >= 0) {
                BigInteger exact = numerator.divide(BigInteger.valueOf(d));
                long expected = exact.bitLength() > 63 ? Long.MAX_VALUE : exact.longValueExact();
                assertThat(Rational.floorSaturated(a, b, c, d))
                        .as("seed %d: (%d · %d + %d) / %d", seed, a, b, c, d)
                        .isEqualTo(expected);
            }
        }
    }

    /** At least 0, of any number of bits; often next to a power of two, where carries happen. */
    private static long any(SplittableRandom random) {
        int bits = random.nextInt(64);
        long value = random.nextLong() >>> 1 >>> (63 - Math.max(1, bits));
        return random.nextInt(4) == 0 ? Math.max(0, (1L << Math.min(62, bits)) + random.nextInt(3) - 1) : value;
    }

    @Test
    void overflowIsAnErrorAndNoWrap() {
        assertThat(Rational.floor(Long.MAX_VALUE, Long.MAX_VALUE, 0, Long.MAX_VALUE))
                .isEqualTo(Long.MAX_VALUE);
        assertThatThrownBy(() -> Rational.floor(Long.MAX_VALUE, 2, 0, 1)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Rational.floor(Long.MAX_VALUE, Long.MAX_VALUE, 0, 1))
                .isInstanceOf(ArithmeticException.class);
    }
}
