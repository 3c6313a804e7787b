package io.ocs.cdr.database;

import io.ocs.cdr.CdrMark;
import io.ocs.cdr.CdrSink;
import io.ocs.cdr.CdrSinkException;
import io.ocs.cdr.file.CdrManifest;
import io.ocs.cdr.file.ClosedCdrFiles;
import io.ocs.cdr.record.CdrField;
import io.ocs.cdr.record.ChargingDataRecord;
import io.ocs.cdr.record.CopyEncoder;
import io.ocs.cdr.record.RowBuffer;
import io.ocs.core.journal.Journal;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.copy.CopyIn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Charging data records of one shard in the table {@code cdr}, exactly once: {@code COPY} and the shard's row of {@code cdr_position} are one
 * transaction. Whatever goes wrong, the sink is opened again and goes on from the position that the database has. Records that are in
 * closed files by then are loaded from those, so that the journal may let go of them while the database is down.
 */
public final class CdrDatabaseSink implements CdrSink {

    private static final Logger LOG = LoggerFactory.getLogger(CdrDatabaseSink.class);
    private static final int BUFFER = 1 << 20;
    /** The server takes a message of this size without asking for more memory. */
    private static final int CHUNK = 64 * 1024;

    private static final int BATCH_OCTETS_MAX = 16 << 20;
    private static final long POSITION_EVERY_MS = 5_000;

    private final BillingDatabase database;
    private final String node;
    private final int shard;
    private final CdrDatabaseConfig config;
    private final ClosedCdrFiles files;
    private final RowLoader.Hook hook;
    private final CopyEncoder encoder = new CopyEncoder();
    private final RowBuffer buffer = new RowBuffer(BUFFER);
    private final RowLoader.Rows bufferedRows = new BufferedRows();

    private Connection connection;
    private RowLoader loader;
    private CdrMark durable = CdrMark.NONE;
    private boolean everOpen;
    private int rows;
    private int epoch;
    private long last;
    private long position;
    private long durableTo;
    private long dueAtMs = Long.MAX_VALUE;
    private long positionDueAtMs;
    private long durableRecords;

    /** A sink of a shard of {@code node}; {@code files} are those that the file sink of the same shard closes, or null if there is none. */
    public CdrDatabaseSink(
            BillingDatabase database, String node, int shard, CdrDatabaseConfig config, ClosedCdrFiles files) {
        this(database, node, shard, config, files, step -> {});
    }

    CdrDatabaseSink(
            BillingDatabase database,
            String node,
            int shard,
            CdrDatabaseConfig config,
            ClosedCdrFiles files,
            RowLoader.Hook hook) {
        this.hook = hook;
        this.database = database;
        this.node = node;
        this.shard = shard;
        this.config = config;
        this.files = files;
    }

    @Override
    public String name() {
        return "database";
    }

    @Override
    public CdrMark open() {
        buffer.clear();
        rows = 0;
        dueAtMs = Long.MAX_VALUE;
        try {
            connection = database.connect();
            connection.setAutoCommit(false);
            CdrSchema.migrate(connection);
            loader = new RowLoader(connection, shard, hook);
            durable = loader.begin();
            loader.checkNode(node, durable);
        } catch (SQLException e) {
            throw unavailable(e);
        }
        everOpen = true;
        goOnFrom(durable);
        return durable;
    }

    private void goOnFrom(CdrMark mark) {
        epoch = mark.epoch();
        last = mark.recordNumber();
        position = mark.position();
    }

    /** Loads what is in closed files by now. */
    @Override
    public long catchUp(Journal journal) {
        if (files != null) {
            try {
                for (CdrManifest manifest : files.leadingOn(durable.position(), journal)) {
                    load(manifest);
                }
            } catch (SQLException | IOException e) {
                throw unavailable(e);
            }
            goOnFrom(durable);
        }
        if (position < journal.firstPosition()) {
            throw released(journal);
        }
        return position;
    }

    private CdrSinkException released(Journal journal) {
        String where = "billing database " + database + " has the records of shard " + shard + " up to " + last
                + ", position " + position + " of the journal, which begins at " + journal.firstPosition()
                + ": restore the database from a backup of its own";
        return files == null
                ? CdrSinkException.conflict(where + ", then restart")
                : CdrSinkException.unavailable(
                        where
                                + ", or put the CSV files of its next records and their manifests back into cdr.directory",
                        null);
    }

    /** Where the database is, is not known before it was open once; but a file is only deleted once the database has its records. */
    @Override
    public long neededFrom(Journal journal) {
        if (files == null) {
            return durable.position();
        }
        try {
            long from = everOpen ? durable.position() : files.begin();
            return from == Long.MAX_VALUE ? 0 : files.verifiedTo(from, journal);
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    private void load(CdrManifest manifest) throws SQLException, IOException {
        CdrMark to = new CdrMark(manifest.positionTo(), manifest.epoch(), manifest.last());
        Optional<Path> file = files.csv(manifest);
        if (file.isEmpty()) {
            loader.move(durable, to);
        } else {
            loader.load(
                    new FileRows(file.get(), files.describe(manifest).orElseThrow(), manifest.formatVersion()),
                    durable,
                    to);
            LOG.info(
                    "records up to {} of epoch {}, shard {} are loaded from a file",
                    to.recordNumber(),
                    to.epoch(),
                    shard);
        }
        durableRecords += Math.max(0, manifest.last() - Math.max(durable.recordNumber(), manifest.first() - 1));
        durable = to;
    }

    @Override
    public void begin(CdrMark begin) {
        goOnFrom(begin);
        flush();
    }

    @Override
    public void rewind(long newPosition) {
        position = newPosition;
        flush();
    }

    @Override
    public void append(ChargingDataRecord cdr) {
        boolean follows = cdr.recordNumber() == last + 1;
        boolean repeats = cdr.epoch() > epoch && cdr.recordNumber() <= last;
        if (!follows && !repeats) {
            throw CdrSinkException.conflict("record " + cdr.recordNumber() + " of epoch " + cdr.epoch() + ", shard "
                    + shard + " does not follow record " + last + " of epoch " + epoch + " in the billing database");
        }
        if (rows == 0) {
            durableTo = position;
            encoder.header(buffer);
        }
        encoder.encode(cdr, buffer);
        rows++;
        epoch = cdr.epoch();
        last = cdr.recordNumber();
    }

    @Override
    public void batchEnd(long newPosition, long nowMs) {
        position = newPosition;
        if (rows >= config.rowsMax() || buffer.length() >= BATCH_OCTETS_MAX) {
            flush();
        } else if (rows > 0 && dueAtMs == Long.MAX_VALUE) {
            dueAtMs = nowMs + config.delayMax().toMillis();
        }
    }

    @Override
    public void poll(long nowMs) {
        if (nowMs >= dueAtMs) {
            flush();
            positionDueAtMs = nowMs + POSITION_EVERY_MS;
        } else if (rows == 0 && position > durable.position() && nowMs >= positionDueAtMs) {
            flush();
            positionDueAtMs = nowMs + POSITION_EVERY_MS;
        }
    }

    @Override
    public void flush() {
        if (position == durable.position()) {
            return;
        }
        CdrMark to = new CdrMark(position, epoch, last);
        try {
            if (rows > 0) {
                loader.load(bufferedRows, durable, to);
            } else {
                loader.move(durable, to);
            }
        } catch (SQLException | IOException e) {
            throw unavailable(e);
        }
        durable = to;
        durableRecords += rows;
        rows = 0;
        dueAtMs = Long.MAX_VALUE;
        buffer.clear();
    }

    private CdrSinkException unavailable(Exception e) {
        return CdrSinkException.unavailable("billing database " + database + ": " + e.getMessage(), e);
    }

    @Override
    public long durablePosition() {
        return rows > 0 ? durableTo : position;
    }

    @Override
    public long restartPosition() {
        return durable.position();
    }

    @Override
    public long durableRecords() {
        return durableRecords;
    }

    @Override
    public void close() {
        if (connection == null) {
            return;
        }
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("the connection to the billing database was gone already", e);
        }
        connection = null;
    }

    private final class BufferedRows implements RowLoader.Rows {
        @Override
        public void writeTo(CopyIn copy) throws SQLException {
            for (int at = 0; at < buffer.length(); at += CHUNK) {
                copy.writeToCopy(buffer.array(), at, Math.min(CHUNK, buffer.length() - at));
            }
            byte[] trailer = CopyEncoder.trailer();
            copy.writeToCopy(trailer, 0, trailer.length);
        }

        @Override
        public int formatVersion() {
            return CdrField.FORMAT_VERSION;
        }

        @Override
        public String options() {
            return "FORMAT binary";
        }
    }
}
