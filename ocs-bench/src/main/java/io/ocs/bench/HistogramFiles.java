package io.ocs.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The whole distribution of latencies of each measurement, in HdrHistogram's percentile format, in microseconds. */
final class HistogramFiles {
    private static final double NANOS_PER_MICRO = 1000.0;
    private static final int TICKS_PER_HALF_DISTANCE = 5;

    private final Path folder;

    HistogramFiles(Path folder) {
        this.folder = folder;
    }

    void write(List<BenchRow> rows) throws IOException {
        Files.createDirectories(folder);
        for (BenchRow row : rows) {
            for (int run = 1; run <= row.runs().size(); run++) {
                write(row.runs().get(run - 1).load(), folder.resolve(name(row.key(), run)));
            }
        }
    }

    private static void write(LoadResult result, Path file) throws IOException {
        try (PrintStream out = new PrintStream(file.toFile(), StandardCharsets.UTF_8)) {
            result.latencyNanos().outputPercentileDistribution(out, TICKS_PER_HALF_DISTANCE, NANOS_PER_MICRO);
        }
    }

    private static String name(BenchRow.Key key, int run) {
        String loop = key.shape().isOpenLoop() ? "-open" : "";
        String server = key.server().replace(':', '_');
        return "%s-%dx%d%s-%d.hgrm"
                .formatted(server, key.shape().connections(), key.shape().window(), loop, run);
    }
}
