package io.ocs.cdr.file;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Values of the binary formats as the texts that stand in the others. */
final class FieldText {

    private static final DateTimeFormatter INSTANT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private FieldText() {}

    /** @param epochMs milliseconds since 1970 */
    static String instant(long epochMs) {
        return INSTANT.format(Instant.ofEpochMilli(epochMs));
    }
}
