package io.ocs.bench;

import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;

/** The words of the command line. Each throws {@link IllegalArgumentException} or the like for what it does not know. */
final class Converters {
    private Converters() {}

    /** In small letters. */
    static final class DistributionConverter implements ITypeConverter<Distribution> {
        @Override
        public Distribution convert(String value) {
            return Distribution.valueOf(value.toUpperCase(Locale.ROOT));
        }
    }

    /** By the names of the command line. */
    static final class MixConverter implements ITypeConverter<Mix> {
        @Override
        public Mix convert(String value) {
            return Mix.parse(value);
        }
    }

    /** As 4x64. */
    static final class LoadShapeConverter implements ITypeConverter<LoadShape> {
        @Override
        public LoadShape convert(String value) {
            return LoadShape.parse(value);
        }
    }

    /** As 500ms, 10s, 2m. */
    static final class DurationConverter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String value) {
            if (!value.matches("[0-9]{1,9}(ms|s|m)")) {
                throw new IllegalArgumentException("a time is as 500ms, 10s or 2m, not " + value);
            }
            if (value.endsWith("ms")) {
                return Duration.ofMillis(Long.parseLong(value.substring(0, value.length() - 2)));
            }
            return Duration.parse("PT" + value);
        }
    }
}
