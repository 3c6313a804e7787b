package io.ocs.cdr;

import io.ocs.cdr.record.CdrSums;
import java.util.List;

/**
 * What a folder of files or a database holds, and whether all of it agrees.
 *
 * @param ranges one for each epoch and shard, in this order
 * @param sums over all
 * @param problems what does not agree, one sentence each; empty if all does
 */
public record CdrReport(List<Range> ranges, CdrSums sums, List<String> problems) {

    /**
     * The records of one epoch and shard.
     *
     * @param records their count
     * @param first lowest number
     * @param last highest number
     */
    public record Range(int epoch, int shard, long records, long first, long last, CdrSums sums) {}

    public CdrReport {
        ranges = List.copyOf(ranges);
        problems = List.copyOf(problems);
    }

    /** A report whose sums are those of its ranges. */
    public static CdrReport of(List<Range> ranges, List<String> problems) {
        CdrSums sums = ranges.stream().map(Range::sums).reduce(CdrSums.NONE, CdrSums::plus);
        return new CdrReport(ranges, sums, problems);
    }

    public boolean ok() {
        return problems.isEmpty();
    }

    public long records() {
        return sums.count();
    }
}
