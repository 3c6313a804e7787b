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
    private static final long NOTHING_BEFORE = Long.MIN_VALUE;
    private static final long FROM = 0x300 | 1; // an account of shard 1

    private final TransferFold fold = new TransferFold();
    private int number;

    private void step(int step, long sentMs, long micros) {
        step(step, sentMs, micros, sentMs);
    }

    private void steps(String steps, long sentMs) {
        steps.chars().forEach(step -> step("SRTBF".indexOf(step), sentMs, 5));
    }

    private void step(int step, long sentMs, long micros, long atMs) {
        step(step, sentMs, micros, atMs, FROM);
    }

    private void step(int step, long sentMs, long micros, long atMs, long fromAccount) {
        ByteBuffer body = ByteBuffer.allocate(72).order(ByteOrder.LITTLE_ENDIAN);
        body.putLong(0, 7).putLong(8, 8).putLong(16, sentMs).putLong(24, micros).putLong(32, fromAccount);
        body.putInt(56, EUR).put(60, (byte) step).put(61, (byte) 0);
        fold.step(new SegmentScan.Place(1, 0, 64L * ++number, 1, atMs), new Body(body, 0, 67));
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
        fold.reads(0, NOTHING_BEFORE);
        fold.reads(1, NOTHING_BEFORE);
        steps(steps, 1_000);
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
        fold.reads(0, NOTHING_BEFORE);
        fold.reads(1, NOTHING_BEFORE);
        for (long sentMs : new long[] {1_000, 2_000}) {
            step(0, sentMs, 5);
            step(1, sentMs, 5);
            step(2, sentMs, 5);
            step(4, sentMs, 5);
        }
        assertThat(fold.onTheWay()).isEmpty();
        assertThat(fold.line("transfers").equal()).isTrue();
    }

    /** Two accounts have sent under one key in the same millisecond. */
    @Test
    void anotherAccountsUnderTheSameKeyIsAnother() {
        for (int shard = 0; shard < 3; shard++) {
            fold.reads(shard, NOTHING_BEFORE);
        }
        for (int step : new int[] {0, 1, 2, 4}) {
            step(step, 1_000, 5, 1_000);
            step(step, 1_000, 6, 1_000, 0x400 | 2);
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

    private void open(long sentMs, boolean received) {
        fold.opening(new Opening.Transfer(7, 8, sentMs, FROM, 0, EUR, 5, received));
    }

    private void see(long onTheWay, String problem) {
        assertThat(fold.onTheWay().getOrDefault("EUR", 0L)).isEqualTo(onTheWay);
        String difference = fold.line("transfers").difference();
        if (problem == null) {
            assertThat(difference).isNull();
        } else {
            assertThat(difference).contains("transfer 0000000000000007", problem);
        }
    }

    /** The sender's journal, of shard 1, begins with a snapshot of 1000: what was sent by then may be over by then. */
    @ParameterizedTest
    @CsvSource({
        "R, 1000, -5,",
        "RF, 1000, -5,",
        "R, 1001, -5, was never sent",
        "RR, 1000, -5, has come to its end before",
        "RT, 1000, -5, was never sent",
        "T, 1000, 0, was never sent",
        "B, 1000, -5, was never sent",
        "SRTFR, 1001, -5, was never sent",
        "SBR, 1001, -5, was never sent",
    })
    void theSendersEndMayLieBeforeItsSnapshot(String steps, long sentMs, long onTheWay, String problem) {
        fold.reads(0, NOTHING_BEFORE);
        fold.reads(1, 1_000);
        steps(steps, sentMs);
        see(onTheWay, problem);
    }

    /** What was on its way in the snapshot is read from there on to its end. */
    @ParameterizedTest
    @CsvSource({
        "'', 5,",
        "RTF, 0,",
        "B, 0,",
        "T, 5, 'was settled, but never received'",
        "RTFR, 0, has come to its end before",
        "BR, 0, has come to its end before",
        "RTFT, 0, has come to its end before",
    })
    void whatWasOnItsWayComesOnce(String steps, long onTheWay, String problem) {
        fold.reads(0, NOTHING_BEFORE);
        fold.reads(1, 1_000);
        open(1_000, false);
        steps(steps, 1_000);
        see(onTheWay, problem);
    }

    /** The receiver's journal, of shard 0, begins with a snapshot of 1000: what was sent by then may have come by then, and be forgotten. */
    @ParameterizedTest
    @CsvSource({"ST, 1000, 5,", "ST, 1001, 5, 'was settled, but never received'", "SB, 1000, 0,"})
    void theReceiversEndMayLieBeforeItsSnapshot(String steps, long sentMs, long onTheWay, String problem) {
        fold.reads(0, 1_000);
        fold.reads(1, NOTHING_BEFORE);
        steps(steps, sentMs);
        see(onTheWay, problem);
    }

    /** A server goes on: the receiver's journal is read to a batch of 9000, the sender's to one of 12000. */
    @ParameterizedTest
    @CsvSource({
        "7500, 8000,",
        "7500, 7999, 'was settled, but never received'",
        "3000, 3000, 'was settled, but never received'",
        "11999, 0, was never sent",
        "12000, 0,",
    })
    void oneEndMayLieBehindWhatIsRead(long sentMs, long settledMs, String problem) {
        fold.reads(0, NOTHING_BEFORE);
        fold.reads(1, 1_000);
        fold.readUntil(0, 9_000);
        fold.readUntil(1, 12_000);
        if (settledMs > 0) {
            step(0, sentMs, 5);
            step(2, sentMs, 5, settledMs);
        } else {
            step(1, sentMs, 5);
        }
        see(settledMs > 0 ? 5 : -5, problem);
    }

    /** A journal that is not there says nothing. */
    @Test
    void oneEndIsEnoughWhereNotAllIsThere() {
        fold.reads(0, NOTHING_BEFORE);
        step(1, 1_000, 5);
        see(-5, null);
    }

    /** Both ends lie before the snapshots: the money has come already. */
    @Test
    void aSnapshotOpensBothEnds() {
        fold.reads(0, 1_000);
        fold.reads(1, 1_000);
        open(1_000, false);
        open(1_000, true);
        see(0, null);
        step(2, 1_000, 5);
        see(0, null);
    }
}
