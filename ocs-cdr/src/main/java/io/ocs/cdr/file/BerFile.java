package io.ocs.cdr.file;

import io.ocs.cdr.record.BerEncoder;
import io.ocs.cdr.record.CdrText;
import io.ocs.cdr.record.ChargingDataRecord;
import io.ocs.cdr.record.RowBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A file by TS 32.297: its header, which is filled in when it is closed, and records in BER, each behind a header of its own. */
final class BerFile extends OpenFile {

    private static final int BUFFER = 256 * 1024;

    private final BerEncoder encoder = new BerEncoder();
    private final RowBuffer buffer = new RowBuffer(2 * BUFFER);

    BerFile() {
        super(CdrFileFormat.ASN1);
    }

    @Override
    void begin() throws IOException {
        buffer.clear();
        write(new byte[BerFileHeader.LENGTH], 0, BerFileHeader.LENGTH);
    }

    @Override
    void append(ChargingDataRecord cdr, CdrText text) throws IOException {
        encoder.encode(cdr, text, buffer);
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
        overwrite(ByteBuffer.wrap(BerFileHeader.encode(end, written())), buffer.array());
    }
}
