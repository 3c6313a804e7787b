package io.ocs.cdr.file;

import static io.ocs.cdr.file.RecordLine.number;
import static io.ocs.cdr.file.RecordLine.text;
import static io.ocs.cdr.file.RecordLine.word;

import io.ocs.cdr.record.CdrField;
import io.ocs.cdr.record.CdrTotals;
import io.ocs.cdr.record.ChargingDataRecord.Kind;
import io.ocs.core.UnitKind;
import java.io.IOException;
import java.util.Map;

/** Compares the records of one closed file with the manifest. */
final class FileContent {

    private final CdrManifest manifest;
    private final CdrTotals totals = new CdrTotals();
    private long next;

    FileContent(CdrManifest manifest) {
        this.manifest = manifest;
        next = manifest.first();
    }

    /**
     * Compares record by record.
     *
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if what was read last is no record or does not belong there
     */
    void check(RecordSource records) throws IOException {
        for (Map<String, String> record = records.next(); record != null; record = records.next()) {
            add(record);
            next++;
        }
    }

    /** The record that is expected next. */
    long next() {
        return next;
    }

    /**
     * Compares what all records come to.
     *
     * @throws IllegalArgumentException if there are fewer records than the manifest says, or they add up to something else
     */
    void checkTotals() {
        if (next != manifest.last() + 1) {
            throw new IllegalArgumentException(
                    "ends with record " + (next - 1) + ", the manifest says " + manifest.last());
        }
        if (!totals.sums().equals(manifest.sums())) {
            throw new IllegalArgumentException(
                    "has records that add up to " + totals.sums() + ", the manifest says " + manifest.sums());
        }
    }

    private void add(Map<String, String> record) {
        checkKey(record);
        String currency = text(record, CdrField.CURRENCY);
        switch (word(record, CdrField.RECORD_TYPE, Kind.class)) {
            case USAGE ->
                totals.addUsage(
                        currency,
                        number(record, CdrField.CHARGED_MICROS),
                        word(record, CdrField.CHARGED_UNIT, UnitKind.class),
                        number(record, CdrField.CHARGED_UNITS));
            case BALANCE ->
                totals.addBalance(
                        currency,
                        word(record, CdrField.BUCKET_UNIT, UnitKind.class),
                        number(record, CdrField.BUCKET_AMOUNT));
        }
    }

    private void checkKey(Map<String, String> record) {
        long epoch = number(record, CdrField.EPOCH);
        long shard = number(record, CdrField.SHARD);
        long number = number(record, CdrField.RECORD_NUMBER);
        if (epoch != manifest.epoch() || shard != manifest.shard()) {
            throw new IllegalArgumentException("it is a record of epoch " + epoch + ", shard " + shard
                    + "; the file is of epoch " + manifest.epoch() + ", shard " + manifest.shard());
        }
        if (number != next) {
            String why = number < next ? "it stands here a second time" : "records are missing before it";
            throw new IllegalArgumentException("record " + next + " should stand where " + number + " stands: " + why);
        }
        if (number > manifest.last()) {
            throw new IllegalArgumentException("the manifest ends with record " + manifest.last());
        }
    }
}
