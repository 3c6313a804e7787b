package io.ocs.bench;

import java.math.BigDecimal;
import java.util.OptionalLong;

/** Reads one number out of a page of Prometheus metrics. */
final class Metrics {
    /** Octets that the server's threads have allocated on the heap since its start. */
    static final String ALLOCATED_BYTES = "ocs_jvm_allocated_bytes_total";

    private Metrics() {}

    /** The sum over all labels of the metric; empty if there is none. */
    static OptionalLong sum(String page, String name) {
        return sum(page, name, "");
    }

    /** The sum over those that have the {@code label}, as {@code area="heap"}. */
    static OptionalLong sum(String page, String name, String label) {
        return page.lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .filter(line -> line.contains(label))
                .mapToLong(line -> new BigDecimal(value(line)).longValue())
                .reduce(Long::sum);
    }

    /** What follows the labels: a value, and perhaps a time. */
    private static String value(String line) {
        String afterLabels = line.substring(line.lastIndexOf('}') + 1);
        String[] words = afterLabels.trim().split(" ");
        return line.contains("}") ? words[0] : words[1];
    }
}
