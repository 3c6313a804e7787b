package io.ocs.cdr;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.cdr.record.ChargingDataRecord;
import io.ocs.core.journal.Journal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Goal: the projector rests beside busy charging and nowhere else, and says how old the oldest unread batch is. */
class PacedProjectorTest {

    private static final long RECORD_NANOS = 20_000;
    private static final long BATCH_EVERY_NANOS = 10_000_000;
    private static final int RECORDS_PER_BATCH = 100;

    private final ManualClock clock = new ManualClock();
    private final MemoryJournal journal = new MemoryJournal();
    private final RandomRecords records = new RandomRecords(RandomRecords.seed(), true);
    private final CountingSink sink = new CountingSink();
    private final CdrProjector projector =
            new CdrProjector("n", 0, journal, sink, clock, Duration.ofSeconds(10), CdrMark.NONE);
    private long restedNanos;
    private boolean busy;
    private long nextBatchNanos;

    private void pass(long nanos) {
        clock.advanceNanos(nanos);
        while (busy && nextBatchNanos <= clock.nanoTime()) {
            nextBatchNanos += BATCH_EVERY_NANOS;
            commit();
        }
    }

    private void commit() {
        records.at(clock.nowMs());
        records.commitBatch(journal, RECORDS_PER_BATCH);
    }

    private void rest(long nanos) {
        restedNanos += nanos;
        pass(nanos);
    }

    /** Ten thousand records a second: a fifth of what the sink can take. */
    private void beBusy(long seconds) {
        busy = true;
        nextBatchNanos = clock.nanoTime();
        long end = clock.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (clock.nanoTime() < end) {
            projector.turn(this::rest);
        }
    }

    @Test
    void leavesTheProcessorToBusyChargingAtABoundedLag() {
        beBusy(20);
        assertThat(projector.progress().lagMs()).isBetween(3_000L, 4_000L);
        assertThat(restedNanos).isBetween(TimeUnit.SECONDS.toNanos(15), TimeUnit.SECONDS.toNanos(18));
    }

    @Test
    void catchesUpWithoutRestOnceChargingIsIdle() {
        beBusy(20);
        busy = false;
        long behind = records.records() - sink.records;
        long begin = clock.nanoTime();
        while (sink.records < records.records()) {
            projector.turn(this::rest);
        }
        assertThat(clock.nanoTime() - begin).isLessThan(behind * RECORD_NANOS + TimeUnit.MILLISECONDS.toNanos(150));
        assertThat(projector.progress().lagMs()).isZero();
    }

    @Test
    void aSingleBatchIsReadAtOnce() {
        projector.turn(this::rest);
        clock.advance(60_000);
        projector.turn(this::rest);
        commit();
        long before = restedNanos;
        projector.turn(this::rest);
        assertThat(sink.records).isEqualTo(records.records());
        assertThat(restedNanos).isEqualTo(before);
    }

    @Test
    void aFlushEndsTheRest() {
        beBusy(5);
        restedNanos = 0;
        projector.turn(nanos -> {
            rest(nanos);
            projector.flush();
        });
        assertThat(restedNanos).isBetween(1L, Pace.REST_MAX_NANOS);
        busy = false;
        long allThen = records.records();
        restedNanos = 0;
        while (sink.records < allThen) {
            projector.turn(this::rest);
        }
        assertThat(restedNanos).isZero();
    }

    @Test
    void tellsTheAgeOfTheOldestUnreadBatch() {
        projector.turn(this::rest);
        clock.advance(3_600_000);
        projector.turn(this::rest);
        assertThat(projector.progress().lagMs()).isZero();
        commit();
        clock.advance(3_000);
        assertThat(projector.progress().lagMs()).isBetween(2_900L, 3_100L);
        projector.turn(this::rest);
        projector.turn(this::rest);
        assertThat(projector.progress().lagMs()).isZero();
    }

    /** Takes its time for each record. */
    private final class CountingSink implements CdrSink {
        private long records;
        private long position;

        @Override
        public String name() {
            return "count";
        }

        @Override
        public CdrMark open() {
            return new CdrMark(0, 0, 0);
        }

        @Override
        public void begin(CdrMark mark) {
            throw new AssertionError("nothing was restored");
        }

        @Override
        public void rewind(long to) {
            throw new AssertionError("no tail was lost");
        }

        @Override
        public long catchUp(Journal from) {
            return position;
        }

        @Override
        public long neededFrom(Journal from) {
            return position;
        }

        @Override
        public void append(ChargingDataRecord cdr) {
            records++;
            pass(RECORD_NANOS);
        }

        @Override
        public void batchEnd(long end, long nowMs) {
            position = end;
        }

        @Override
        public void poll(long nowMs) {}

        @Override
        public void flush() {
            // everything is durable at once
        }

        @Override
        public long durablePosition() {
            return position;
        }

        @Override
        public long restartPosition() {
            return position;
        }

        @Override
        public long durableRecords() {
            return records;
        }

        @Override
        public void close() {}
    }
}
