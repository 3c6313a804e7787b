package io.ocs.cdr.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.LongConsumer;

/** The records of one file in their order, as anybody would read them: field names with the texts of the values that are there. */
interface RecordSource extends AutoCloseable {

    /**
     * Opens a file, which has the fields of the version that its manifest says.
     *
     * @param progress is told the octets of each piece that was read for the hash
     * @throws IllegalArgumentException if the file does not begin, or in Parquet end, as one of its format
     */
    static RecordSource open(CdrFileFormat format, Path file, CdrManifest manifest, LongConsumer progress)
            throws IOException {
        return switch (format) {
            case CSV, JSONL -> new LineRecords(format, file, manifest.formatVersion(), progress);
            case ASN1 -> new BerRecordSource(file, manifest, progress);
            case PARQUET -> new ParquetRecords(file, manifest.formatVersion(), progress);
        };
    }

    /**
     * The next record.
     *
     * @return null behind the last
     * @throws IllegalArgumentException if what comes next is no record
     */
    Map<String, String> next() throws IOException;

    /** Of the record that was returned or refused last, from 1 on; 0 if the format has no lines. */
    long line();

    /** Reads on to the end; SHA-256 of the whole file in hexadecimal digits. */
    String sha256() throws IOException;

    @Override
    void close() throws IOException;
}
