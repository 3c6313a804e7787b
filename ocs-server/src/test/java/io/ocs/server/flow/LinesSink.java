package io.ocs.server.flow;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ocs.cdr.CdrMark;
import io.ocs.cdr.CdrProjector;
import io.ocs.cdr.CdrSink;
import io.ocs.cdr.record.CdrText;
import io.ocs.cdr.record.ChargingDataRecord;
import io.ocs.cdr.record.CsvEncoder;
import io.ocs.cdr.record.RowBuffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The charging data records of a shard of a test as one CSV file. */
final class LinesSink implements CdrSink {

    private final CsvEncoder encoder = new CsvEncoder();
    private final CdrText text = new CdrText();
    private final RowBuffer row = new RowBuffer(64 * 1024);
    private final StringBuilder lines = new StringBuilder();
    private long position;
    private long records;

    /** Writes all that the journals of all shards have, a file a shard, into a folder. */
    static void write(Charging charging, Path folder) {
        for (int shard = 0; shard < charging.journals.size(); shard++) {
            LinesSink sink = new LinesSink();
            CdrProjector projector = new CdrProjector("ocs", shard, charging.journals.get(shard), sink, charging.clock);
            while (projector.doWork() > 0) {
                // next batches
            }
            try {
                Files.writeString(folder.resolve("ocs-1-" + shard + "-1-" + sink.records + ".csv"), sink.lines);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private LinesSink() {
        encoder.header(row);
        take();
    }

    private void take() {
        lines.append(new String(row.array(), 0, row.length(), UTF_8));
        row.clear();
    }

    @Override
    public String name() {
        return "lines";
    }

    @Override
    public CdrMark open() {
        return CdrMark.NONE;
    }

    @Override
    public void begin(CdrMark mark) {
        throw new AssertionError("nothing is restored here");
    }

    @Override
    public void rewind(long to) {
        throw new AssertionError("nothing is lost here");
    }

    @Override
    public void append(ChargingDataRecord cdr) {
        text.of(cdr);
        encoder.encode(text, row);
        take();
        records++;
    }

    @Override
    public void batchEnd(long newPosition, long nowMs) {
        position = newPosition;
    }

    @Override
    public void poll(long nowMs) {
        // nothing is due by time
    }

    @Override
    public void flush() {
        // all is here already
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
    public void close() {
        // nothing is open
    }
}
