package io.ocs.cdr.file;

import io.ocs.cdr.CdrMark;
import io.ocs.cdr.CdrSink;
import io.ocs.cdr.CdrSinkException;
import io.ocs.cdr.record.CdrField;
import io.ocs.cdr.record.CdrSums;
import io.ocs.cdr.record.CdrText;
import io.ocs.cdr.record.CdrTotals;
import io.ocs.cdr.record.ChargingDataRecord;
import io.ocs.core.journal.Journal;
import io.ocs.core.time.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Charging data records of one shard in files of each format, by the name of {@link CdrFileFormat#fileName}, exactly once. The order of steps makes it so:
 * write and force the {@code .tmp} files; write and force the manifest; rename the manifest and force the folder, which is the commit; rename the
 * files and force the folder. Before the commit a crash leaves only {@code .tmp} files, which are deleted and written again; after
 * it, only renames that {@link #open} makes good. The position to go on from stands in the newest manifest and nowhere else.
 */
public final class CdrFileSink implements CdrSink {

    /** Steps of closing a file, for tests that stop a process or a disk between two of them. */
    enum Step {
        WRITTEN,
        FORCED,
        MANIFEST_WRITTEN,
        MANIFEST_RENAMED,
        RENAMED
    }

    /** Called when a step is done. */
    interface Hook {
        void done(Step step) throws IOException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(CdrFileSink.class);
    /** A stretch of the journal without records as long as this is worth a mark. */
    private static final long MARK_OCTETS = 16L << 20;

    private static final long RETENTION_CHECK_MS = 60_000;

    private final CdrFileConfig config;
    private final int shard;
    private final Clock clock;
    private final LongSupplier neededFrom;
    private final Hook hook;
    private final ManifestChain chain;
    private final List<OpenFile> files = new ArrayList<>();
    private final CdrTotals totals = new CdrTotals();
    private final CdrText text = new CdrText();

    private boolean writing;
    private int epoch;
    private long first;
    private long last;
    private long beganMs;
    private long appendedMs;
    private long sequence;
    private long positionFrom;
    private long positionTo;
    private long durableTo;
    private String previousHash = "";
    private CdrManifest lastMark;
    private long durableRecords;
    private long retentionCheckAtMs;

    /** A sink whose files nobody else needs: they are deleted when the retention is over. */
    public CdrFileSink(CdrFileConfig config, int shard, Clock clock) {
        this(config, shard, clock, () -> Long.MAX_VALUE);
    }

    /** A sink that keeps files with records behind the journal position {@code neededFrom}, be they as old as they may: somebody will read them. */
    public CdrFileSink(CdrFileConfig config, int shard, Clock clock, LongSupplier neededFrom) {
        this(config, shard, clock, neededFrom, step -> {});
    }

    CdrFileSink(CdrFileConfig config, int shard, Clock clock, LongSupplier neededFrom, Hook hook) {
        this.neededFrom = neededFrom;
        this.config = config;
        this.shard = shard;
        this.clock = clock;
        this.hook = hook;
        chain = new ManifestChain(config.directory(), config.node(), shard);
        config.formats().stream().sorted().forEach(format -> files.add(format.open()));
    }

    @Override
    public String name() {
        return "file";
    }

    @Override
    public CdrMark open() {
        writing = false;
        try {
            Files.createDirectories(config.directory());
            Optional<ManifestChain.Link> newest = chain.recover();
            chain.deleteLeftovers();
            Durable.forceFolder(config.directory());
            begin(newest);
        } catch (IOException e) {
            throw unavailable(e);
        }
        return new CdrMark(positionFrom, epoch, last);
    }

    private void begin(Optional<ManifestChain.Link> newest) throws IOException {
        previousHash = "";
        lastMark = null;
        sequence = 0;
        epoch = 0;
        last = 0;
        positionFrom = 0;
        if (newest.isPresent()) {
            CdrManifest manifest = CdrManifest.read(newest.get().path());
            previousHash = Durable.sha256(newest.get().path());
            sequence = manifest.sequence();
            epoch = manifest.epoch();
            last = manifest.last();
            positionFrom = manifest.positionTo();
            lastMark = manifest.files().isEmpty() ? manifest : null;
        }
        positionTo = positionFrom;
    }

    @Override
    public void rewind(long position) {
        positionTo = position;
        mark();
    }

    @Override
    public void begin(CdrMark begin) {
        epoch = begin.epoch();
        last = begin.recordNumber();
        positionFrom = begin.position();
        positionTo = begin.position();
        mark();
    }

    @Override
    public long catchUp(Journal journal) {
        if (positionFrom < journal.firstPosition()) {
            throw CdrSinkException.conflict(
                    "cdr files in " + config.directory() + " of shard " + shard + " end with record "
                            + last + ", at position " + positionFrom + " of the journal, which begins at "
                            + journal.firstPosition()
                            + ": what is missing stands in the cdr.directory that was used before."
                            + " Set that again; or copy from there the newest " + config.node() + "-*-" + shard
                            + "-*.manifest.json and the files of its name, so that these files go on behind them; then restart");
        }
        return positionFrom;
    }

    @Override
    public void append(ChargingDataRecord cdr) {
        checkNumber(cdr);
        try {
            if (writing && cdr.epoch() != epoch) {
                closeFiles(ClosureReason.NORMAL);
            }
            if (!writing) {
                beginFiles(cdr);
            }
            text.of(cdr);
            for (int i = 0; i < files.size(); i++) {
                files.get(i).append(cdr, text);
            }
        } catch (IOException e) {
            throw unavailable(e);
        }
        totals.add(cdr);
        last = cdr.recordNumber();
    }

    /** Numbers are dense; a later epoch may repeat some, since its predecessor's last ones may be lost, but leaves none out. */
    private void checkNumber(ChargingDataRecord cdr) {
        boolean follows = cdr.recordNumber() == last + 1;
        boolean repeats = cdr.epoch() > epoch && cdr.recordNumber() <= last;
        if (!follows && !repeats) {
            throw CdrSinkException.conflict("record " + cdr.recordNumber() + " of epoch " + cdr.epoch() + ", shard "
                    + shard + " does not follow record " + last + " of epoch " + epoch + " in " + config.directory());
        }
    }

    private void beginFiles(ChargingDataRecord cdr) throws IOException {
        epoch = cdr.epoch();
        first = cdr.recordNumber();
        beganMs = clock.nowMs();
        appendedMs = beganMs;
        durableTo = positionTo;
        totals.clear();
        for (OpenFile file : files) {
            file.begin(config.directory()
                    .resolve(CdrManifest.unfinished(
                            config.node(), epoch, shard, first, file.format().extension())));
        }
        writing = true;
    }

    @Override
    public void batchEnd(long position, long nowMs) {
        positionTo = position;
        if (!writing) {
            return;
        }
        appendedMs = nowMs;
        if (totals.count() >= config.recordsMax()) {
            close(ClosureReason.RECORDS_LIMIT);
        } else if (isFull()) {
            close(ClosureReason.SIZE_LIMIT);
        }
    }

    private boolean isFull() {
        for (int i = 0; i < files.size(); i++) {
            if (files.get(i).octets() >= config.octetsMax()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void poll(long nowMs) {
        if (writing && nowMs - beganMs >= config.ageMax().toMillis()) {
            close(ClosureReason.OPEN_TIME_LIMIT);
        } else if (!writing && positionTo - positionFrom >= MARK_OCTETS) {
            mark();
        }
        deleteExpired(nowMs);
    }

    private void deleteExpired(long nowMs) {
        if (nowMs < retentionCheckAtMs) {
            return;
        }
        retentionCheckAtMs = nowMs + RETENTION_CHECK_MS;
        try {
            chain.deleteBefore(nowMs - config.retention().toMillis(), neededFrom.getAsLong());
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    @Override
    public void flush() {
        if (writing) {
            close(ClosureReason.MANUAL_INTERVENTION);
        }
    }

    private void close(ClosureReason reason) {
        try {
            closeFiles(reason);
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    private void closeFiles(ClosureReason reason) throws IOException {
        FileEnd end = new FileEnd(
                config.node(), epoch, shard, first, last, sequence + 1, beganMs, appendedMs, clock.nowMs(), reason);
        for (OpenFile file : files) {
            file.finishWriting(end);
        }
        hook.done(Step.WRITTEN);
        for (OpenFile file : files) {
            file.force();
        }
        hook.done(Step.FORCED);
        List<CdrManifest.DataFile> described = files.stream()
                .map(file -> file.describe(file.format().fileName(end)))
                .toList();
        long records = totals.count();
        sequence = end.sequence();
        commit(manifest(first, totals.sums(), described, positionFrom, previousHash));
        for (OpenFile file : files) {
            Durable.rename(file.path(), config.directory().resolve(file.format().fileName(end)));
        }
        Durable.forceFolder(config.directory());
        hook.done(Step.RENAMED);
        writing = false;
        durableRecords += records;
    }

    private CdrManifest manifest(
            long firstNumber, CdrSums sums, List<CdrManifest.DataFile> described, long from, String previous) {
        return new CdrManifest(
                CdrField.FORMAT_VERSION,
                config.node(),
                epoch,
                shard,
                firstNumber,
                last,
                from,
                positionTo,
                clock.nowMs(),
                sums,
                described,
                sequence,
                previous);
    }

    /** Makes a manifest durable under its name: from then on its records exist. */
    private void commit(CdrManifest manifest) throws IOException {
        Path target = config.directory().resolve(manifest.fileName());
        Path unfinished = config.directory().resolve(manifest.fileName() + ".tmp");
        byte[] octets = manifest.encode();
        Durable.write(unfinished, octets);
        hook.done(Step.MANIFEST_WRITTEN);
        Durable.rename(unfinished, target);
        Durable.forceFolder(config.directory());
        previousHash = Durable.sha256(octets);
        positionFrom = positionTo;
        lastMark = manifest.files().isEmpty() ? manifest : null;
        hook.done(Step.MANIFEST_RENAMED);
    }

    /**
     * Carries the position on over a long stretch of the journal without records, so that its segments can be released. A mark takes the
     * place, and the name, of the mark before it.
     */
    private void mark() {
        long from = lastMark == null ? positionFrom : lastMark.positionFrom();
        String previous = lastMark == null ? previousHash : lastMark.previous();
        try {
            commit(manifest(last + 1, CdrSums.NONE, List.of(), from, previous));
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    private CdrSinkException unavailable(IOException e) {
        return CdrSinkException.unavailable("cdr files in " + config.directory() + ": " + e, e);
    }

    @Override
    public long durablePosition() {
        return writing ? durableTo : positionTo;
    }

    @Override
    public long restartPosition() {
        return positionFrom;
    }

    @Override
    public long durableRecords() {
        return durableRecords;
    }

    @Override
    public void close() {
        writing = false;
        for (OpenFile file : files) {
            try {
                file.abandon();
            } catch (IOException e) {
                LOG.warn(
                        "an unfinished cdr file does not close; it is written again from the journal: {}",
                        e.toString());
            }
        }
    }
}
