package io.ocs.cdr.file;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Keys {@code cdr.*} of the files.
 *
 * @param directory folder of files and manifests, created if need be
 * @param node name of this charging system in file names: letters, digits, dot, underscore, hyphen
 * @param formats at least one
 * @param octetsMax a file is closed when its largest format has this many octets, 64 KiB to 4 GiB
 * @param recordsMax a file is closed when it has this many records, at least 1
 * @param ageMax a file is closed when its first record is this old, 100 ms to 1 day
 * @param retention files are deleted when their manifest is this old, at least 1 minute; the newest stays
 */
public record CdrFileConfig(
        Path directory,
        String node,
        Set<CdrFileFormat> formats,
        long octetsMax,
        long recordsMax,
        Duration ageMax,
        Duration retention) {

    /** Leaves room for the batch in which the limit is reached. */
    private static final long ASN1_OCTETS_MAX = 3L << 30;

    private static final Pattern NODE = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    public CdrFileConfig {
        requireNonNull(directory, "directory");
        formats = Set.copyOf(formats);
        check(NODE.matcher(node).matches(), "the node name '" + node + "' has other signs than letters, digits, . _ -");
        check(!formats.isEmpty(), "cdr files need a format: csv, jsonl, asn1, parquet");
        check(octetsMax >= 64 * 1024 && octetsMax <= 4L << 30, "size of a cdr file must be 64KiB to 4GiB");
        check(
                !formats.contains(CdrFileFormat.ASN1) || octetsMax <= ASN1_OCTETS_MAX,
                "size of a cdr file must be at most 3GiB with asn1: its header says the length in 32 bits");
        check(recordsMax >= 1, "records of a cdr file must be at least 1");
        check(ageMax.toMillis() >= 100 && ageMax.toDays() <= 1, "age of a cdr file must be 100ms to 1d");
        check(retention.toMinutes() >= 1, "retention of cdr files must be at least 1m");
    }

    private static void check(boolean valid, String message) {
        if (!valid) {
            throw new IllegalArgumentException(message);
        }
    }

    /** CSV and JSON Lines, 64 MiB, 200,000 records, one minute, 30 days. */
    public static CdrFileConfig of(Path directory, String node) {
        return new CdrFileConfig(
                directory,
                node,
                Set.of(CdrFileFormat.CSV, CdrFileFormat.JSONL),
                64L << 20,
                200_000,
                Duration.ofMinutes(1),
                Duration.ofDays(30));
    }
}
