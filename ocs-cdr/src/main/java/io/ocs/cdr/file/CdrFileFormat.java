package io.ocs.cdr.file;

import io.ocs.cdr.record.CsvEncoder;
import io.ocs.cdr.record.JsonEncoder;

/** Formats of a charging data record file. */
public enum CdrFileFormat {
    CSV("csv"),
    JSONL("jsonl"),
    /** BER by TS 32.298 in files by TS 32.297. */
    ASN1("cdr"),
    PARQUET("parquet");

    private final String extension;

    CdrFileFormat(String extension) {
        this.extension = extension;
    }

    /** End of the file's name, without the dot. */
    public String extension() {
        return extension;
    }

    /** An unfinished file; many can be begun with it, one after the other. */
    OpenFile open() {
        return switch (this) {
            case CSV -> new LineFile(this, new CsvEncoder());
            case JSONL -> new LineFile(this, new JsonEncoder());
            case ASN1 -> new BerFile();
            case PARQUET -> new ParquetFile();
        };
    }

    /** Name of a closed file. */
    String fileName(FileEnd end) {
        return this == ASN1
                ? BerFileHeader.fileName(end)
                : CdrManifest.stem(end.node(), end.epoch(), end.shard(), end.first(), end.last()) + "." + extension;
    }
}
