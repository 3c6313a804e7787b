package io.ocs.bench;

import java.util.Locale;
import java.util.SplittableRandom;

/** How the load falls on the subscribers. */
public enum Distribution {
    /** All alike. */
    UNIFORM {
        @Override
        Choice of(long count) {
            return random -> random.nextLong(count);
        }
    },
    /** The k-th subscriber 1/k as often as the first. */
    ZIPF {
        @Override
        Choice of(long count) {
            return new Zipf(count);
        }
    };

    /** Draws an offset from the first subscriber. */
    interface Choice {
        long next(SplittableRandom random);
    }

    abstract Choice of(long count);

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
