package io.ocs.bench;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** One server under one load: the median of each figure over its runs, and the failures of all of them. */
record BenchRow(Key key, List<Measurement> runs) {
    /** @param server the contender's name */
    record Key(String server, LoadShape shape) {}

    long ratePerSecond() {
        return median(run -> run.load().ratePerSecond());
    }

    long latencyNanosAt(double percentile) {
        return median(run -> run.load().latencyNanosAt(percentile));
    }

    long serverCpuNanos() {
        return median(Measurement::serverCpuNanosPerRequest);
    }

    long serverBytes() {
        return median(Measurement::serverBytesPerRequest);
    }

    long clientCpuNanos() {
        return median(run -> run.load().clientCpuNanosPerRequest());
    }

    long failures() {
        return runs.stream().mapToLong(Measurement::failures).sum();
    }

    /** Top-ups beside the load, over all runs. */
    long topUps() {
        return runs.stream().mapToLong(Measurement::topUps).sum();
    }

    /** Those that failed. */
    long topUpsFailed() {
        return runs.stream().mapToLong(Measurement::topUpsFailed).sum();
    }

    /** Requests answered in the measured time, over all runs. */
    long requests() {
        return runs.stream().mapToLong(run -> run.load().requests()).sum();
    }

    /** Result-Codes of messages and services, over all runs. */
    Map<Integer, Long> codes() {
        Map<Integer, Long> all = new TreeMap<>();
        for (Measurement run : runs) {
            run.load().resultCodes().forEach((code, count) -> all.merge(code, count, Long::sum));
            run.load().serviceResultCodes().forEach((code, count) -> all.merge(code, count, Long::sum));
        }
        return all;
    }

    private long median(ToLongFunction<Measurement> figure) {
        long[] sorted = runs.stream().mapToLong(figure).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
