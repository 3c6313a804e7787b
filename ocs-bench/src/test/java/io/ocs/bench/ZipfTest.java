package io.ocs.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ZipfTest {
    private static final int DRAWS = 1_000_000;

    private final long seed = Long.getLong("zipf.seed", System.nanoTime());

    @Test
    void theKthIsDrawnOneKthAsOftenAsTheFirst() {
        int count = 1000;
        long[] drawn = draw(count);
        double harmonic = 0;
        for (int rank = 1; rank <= count; rank++) {
            harmonic += 1.0 / rank;
        }
        for (int rank = 1; rank <= count; rank++) {
            double expected = DRAWS / harmonic / rank;
            // Seven standard deviations: with a thousand ranks once in a hundred million runs.
            assertThat((double) drawn[rank - 1])
                    .as("rank %d, -Dzipf.seed=%d", rank, seed)
                    .isCloseTo(expected, within(7 * Math.sqrt(expected)));
        }
    }

    @Test
    void oneSubscriberIsAlwaysDrawn() {
        assertThat(draw(1)).containsExactly(DRAWS);
    }

    /** Also where no table would fit. */
    @Test
    void everyDrawOfABigCountIsInRange() {
        long count = 1_000_000_000_000L;
        Distribution.Choice zipf = Distribution.ZIPF.of(count);
        SplittableRandom random = new SplittableRandom(seed);
        long small = 0;
        long least = Long.MAX_VALUE;
        long most = Long.MIN_VALUE;
        for (int draw = 0; draw < DRAWS; draw++) {
            long offset = zipf.next(random);
            least = Math.min(least, offset);
            most = Math.max(most, offset);
            small += offset < 1_000_000 ? 1 : 0;
        }
        assertThat(least).as("-Dzipf.seed=%d", seed).isZero();
        assertThat(most).as("-Dzipf.seed=%d", seed).isLessThan(count);
        assertThat(small).as("about half of the weight, -Dzipf.seed=%d", seed).isBetween(480_000L, 530_000L);
    }

    private long[] draw(int count) {
        long[] drawn = new long[count];
        Distribution.Choice zipf = Distribution.ZIPF.of(count);
        SplittableRandom random = new SplittableRandom(seed);
        for (int draw = 0; draw < DRAWS; draw++) {
            drawn[Math.toIntExact(zipf.next(random))]++;
        }
        return drawn;
    }
}
