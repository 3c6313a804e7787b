package io.ocs.diameter.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.diameter.codec.OverloadReport;
import io.ocs.diameter.support.Seeds;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Goal: clients are told to send as much less as is refused, in numbers that rise, and are told when it is over. */
class OverloadControlTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long START = Long.MAX_VALUE - 5 * SECOND; // a nanoTime that passes over its end

    private final AtomicLong sequence = new AtomicLong(1_000);
    private final OverloadControl control = new OverloadControl(sequence, START);
    private long now = START;

    static LongStream seeds() {
        return Seeds.of(20);
    }

    private OverloadReport second(int offered, int refused, int fullnessPercent) {
        for (int i = 0; i < offered; i++) {
            control.onRequest();
        }
        for (int i = 0; i < refused; i++) {
            control.onRefused();
        }
        control.tick(fullnessPercent, now + SECOND / 2);
        now += SECOND;
        control.tick(fullnessPercent, now);
        return control.report();
    }

    private void assertReport(OverloadReport report, long number, int reduction, int validity) {
        assertThat(report.isActive()).isTrue();
        assertThat(report.sequenceNumber()).isEqualTo(number);
        assertThat(report.reductionPercent()).isEqualTo(reduction);
        assertThat(report.validityS()).isEqualTo(validity);
    }

    @Test
    void nothingIsToldWhileNothingIsRefused() {
        for (int i = 0; i < 100; i++) {
            assertThat(second(100, 0, 60).isActive()).isFalse();
        }
        assertThat(sequence).hasValue(1_000);
    }

    @Test
    void whatIsRefusedIsHowMuchLessShouldCome() {
        assertReport(second(100, 33, 0), 1_001, 35, 30);
        assertReport(second(65, 0, 0), 1_002, 15, 30);
        assertReport(second(100, 20, 0), 1_003, 35, 30); // a fifth of the 85 that came
        assertReport(second(10, 10, 100), 1_004, 90, 30);
        assertReport(second(10, 10, 100), 1_004, 90, 30);
        assertReport(second(0, 0, 70), 1_004, 90, 30); // the ring is no better off
        assertReport(second(0, 0, 60), 1_005, 45, 30);
    }

    @Test
    void aRingBeyondSixtyPercentIsOverloadToo() {
        assertReport(second(100, 0, 61), 1_001, 5, 30);
        assertReport(second(100, 0, 85), 1_002, 25, 30);
    }

    @Test
    void aReportThatLastsIsRenewedBeforeItRunsOut() {
        assertReport(second(10, 5, 0), 1_001, 50, 30);
        long number = 1_001;
        int same = 0;
        for (int i = 0; i < 100; i++) {
            OverloadReport report = second(10, 0, 100); // forty percent, for ever
            assertThat(report.validityS()).isEqualTo(30);
            same = report.sequenceNumber() == number ? same + 1 : 0;
            number = report.sequenceNumber();
            assertThat(same).as("seconds with one number").isLessThan(20);
        }
        assertThat(number).isLessThan(1_012);
    }

    @Test
    void theEndIsToldAsLongAsAnyReportBeforeItIsValid() {
        second(10, 10, 0);
        OverloadReport report = control.report();
        long before = report.sequenceNumber();
        int left = 0;
        while (report.reductionPercent() > 0) {
            assertThat(second(10, 0, 0).reductionPercent()).as("it falls").isLessThan(90);
            left++;
        }
        assertThat(left).as("not at once").isBetween(3, 10);
        assertThat(report.sequenceNumber()).isGreaterThan(before);
        assertThat(report.validityS()).isZero();
        int told = 0;
        while (second(10, 0, 0).isActive()) {
            assertReport(report, sequence.get(), 0, 0);
            told++;
        }
        assertThat(told).as("seconds").isBetween(27, 30);
        assertThat(second(10, 1, 0).sequenceNumber()).as("another overload").isGreaterThan(before + 1);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void numbersRiseWithEachChangeAndReductionsStayInRange(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long number = 0;
        int reduction = 0;
        for (int i = 0; i < 1_000; i++) {
            int offered = random.nextInt(50);
            boolean busy = random.nextInt(100) < 30;
            OverloadReport report =
                    second(offered, busy ? random.nextInt(offered + 1) : 0, busy ? random.nextInt(101) : 0);
            if (!report.isActive()) {
                continue;
            }
            assertThat(report.reductionPercent()).as("seed " + seed).isBetween(0, 90);
            assertThat(report.sequenceNumber()).as("seed " + seed).isGreaterThanOrEqualTo(number);
            if (report.sequenceNumber() == number) {
                assertThat(report.reductionPercent()).as("seed " + seed).isEqualTo(reduction);
            }
            number = report.sequenceNumber();
            reduction = report.reductionPercent();
        }
    }
}
