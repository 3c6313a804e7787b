package io.ocs.core.charging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UsageBoundTest {

    @Test
    void theGrantIsBelievedSoManyTimesAndOneLargestGrantOnTop() {
        assertThat(UsageBound.DEFAULT.ofGrant(1_234, 100)).isEqualTo(1_334);
        assertThat(new UsageBound(1_500, -1, UsageBound.Charge.BOUND).ofGrant(1_001, 100))
                .isEqualTo(1_601);
        assertThat(new UsageBound(0, -1, UsageBound.Charge.BOUND).ofGrant(1, 1)).isEqualTo(Long.MAX_VALUE);
        assertThat(new UsageBound(1_000_000, -1, UsageBound.Charge.BOUND).ofGrant(Long.MAX_VALUE, Long.MAX_VALUE))
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void noTimeIsLongerThanWhatHasPassedAndTheTolerance() {
        UsageBound bound = new UsageBound(1_000, 5_000, UsageBound.Charge.BOUND);
        assertThat(bound.ofElapsed(60_000)).isEqualTo(65);
        assertThat(bound.ofElapsed(-1)).isEqualTo(5);
        assertThat(bound.ofElapsed(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE / 1_000);
        assertThat(UsageBound.DEFAULT.ofElapsed(0)).isEqualTo(Long.MAX_VALUE);
    }
}
