package io.ocs.core.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistributionTest {
    private static final long[] BOUNDS = {1, 10, 100};

    private static Distribution make(boolean one) {
        Function<long[], Distribution> maker = one ? Distribution::ofOneWriter : Distribution::ofManyWriters;
        return maker.apply(BOUNDS);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void eachValueIsCountedAtTheFirstBoundThatHoldsIt(boolean one) {
        Distribution distribution = make(one);
        for (long value : new long[] {0, 1, 2, 10, 11, 100, 101, 5_000}) {
            distribution.record(value);
        }
        List<Long> counts = new ArrayList<>();
        for (int i = 0; i <= distribution.boundCount(); i++) {
            counts.add(distribution.countAt(i));
        }
        assertThat(counts).containsExactly(2L, 2L, 2L, 2L);
        assertThat(distribution.sum()).isEqualTo(5_225);
        assertThat(distribution.count()).isEqualTo(8);
        assertThat(distribution.bound(1)).isEqualTo(10);
    }

    /** Both kinds agree with a count one by one. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nothingIsLost(boolean one) {
        long seed = Long.getLong("seed", 99L);
        SplittableRandom random = new SplittableRandom(seed);
        Distribution distribution = make(one);
        long sum = 0;
        long small = 0;
        for (int i = 0; i < 10_000; i++) {
            long value = random.nextLong(200);
            distribution.record(value);
            sum += value;
            small += value <= 1 ? 1 : 0;
        }
        assertThat(distribution.count()).as("seed " + seed).isEqualTo(10_000);
        assertThat(distribution.sum()).as("seed " + seed).isEqualTo(sum);
        assertThat(distribution.countAt(0)).as("seed " + seed).isEqualTo(small);
    }

    @Test
    void severalThreadsAreAllCounted() throws InterruptedException {
        Distribution distribution = Distribution.ofManyWriters(BOUNDS);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread thread = new Thread(() -> {
                for (int value = 0; value < 1_000; value++) {
                    distribution.record(value);
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(distribution.count()).isEqualTo(4_000);
        assertThat(distribution.sum()).isEqualTo(4 * 499_500L);
    }
}
