package io.ocs.cdr.file;

import io.ocs.cdr.record.CdrEncoder;
import io.ocs.cdr.record.CsvEncoder;
import io.ocs.cdr.record.JsonEncoder;
import java.util.Locale;

/** Formats of a charging data record file. */
public enum CdrFileFormat {
    CSV,
    JSONL;

    /** End of the file's name, without the dot. */
    public String extension() {
        return name().toLowerCase(Locale.ROOT);
    }

    CdrEncoder encoder() {
        return switch (this) {
            case CSV -> new CsvEncoder();
            case JSONL -> new JsonEncoder();
        };
    }
}
