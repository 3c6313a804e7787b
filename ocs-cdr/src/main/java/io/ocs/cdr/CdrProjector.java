package io.ocs.cdr;

import io.ocs.cdr.CdrProgress.State;
import io.ocs.cdr.record.ChargingDataRecord;
import io.ocs.core.journal.BalanceRecord;
import io.ocs.core.journal.CreditControlRecord;
import io.ocs.core.journal.Journal;
import io.ocs.core.journal.JournalBatch;
import io.ocs.core.journal.JournalException;
import io.ocs.core.journal.JournalReader;
import io.ocs.core.journal.RecordType;
import io.ocs.core.journal.ServiceRecord;
import io.ocs.core.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.agrona.DirectBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the journal of one shard into the charging data records of one sink, on a thread of its own that charging never waits for. A crash and a
 * failure of the sink are the same to it: the sink is opened again and says from which position on to read. Reading allocates nothing.
 *
 * <p>{@link #start} and {@link #close} belong to one thread; {@link #flush}, {@link #progress} and {@link #drained} may be called from any.
 */
public final class CdrProjector implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CdrProjector.class);
    private static final int FIRST_EPOCH = 1;
    private static final int BATCHES_PER_CYCLE = 64;

    /** A cycle ends with the batch that brings it here: a millisecond or two of work, so that rests are short too. */
    private static final long OCTETS_PER_CYCLE = 256 * 1024;

    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long BACK_OFF_MIN_MS = 100;
    private static final long BACK_OFF_MAX_MS = 5_000;

    private final int shard;
    private final Journal journal;
    private final CdrSink sink;
    private final Clock clock;
    private final Pace pace;
    private final CdrMark begin;
    private final ChargingDataRecord cdr;
    private final CreditControlRecord head = new CreditControlRecord();
    private final ServiceRecord service = new ServiceRecord();
    private final BalanceRecord balance = new BalanceRecord();
    private final JournalReader.Handler handler = this::onRecord;
    private final Thread thread;

    private JournalReader reader;
    private long retryAtMs;
    private boolean everOpen;
    private boolean toldOfTrouble;
    private long backOffMs = BACK_OFF_MIN_MS;
    private volatile State state = State.NEW;
    private long batchTimeMs;
    private volatile long readPosition;
    private volatile long readToMs;
    private volatile long durablePosition;
    private volatile long restartPosition;
    private volatile long neededFrom;
    private volatile long durableRecords;
    private volatile String lastError = "";
    private volatile boolean flushWanted;
    private volatile boolean closing;

    /** A projector that never rests while there is something to read, of a journal that was never restored. */
    public CdrProjector(String node, int shard, Journal journal, CdrSink sink, Clock clock) {
        this(node, shard, journal, sink, clock, Duration.ZERO, CdrMark.NONE);
    }

    /**
     * A projector that reads nothing before {@link #start}; it owns the sink.
     *
     * @param node stands in every record
     * @param lagMax how far it may stay behind while charging is busy: the less it is behind, the more of the time it leaves to charging. Zero: it
     *     never rests
     * @param begin where a new sink begins in a journal that was restored from a backup; {@link CdrMark#NONE}: at its very first record
     */
    public CdrProjector(
            String node, int shard, Journal journal, CdrSink sink, Clock clock, Duration lagMax, CdrMark begin) {
        this.begin = begin;
        this.shard = shard;
        this.journal = journal;
        this.sink = sink;
        this.clock = clock;
        pace = new Pace(lagMax);
        readToMs = clock.nowMs();
        batchTimeMs = readToMs;
        cdr = new ChargingDataRecord(node);
        thread = new Thread(this::run, "cdr-" + sink.name() + "-" + shard);
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closing) {
                turn(nanos -> LockSupport.parkNanos(this, nanos));
            }
            drainAndClose();
        } finally {
            if (state != State.CLOSED) {
                state = State.STOPPED; // an Error ends the thread: that must show
            }
        }
    }

    /** One duty cycle and the rest that is due after it. */
    void turn(LongConsumer parker) {
        long beginNanos = clock.nanoTime();
        int batches = doWork();
        long restNanos = restNanos(clock.nanoTime() - beginNanos);
        while (restNanos > 0 && !isAwaited()) {
            parker.accept(restNanos);
            restNanos = restNanos(0);
        }
        if (batches == 0 && !isAwaited()) {
            parker.accept(IDLE_NANOS);
        }
    }

    private long restNanos(long workedNanos) {
        return pace.restNanos(workedNanos, lagMs(), journal.committedPosition(), clock.nanoTime());
    }

    private boolean isAwaited() {
        return closing || (flushWanted && state == State.RUNNING);
    }

    private long lagMs() {
        return readPosition < journal.committedPosition() ? Math.max(0, clock.nowMs() - readToMs) : 0;
    }

    /**
     * One duty cycle, for callers with a thread of their own, who then do not {@link #start} it.
     *
     * @return batches read
     */
    public int doWork() {
        if (state == State.STOPPED || state == State.CLOSED) {
            return 0;
        }
        long nowMs = clock.nowMs();
        try {
            if (state != State.RUNNING) {
                if (nowMs < retryAtMs) {
                    return 0;
                }
                open();
            }
            return project(nowMs);
        } catch (CdrSinkException e) {
            fail(e, e.isConflict(), nowMs);
        } catch (JournalException e) {
            fail(e, false, nowMs);
        } catch (RuntimeException e) {
            fail(e, true, nowMs);
        }
        return 0;
    }

    private void open() {
        CdrMark mark = begun(sink.open());
        everOpen = true;
        joinJournal(mark);
        long position = sink.catchUp(journal);
        reader = journal.read(position);
        readPosition = position;
        publish();
        state = State.RUNNING;
    }

    /** A new sink begins where the backup did, as long as the journal still reaches back to there. */
    private CdrMark begun(CdrMark mark) {
        boolean isNew = mark.equals(CdrMark.NONE) && !begin.equals(CdrMark.NONE);
        if (!isNew || begin.position() < journal.firstPosition()) {
            return mark;
        }
        LOG.info(
                "{} of shard {} is new: it begins behind record {}, at position {} of the restored journal",
                sink.name(),
                shard,
                begin.recordNumber(),
                begin.position());
        sink.begin(begin);
        return begin;
    }

    /**
     * Makes sure that the sink belongs to this journal. If an epoch later than that of the sink's last record begins before the sink's position, all
     * the sink has behind that beginning comes from a tail that was lost.
     */
    private void joinJournal(CdrMark mark) {
        long epochEnd = journal.epochEnd(Math.max(FIRST_EPOCH, mark.epoch()));
        if (epochEnd < mark.position()) {
            LOG.warn(
                    "{} of shard {} is at {}, but epoch {} of the journal ended at {}: records of a lost tail stay there",
                    sink.name(),
                    shard,
                    mark.position(),
                    mark.epoch(),
                    epochEnd);
            sink.rewind(epochEnd);
        } else if (mark.epoch() > journal.epoch() || mark.position() > journal.committedPosition()) {
            throw CdrSinkException.conflict(
                    sink.name() + " of shard " + shard + " is at position " + mark.position()
                            + ", record " + mark.recordNumber() + " of epoch " + mark.epoch()
                            + ", ahead of the journal, which is in epoch "
                            + journal.epoch() + " and ends at " + journal.committedPosition()
                            + ": it belongs to another data folder."
                            + " Give this one its own cdr.directory and database, or restore the data folder that they belong to");
        }
    }

    private int project(long nowMs) {
        int batches = 0;
        long end = readPosition + OCTETS_PER_CYCLE;
        boolean hasMore = true;
        while (hasMore && batches < BATCHES_PER_CYCLE && readPosition < end) {
            hasMore = reader.poll(handler);
            if (hasMore) {
                batches++;
                readPosition = reader.position();
                sink.batchEnd(readPosition, nowMs);
            }
        }
        readToMs = hasMore ? batchTimeMs : nowMs;
        if (flushWanted && !hasMore) {
            flushWanted = false;
            sink.flush();
        } else {
            sink.poll(nowMs);
        }
        publish();
        return batches;
    }

    private void publish() {
        long before = durablePosition;
        durableRecords = sink.durableRecords();
        restartPosition = sink.restartPosition();
        neededFrom = restartPosition;
        durablePosition = sink.durablePosition();
        if (durablePosition > before) {
            backOffMs = BACK_OFF_MIN_MS;
            tellThatItGoesOn();
        }
    }

    private void tellThatItGoesOn() {
        if (toldOfTrouble) {
            toldOfTrouble = false;
            LOG.info("{} of shard {} goes on: it is at position {}", sink.name(), shard, durablePosition);
        }
    }

    private void onRecord(
            RecordType type,
            int version,
            DirectBuffer buffer,
            int offset,
            int length,
            long position,
            long timeMs,
            int epoch) {
        batchTimeMs = timeMs;
        if (type == RecordType.CREDIT_CONTROL) {
            checkVersion(version, position);
            onCreditControl(head.wrap(buffer, offset), epoch);
        } else if (type == RecordType.BALANCE_ADJUSTED) {
            checkVersion(version, position);
            onBalance(balance.wrap(buffer, offset), timeMs, epoch);
        }
    }

    private static void checkVersion(int version, long position) {
        if (version > JournalBatch.RECORD_VERSION) {
            throw new IllegalStateException("the journal record at position " + position + " has version " + version
                    + ": it was written by a later version of this program");
        }
    }

    private void onCreditControl(CreditControlRecord record, int epoch) {
        int services = record.serviceCount();
        record.rewindServices();
        boolean headRead = false;
        for (int i = 0; i < services; i++) {
            record.nextService(service);
            if (service.recordNumber() > 0) {
                if (!headRead) {
                    cdr.origin(shard, epoch);
                    cdr.head(record);
                    headRead = true;
                }
                cdr.service(record, service);
                sink.append(cdr);
            }
        }
    }

    private void onBalance(BalanceRecord record, long timeMs, int epoch) {
        if (record.recordNumber() > 0) {
            cdr.origin(shard, epoch);
            cdr.balance(record, timeMs);
            sink.append(cdr);
        }
    }

    private void fail(RuntimeException e, boolean stop, long nowMs) {
        lastError = String.valueOf(e.getMessage() == null ? e : e.getMessage());
        letGo();
        if (stop) {
            state = State.STOPPED;
            LOG.error("{} of shard {} stops, an operator must look: {}", sink.name(), shard, lastError, e);
            return;
        }
        if (!toldOfTrouble) { // once, not for each attempt that comes no further
            toldOfTrouble = true;
            LOG.warn("{} of shard {} is interrupted and tries again: {}", sink.name(), shard, lastError, e);
        }
        state = State.RETRYING;
        lookForFiles();
        retryAtMs = nowMs + backOffMs;
        backOffMs = Math.min(2 * backOffMs, BACK_OFF_MAX_MS);
    }

    /**
     * While the sink cannot write, the journal need not keep for it what it can take from elsewhere. After a restore that is not known before the sink was
     * open once: it may be behind the place where new files begin.
     */
    private void lookForFiles() {
        if (!everOpen && !begin.equals(CdrMark.NONE)) {
            return;
        }
        try {
            neededFrom = sink.neededFrom(journal);
        } catch (CdrSinkException e) {
            LOG.warn("{} of shard {} keeps the journal from {} on: {}", sink.name(), shard, neededFrom, e.getMessage());
        }
    }

    private void letGo() {
        if (reader != null) {
            reader.close();
            reader = null;
        }
        sink.close();
    }

    /** Makes durable what is committed, in one last attempt, whatever pause the last failure has asked for. */
    private void drainAndClose() {
        retryAtMs = clock.nowMs();
        while (doWork() > 0) {
            // until the journal has nothing more
        }
        if (state == State.RUNNING) {
            flushWanted = true;
            doWork();
        }
        letGo();
        tellWhatIsLeft();
        if (state != State.STOPPED) {
            state = State.CLOSED;
        }
    }

    private void tellWhatIsLeft() {
        long left = journal.committedPosition() - durablePosition;
        if (left > 0) {
            LOG.warn(
                    "{} of shard {} is left {} octets of the journal behind, at position {}: the next start goes on from there{}",
                    sink.name(),
                    shard,
                    left,
                    durablePosition,
                    lastError.isEmpty() ? "" : ". The last failure: " + lastError);
        }
    }

    /** Asks for everything read to be made durable without waiting for a bound to be reached: closes the file, commits the rows. */
    public void flush() {
        flushWanted = true;
        LockSupport.unpark(thread);
    }

    /** Whether every record before {@code position} is durable in the sink. */
    public boolean drained(long position) {
        return durablePosition >= position;
    }

    /** Journal position from which this sink would go on after a crash; 0 until it has been opened. */
    public long restartPosition() {
        return restartPosition;
    }

    public CdrProgress progress() {
        long durable = durablePosition;
        long lag = Math.max(0, journal.committedPosition() - durable);
        return new CdrProgress(
                sink.name(),
                shard,
                state,
                readPosition,
                durable,
                restartPosition,
                neededFrom,
                lag,
                lagMs(),
                durableRecords,
                lastError);
    }

    /** Makes durable what the journal holds, if the sink can, and ends the thread. The journal must still be open. */
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        if (thread.getState() == Thread.State.NEW) {
            drainAndClose();
            return;
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
