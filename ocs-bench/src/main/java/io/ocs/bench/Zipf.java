package io.ocs.bench;

import java.util.SplittableRandom;

/**
 * Draws ranks with probabilities in proportion to 1/rank, by rejection-inversion (Hörmann and Derflinger, 1996): exact for any count,
 * without tables, about one try a draw. Nothing here is money, so that it may count in floating point.
 */
final class Zipf implements Distribution.Choice {
    /** Up to here the nearest rank is taken without looking at the area that is too much. */
    private static final double SHORTCUT = 2 - Math.exp(area(2.5) - 1.0 / 2);

    private final long count;
    private final double least;
    private final double most;

    /** {@code count} 1 or more. */
    Zipf(long count) {
        this.count = count;
        this.least = area(1.5) - 1;
        this.most = area(count + 0.5);
    }

    /** From 0 on. */
    @Override
    public long next(SplittableRandom random) {
        while (true) {
            double area = most + random.nextDouble() * (least - most);
            double x = Math.exp(area);
            long rank = Math.min(Math.max(Math.round(x), 1), count);
            if (rank - x <= SHORTCUT || area >= area(rank + 0.5) - 1.0 / rank) {
                return rank - 1;
            }
        }
    }

    /** Below the curve 1/x, from 1 on. */
    private static double area(double x) {
        return Math.log(x);
    }
}
