package io.ocs.cdr.file;

import io.ocs.cdr.parquet.ParquetWriter;
import io.ocs.cdr.record.CdrField;
import io.ocs.cdr.record.CdrText;
import io.ocs.cdr.record.ChargingDataRecord;
import io.ocs.cdr.record.ParquetRows;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** A Parquet file; whose records they are stands in its metadata. */
final class ParquetFile extends OpenFile {

    /** The small parts of a file are written together. */
    private static final int BUFFER = 128 * 1024;

    private final ParquetRows rows = new ParquetRows();
    private final ParquetWriter writer = new ParquetWriter(rows.targets(), "ocs version 1 (build 1)");
    private final byte[] buffer = new byte[BUFFER];
    private int buffered;

    ParquetFile() {
        super(CdrFileFormat.PARQUET);
    }

    @Override
    void begin() throws IOException {
        buffered = 0;
        writer.begin(this::put);
    }

    private void put(byte[] octets, int from, int length) throws IOException {
        if (length > BUFFER - buffered) {
            flush();
        }
        if (length > BUFFER) {
            write(octets, from, length);
        } else {
            System.arraycopy(octets, from, buffer, buffered, length);
            buffered += length;
        }
    }

    private void flush() throws IOException {
        write(buffer, 0, buffered);
        buffered = 0;
    }

    @Override
    void append(ChargingDataRecord cdr, CdrText text) throws IOException {
        rows.put(writer.row(), cdr, text);
        writer.endRow();
    }

    @Override
    long octets() {
        return writer.octets();
    }

    @Override
    void finishWriting(FileEnd end) throws IOException {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("ocs.cdr.format-version", Integer.toString(CdrField.FORMAT_VERSION));
        facts.put("ocs.cdr.node", end.node());
        facts.put("ocs.cdr.epoch", Integer.toString(end.epoch()));
        facts.put("ocs.cdr.shard", Integer.toString(end.shard()));
        facts.put("ocs.cdr.first", Long.toString(end.first()));
        facts.put("ocs.cdr.last", Long.toString(end.last()));
        writer.finish(facts);
        flush();
    }
}
