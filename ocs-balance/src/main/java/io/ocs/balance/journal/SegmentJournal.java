package io.ocs.balance.journal;

import io.ocs.core.journal.Journal;
import io.ocs.core.journal.JournalBatch;
import io.ocs.core.journal.JournalException;
import io.ocs.core.journal.JournalReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

/**
 * The journal of one shard in segment files (docs/JOURNAL_FORMAT.md): one write for each batch, and one force for
 * those that are committed together. A batch lies wholly in one segment. After a failed write or force nothing is ever written to that file again: the header of another segment says durably up to where it
 * is valid, and only then is the batch {@link Commit#LOST}.
 *
 * <p>The epoch rises with every start that cannot prove that all frames ever committed are there: a begun frame at the end is not whole, or
 * this run or the one before does not force each batch. So no key of a charging data record, (epoch, shard, record number), is given twice.
 *
 * <p>The thread that commits must not be interrupted: an interrupt closes its files.
 */
public final class SegmentJournal implements Journal {

    private static final int CHUNK_LENGTH = 1024 * 1024;

    private final SegmentStorage storage;
    private final int shard;
    private final int epoch;
    private final JournalOptions options;
    private final boolean tailWasCut;
    private final boolean writtenInDoubt;
    private final int epochFound;
    private final SegmentSupply supply;
    private final JournalHelper helper;
    private final FrameHeader frame = new FrameHeader();
    private final JournalBatch[] alone = new JournalBatch[1];
    private final List<SegmentReader> readers = new CopyOnWriteArrayList<>();

    private SegmentStorage.File active;
    private long forced;
    private boolean sealed;
    private boolean broken;
    private volatile IOException failure;
    private volatile SegmentHeader[] segments;
    private volatile long committed;

    /**
     * Opens the journal of a shard in a folder, which is made if it does not exist.
     *
     * @throws JournalException if the files are damaged, foreign or of another version, or cannot be read or written; nothing was changed
     */
    public static SegmentJournal open(Path folder, int shard, JournalOptions options) {
        try {
            return open(new FolderStorage(folder), shard, options, null);
        } catch (IOException e) {
            throw new JournalException("cannot make the journal folder " + folder + ": " + e, e);
        }
    }

    /**
     * As {@link #open(Path, int, JournalOptions)}, on any storage.
     *
     * @param executor prepares segments, and again with each batch what has failed; null for threads of the journal's own, which try again each second,
     *     and in {@link SyncMode#INTERVAL} force too
     */
    public static SegmentJournal open(SegmentStorage storage, int shard, JournalOptions options, Executor executor) {
        try {
            SegmentRecovery.Found found = new SegmentRecovery(storage, shard, options.segmentSize()).recover();
            return new SegmentJournal(storage, shard, options, executor, found);
        } catch (IOException e) {
            throw new JournalException("cannot open the journal in " + storage.location() + ": " + e, e);
        }
    }

    private SegmentJournal(
            SegmentStorage storage, int shard, JournalOptions options, Executor executor, SegmentRecovery.Found found)
            throws IOException {
        this.storage = storage;
        this.shard = shard;
        this.options = options;
        helper = executor == null ? new JournalHelper(shard) : null;
        supply = executor == null
                ? new SegmentSupply(storage, options.segmentSize(), helper, helper::later)
                : new SegmentSupply(storage, options.segmentSize(), executor, null);
        tailWasCut = found.tailCut();
        segments = found.segments().toArray(new SegmentHeader[0]);
        committed = found.end();
        forced = committed;
        boolean fresh = segments.length == 0;
        writtenInDoubt = !fresh && !found.last().forcedByBatch();
        boolean inDoubt = !fresh && (tailWasCut || writtenInDoubt || options.sync() != SyncMode.BATCH);
        epochFound = fresh ? 0 : found.last().epoch();
        epoch = fresh ? 1 : found.last().epoch() + (inDoubt ? 1 : 0);
        try {
            begin(found, fresh || inDoubt);
        } catch (IOException e) {
            closeQuietly(active);
            closeHelper();
            throw e;
        }
    }

    private void begin(SegmentRecovery.Found found, boolean inNewSegment) throws IOException {
        if (segments.length > 0) {
            active = storage.open(current().fileName());
            forceAgain(found.doubtFrom());
        }
        supply.adopt(found.unused());
        supply.prepare(segments.length == 0 ? 1 : current().number() + 1);
        if (inNewSegment) {
            SegmentStorage.File old = active;
            startSegment(false);
            closeQuietly(old);
        }
        if (helper != null && options.sync() == SyncMode.INTERVAL) {
            helper.every(options.intervalMs(), this::forceWhenDue);
        }
    }

    /**
     * Writes and forces what can be read but was perhaps never forced: after a failed force the system's cache may show octets that are not on
     * the disk and that no later force would write.
     */
    private void forceAgain(long doubtFrom) throws IOException {
        SegmentHeader last = current();
        writeAgain(0, SegmentHeader.LENGTH);
        long to = last.offsetOf(committed) + FrameHeader.TERMINATOR_LENGTH;
        writeAgain(last.offsetOf(doubtFrom), Math.min(to, last.length()));
        active.force();
    }

    private void writeAgain(long from, long to) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocateDirect((int) Math.min(CHUNK_LENGTH, to - from));
        for (long at = from; at < to; at += chunk.limit()) {
            chunk.clear().limit((int) Math.min(chunk.capacity(), to - at));
            active.read(chunk, at);
            active.write(chunk.flip(), at);
        }
    }

    @Override
    public Commit commit(JournalBatch batch) {
        alone[0] = batch;
        return commit(alone, 1);
    }

    /** {@inheritDoc} As many as the rest of the segment takes; if there is no room for the first one, it begins the next segment, alone. */
    @Override
    public int fitting(JournalBatch[] batches, int count) {
        synchronized (this) {
            long room = current().capacityEnd() - committed - batches[0].length();
            int fitting = 1;
            while (fitting < count && batches[fitting].length() <= room) {
                room -= batches[fitting].length();
                fitting++;
            }
            return fitting;
        }
    }

    @Override
    public Commit commit(JournalBatch[] batches, int count) {
        synchronized (this) {
            if (broken) {
                return Commit.BROKEN;
            }
            int length = 0;
            for (int i = 0; i < count; i++) {
                length += batches[i].isEmpty() ? 0 : batches[i].length();
            }
            return length == 0 ? Commit.DURABLE : commitNow(batches, count, length);
        }
    }

    private Commit commitNow(JournalBatch[] batches, int count, int length) {
        supply.retry();
        long end = committed + length;
        if ((sealed || length > current().capacityEnd() - committed) && !switchSegment(length)) {
            return broken ? Commit.BROKEN : Commit.LOST;
        }
        try {
            write(batches, count);
            if (options.sync() == SyncMode.BATCH) {
                active.force();
                forced = end;
            }
        } catch (IOException e) {
            return abandonActive(e);
        }
        committed = end;
        return Commit.DURABLE;
    }

    private void write(JournalBatch[] batches, int count) throws IOException {
        long position = committed;
        for (int i = 0; i < count; i++) {
            if (!batches[i].isEmpty()) {
                frame.encode(batches[i], shard, epoch, position, forced);
                frame.write(
                        batches[i],
                        active,
                        current().offsetOf(position),
                        current().length());
                position += batches[i].length();
            }
        }
    }

    /** The segment is full: goes on in the next one. What stands in the old one is durable before the new one begins. */
    private boolean switchSegment(int length) {
        if (length > options.segmentSize() - SegmentHeader.LENGTH) {
            throw new IllegalArgumentException(
                    "a batch of " + length + " octets does not fit into a segment of " + options.segmentSize());
        }
        try {
            forceActive();
        } catch (IOException e) {
            failed(e);
            broken = true;
            return false;
        }
        try {
            SegmentStorage.File old = active;
            startSegment(false);
            closeQuietly(old);
            return true;
        } catch (IOException e) {
            failed(e);
            return false;
        }
    }

    /**
     * Never writes to the active file again; the batch is lost once another segment says so durably. Until there is room for one, nobody can say whether it
     * is, and nothing is answered.
     */
    private Commit abandonActive(IOException cause) {
        failed(cause);
        closeQuietly(active);
        if (forced != committed) {
            broken = true; // what was answered before may be lost with the file
            return Commit.BROKEN;
        }
        try {
            startSegment(true);
            return Commit.LOST;
        } catch (IOException e) {
            e.addSuppressed(cause);
            failed(e);
            broken = true;
            return Commit.BROKEN;
        }
    }

    /** Starts the segment that stands ready, from {@code committed} on, and has the one after it prepared. */
    private void startSegment(boolean patient) throws IOException {
        SegmentStorage.File file = supply.take(patient);
        long number = supply.number();
        SegmentHeader header =
                new SegmentHeader(shard, number, committed, epoch, file.length(), options.sync() == SyncMode.BATCH);
        sealed = true; // even a header whose write fails may be on the disk, and says where the segment before ends
        try {
            header.writeTo(file);
            sealed = false;
        } catch (IOException e) {
            closeQuietly(file);
            throw e;
        } finally {
            supply.prepare(number + 1);
        }
        SegmentHeader[] more = Arrays.copyOf(segments, segments.length + 1);
        more[segments.length] = header;
        active = file;
        segments = more;
    }

    private SegmentHeader current() {
        return segments[segments.length - 1];
    }

    private void failed(IOException e) {
        failure = e;
    }

    private void closeQuietly(SegmentStorage.File file) {
        if (file == null) {
            return;
        }
        try {
            file.close();
        } catch (IOException e) {
            failed(e); // its octets were forced before, or are given up
        }
    }

    private void forceActive() throws IOException {
        if (forced != committed) {
            active.force();
            forced = committed;
        }
    }

    /** Forces what was committed so far: a clean stop, and the clock of {@link SyncMode#INTERVAL}. A failure breaks the journal. */
    public synchronized void force() {
        if (broken) {
            return;
        }
        try {
            forceActive();
        } catch (IOException e) {
            failed(e);
            broken = true;
        }
    }

    /** Makes durable whatever was committed before {@code position}, if it is not yet; false if the journal is broken and cannot. */
    public synchronized boolean forceTo(long position) {
        if (forced < position) {
            force();
        }
        return forced >= position;
    }

    private void forceWhenDue() {
        force();
    }

    @Override
    public long committedPosition() {
        return committed;
    }

    /** The epoch before this start; 0 if there was none. */
    public int epochFound() {
        return epochFound;
    }

    @Override
    public int epoch() {
        return epoch;
    }

    /**
     * How released segments are recycled; to be called before the first release.
     *
     * @param spares files that are kept for new segments, so that none need be filled with zeroes while the journal grows by as many between two
     *     releases
     * @param archive gets a copy of each first; null: none is kept
     */
    public void recycling(int spares, SegmentArchive archive) {
        supply.recycling(spares, archive);
    }

    /** Segments that can be read. */
    public int segmentCount() {
        return segments.length;
    }

    /** Segments released and recycled since the start. */
    public long recycledSegments() {
        return supply.recycled();
    }

    /** Segments released that wait to be archived and recycled. */
    public int waitingSegments() {
        return supply.waiting();
    }

    @Override
    public long epochEnd(int earlier) {
        for (SegmentHeader segment : segments) {
            if (segment.epoch() > earlier) {
                return segment.first();
            }
        }
        return Long.MAX_VALUE;
    }

    @Override
    public long firstPosition() {
        return segments[0].first();
    }

    /**
     * Whether the run before this one answered batches that were not forced yet: unless it ended cleanly, what it answered last may be missing here. A frame
     * that was cut off is no such case, if each batch was forced: it was never answered.
     */
    public boolean mayLackAnswered() {
        return writtenInDoubt;
    }

    /** Whether this start has cut off a frame that was not whole: some octets were lost. */
    public boolean tailWasCut() {
        return tailWasCut;
    }

    /** Whether the next segment stands ready. */
    public boolean isNextSegmentReady() {
        return supply.isReady();
    }

    /** {@inheritDoc} So it is while no segment can be prepared: what is left of the active one is for updates, terminations and top-ups. */
    @Override
    public boolean isShortOfRoom() {
        return supply.failure() != null;
    }

    /** Why no segment can be prepared; empty if one stands ready, or will in a moment. */
    public Optional<IOException> shortage() {
        return Optional.ofNullable(supply.failure());
    }

    /**
     * Ends the wait for room in which {@link #commit} may be, because the process is to stop: the batch at hand is {@link Commit#BROKEN} then. To be
     * called before the thread that commits is waited for.
     */
    public void giveUp() {
        supply.giveUp();
    }

    /** What went wrong last in writing or recycling, for the alarm. */
    public Optional<IOException> failure() {
        return Optional.ofNullable(failure).or(() -> Optional.ofNullable(supply.recyclingFailure()));
    }

    /** Why released segments wait to be archived or recycled; empty if none does for that. */
    public Optional<IOException> recyclingFailure() {
        return Optional.ofNullable(supply.recyclingFailure());
    }

    @Override
    public JournalReader read(long position) {
        synchronized (this) {
            SegmentReader reader = new SegmentReader(this, storage, options.segmentSize(), position);
            readers.add(reader);
            reader.checkStart();
            return reader;
        }
    }

    /**
     * Keeps everything from {@code position} on from being released until the stretch is closed.
     *
     * @throws JournalException as {@link #read}
     */
    public JournalStretch hold(long position) {
        return new JournalStretch(this, read(position));
    }

    /** Keeps everything that there is, and what comes, from being released until the stretch is closed. */
    public JournalStretch hold() {
        synchronized (this) {
            return hold(firstPosition());
        }
    }

    void closed(SegmentReader reader) {
        readers.remove(reader);
    }

    /** The segments that can be read; the array is never changed. */
    SegmentHeader[] segments() {
        return segments;
    }

    /** {@inheritDoc} An open reader keeps what it has not read, whatever the position says. */
    @Override
    public void release(long position) {
        synchronized (this) {
            if (broken) {
                return;
            }
            long until = position;
            for (SegmentReader reader : readers) {
                until = Math.min(until, reader.position());
            }
            int count = 0;
            List<String> names = new ArrayList<>();
            while (count + 1 < segments.length && segments[count + 1].first() <= until) {
                names.add(segments[count].fileName());
                count++;
            }
            if (count > 0) {
                segments = Arrays.copyOfRange(segments, count, segments.length);
                supply.recycle(names);
            }
        }
    }

    /** Forces what is not yet forced and closes the files. Open readers may go on reading. */
    @Override
    public void close() {
        synchronized (this) {
            force();
            broken = true;
            closeQuietly(active);
        }
        closeHelper();
    }

    private void closeHelper() {
        supply.giveUp();
        if (helper != null) {
            helper.close();
        }
        try {
            supply.close();
        } catch (IOException e) {
            failed(e);
        }
    }
}
