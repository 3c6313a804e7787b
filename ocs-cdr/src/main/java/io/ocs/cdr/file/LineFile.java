package io.ocs.cdr.file;

import io.ocs.cdr.record.CdrEncoder;
import io.ocs.cdr.record.CdrText;
import io.ocs.cdr.record.ChargingDataRecord;
import io.ocs.cdr.record.RowBuffer;
import java.io.IOException;

/** A file of lines, one a record. */
final class LineFile extends OpenFile {

    private static final int BUFFER = 256 * 1024;

    private final CdrEncoder encoder;
    private final RowBuffer buffer = new RowBuffer(2 * BUFFER);

    LineFile(CdrFileFormat format, CdrEncoder encoder) {
        super(format);
        this.encoder = encoder;
    }

    @Override
    void begin() {
        buffer.clear();
        encoder.header(buffer);
    }

    @Override
    void append(ChargingDataRecord cdr, CdrText text) throws IOException {
        encoder.encode(text, buffer);
        if (buffer.length() >= BUFFER) {
            flush();
        }
    }

    private void flush() throws IOException {
        write(buffer.array(), 0, buffer.length());
        buffer.clear();
    }

    @Override
    long octets() {
        return written() + buffer.length();
    }

    @Override
    void finishWriting(FileEnd end) throws IOException {
        flush();
    }
}
