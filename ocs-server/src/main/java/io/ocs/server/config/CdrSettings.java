package io.ocs.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Keys {@code cdr.*}: charging data record files. A file is closed by the first of the three limits that is reached.
 *
 * @param directory absolute
 * @param rotateSize octets
 * @param lagMax how far writing may stay behind while charging is busy
 */
public record CdrSettings(
        Path directory,
        List<Format> formats,
        Duration retention,
        long rotateSize,
        Duration rotateAge,
        int rotateCount,
        Duration lagMax) {

    /** File formats. */
    public enum Format {
        CSV,
        JSONL,
        ASN1,
        PARQUET
    }

    public CdrSettings {
        formats = List.copyOf(formats);
    }

    static CdrSettings of(Settings settings, Path directory) {
        return new CdrSettings(
                directory,
                settings.get(ConfigKeys.CDR_FORMATS),
                settings.get(ConfigKeys.CDR_RETENTION),
                settings.get(ConfigKeys.CDR_ROTATE_SIZE),
                settings.get(ConfigKeys.CDR_ROTATE_AGE),
                settings.get(ConfigKeys.CDR_ROTATE_COUNT),
                settings.get(ConfigKeys.CDR_LAG_MAX));
    }
}
