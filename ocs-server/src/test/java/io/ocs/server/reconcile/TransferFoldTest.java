package io.ocs.server.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Goal: the second reader sees each transfer that was received or given back twice, or never, in whatever order journals are read. */
class TransferFoldTest {
    private static final int EUR = 978;
    private static final long FROM = 0x300 | 1; // an account of shard 1

    private final TransferFold fold = new TransferFold();
    private int number;

    private void step(int step, long sentMs, long micros) {
        ByteBuffer body = ByteBuffer.allocate(72).order(ByteOrder.LITTLE_ENDIAN);
        body.putLong(0, 7).putLong(8, 8).putLong(16, sentMs).putLong(24, micros).putLong(32, FROM);
        body.putInt(56, EUR).put(60, (byte) step).put(61, (byte) 0);
        fold.step(new SegmentScan.Place(1, 0, 64L * ++number, 1, sentMs), new Body(body, 0, 67));
    }

    /** S sent, R received, T settled, B given back, F forgotten: the steps in the order in which they are read. */
    @ParameterizedTest
    @CsvSource({
        "SRTF, 0, ''",
        "RFST, 0, ''",
        "STRF, 0, ''",
        "SB, 0, ''",
        "S, 5, ''",
        "SR, 0, ''",
        "RS, 0, ''",
        "SRR, 0, has come to its end before",
        "SRTR, -5, was never sent",
        "RFSTR, -5, was never sent",
        "SRB, 0, has come to its end before",
        "SBR, -5, was never sent",
        "SBB, -5, was never sent",
        "SS, 5, has come to its end before",
        "ST, 5, 'was settled, but never received'",
        "R, -5, was never sent",
    })
    void eachComesOnce(String steps, long onTheWay, String problem) {
        fold.reads(0);
        fold.reads(1);
        steps.chars().forEach(step -> step("SRTBF".indexOf(step), 1_000, 5));
        assertThat(fold.onTheWay().getOrDefault("EUR", 0L)).isEqualTo(onTheWay);
        String difference = fold.line("transfers").difference();
        if (problem.isEmpty()) {
            assertThat(difference).isNull();
        } else {
            assertThat(difference).contains(problem);
        }
    }

    @Test
    void aLaterOneUnderTheSameKeyIsAnother() {
        fold.reads(0);
        fold.reads(1);
        for (long sentMs : new long[] {1_000, 2_000}) {
            step(0, sentMs, 5);
            step(1, sentMs, 5);
            step(2, sentMs, 5);
            step(4, sentMs, 5);
        }
        assertThat(fold.onTheWay()).isEmpty();
        assertThat(fold.line("transfers").equal()).isTrue();
    }

    /** What was sent is one shard's word, what was received another's. */
    @Test
    void anotherAmountIsSeen() {
        step(0, 1_000, 5);
        step(1, 1_000, 6);
        assertThat(fold.line("transfers").difference()).contains("is of 6 micros, before it was of 5");
    }

    /** A journal that begins with a snapshot, or of which only a part is read, has one end of it only. */
    @Test
    void oneEndIsEnoughWhereNotAllIsRead() {
        fold.reads(1);
        fold.notWhole();
        step(1, 1_000, 5);
        assertThat(fold.onTheWay()).containsEntry("EUR", -5L);
        assertThat(fold.line("transfers").equal()).isTrue();
    }

    /** Both ends lie before the snapshots: the money has come already. */
    @Test
    void aSnapshotOpensBothEnds() {
        fold.opening(7, 8, 1_000, FROM, "EUR", 5, false);
        fold.opening(7, 8, 1_000, FROM, "EUR", 5, true);
        assertThat(fold.onTheWay()).isEmpty();
        step(2, 1_000, 5);
        assertThat(fold.onTheWay()).isEmpty();
        assertThat(fold.line("transfers").equal()).isTrue();
    }
}
