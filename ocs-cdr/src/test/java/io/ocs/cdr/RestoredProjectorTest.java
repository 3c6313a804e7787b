package io.ocs.cdr;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.cdr.record.ChargingDataRecord;
import io.ocs.core.journal.Journal;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Goal: a restored journal lets go of nothing before it is known where a sink is that cannot be reached. */
class RestoredProjectorTest {

    private static final long IN_FILES = 4_711;

    private final ManualClock clock = new ManualClock();
    private final MemoryJournal journal = new MemoryJournal();
    private final AwaySink sink = new AwaySink();

    private CdrProjector projector(CdrMark begin) {
        return new CdrProjector("n", 0, journal, sink, clock, Duration.ZERO, begin);
    }

    private void attempt(CdrProjector projector) {
        clock.advance(10_000);
        projector.doWork();
    }

    @Test
    void filesDoNotStandInForASinkThatWasNeverOpen() {
        CdrProjector projector = projector(new CdrMark(0, 1, 7));
        attempt(projector);
        attempt(projector);
        assertThat(projector.progress().state()).isEqualTo(CdrProgress.State.RETRYING);
        assertThat(projector.progress().neededFrom()).isZero();

        sink.away = false;
        attempt(projector);
        assertThat(projector.progress().state()).isEqualTo(CdrProgress.State.RUNNING);
        sink.away = true;
        attempt(projector);
        assertThat(projector.progress().neededFrom()).as("it is known now").isEqualTo(IN_FILES);
    }

    @Test
    void withoutARestoreTheyDo() {
        CdrProjector projector = projector(CdrMark.NONE);
        attempt(projector);
        assertThat(projector.progress().neededFrom()).isEqualTo(IN_FILES);
    }

    /** What it lacks can be taken from files up to some position. */
    private static final class AwaySink implements CdrSink {
        private boolean away = true;

        private void reach() {
            if (away) {
                throw CdrSinkException.unavailable("away", null);
            }
        }

        @Override
        public String name() {
            return "away";
        }

        @Override
        public CdrMark open() {
            reach();
            return CdrMark.NONE;
        }

        @Override
        public void rewind(long position) {
            throw new AssertionError("no tail was lost");
        }

        @Override
        public void begin(CdrMark mark) {
            reach();
        }

        @Override
        public long neededFrom(Journal from) {
            return IN_FILES;
        }

        @Override
        public void append(ChargingDataRecord cdr) {
            throw new AssertionError("the journal is empty");
        }

        @Override
        public void batchEnd(long position, long nowMs) {
            throw new AssertionError("the journal is empty");
        }

        @Override
        public void poll(long nowMs) {
            reach();
        }

        @Override
        public void flush() {
            reach();
        }

        @Override
        public long durablePosition() {
            return 0;
        }

        @Override
        public long restartPosition() {
            return 0;
        }

        @Override
        public long durableRecords() {
            return 0;
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
