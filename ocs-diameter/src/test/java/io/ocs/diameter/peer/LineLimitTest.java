package io.ocs.diameter.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Goal: so many lines a second, and the number of the others once a second. */
class LineLimitTest {

    private static final long BEGIN = Long.MAX_VALUE - 1; // the clock may overflow
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final LineLimit limit = new LineLimit(3, BEGIN);

    private int admitted(int lines) {
        int admitted = 0;
        for (int i = 0; i < lines; i++) {
            admitted += limit.admits() ? 1 : 0;
        }
        return admitted;
    }

    @Test
    void linesBeyondTheLimitAreCountedOncePerSecond() {
        assertThat(admitted(5)).isEqualTo(3);
        assertThat(limit.leftOut(BEGIN + SECOND - 1))
                .as("the second is not over")
                .isZero();
        assertThat(admitted(2)).isZero();
        assertThat(limit.leftOut(BEGIN + SECOND)).isEqualTo(4);
        assertThat(limit.leftOut(BEGIN + 2 * SECOND)).isZero();
    }

    @Test
    void theNextSecondHasLinesOfItsOwn() {
        admitted(3);
        assertThat(limit.leftOut(BEGIN + SECOND)).isZero();
        assertThat(admitted(4)).isEqualTo(3);
        assertThat(limit.leftOut(BEGIN + 2 * SECOND - 1)).isZero();
        assertThat(limit.leftOut(BEGIN + 2 * SECOND)).isEqualTo(1);
    }
}
