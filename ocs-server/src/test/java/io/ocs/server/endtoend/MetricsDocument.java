package io.ocs.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.server.endtoend.Scrape.Family;
import java.util.List;

/** {@code docs/METRICS.md}, from what a server shows. */
final class MetricsDocument {
    private static final List<String> OF_MICROMETER = List.of("ocs_jvm_", "ocs_process_", "ocs_system_");
    private static final String OURS = "ocs_jvm_allocated_bytes_total";

    private MetricsDocument() {}

    static String of(Scrape scrape) {
        StringBuilder text = new StringBuilder(
                """
                # Metrics

                `/metrics` shows them in Prometheus' text form, JMX in the domain `ocs` (histograms excepted, which JMX has no form for). Written by
                `ObservabilityTest` from a server that charges, which fails when this page and the server differ; to write it anew:

                    mvn -pl ocs-server -am -Dtest=ObservabilityTest -Dsurefire.failIfNoSpecifiedTests=false -Drewrite-docs=true test

                Values of tags come from closed lists: never a subscriber, a session or what a network element sends. So there are as many series with ten
                million subscribers as with ten (tested). Nothing is computed for them while a request is charged but additions to counters.

                | Metric | Type | Tags | Meaning |
                |---|---|---|---|
                """);
        for (Family family : scrape.families()) {
            if (isOurs(family.name())) {
                assertThat(family.help())
                        .as("a description of %s", family.name())
                        .isNotBlank();
                text.append("| `")
                        .append(family.name())
                        .append("` | ")
                        .append(family.type())
                        .append(" | ");
                text.append(String.join(", ", family.labels()))
                        .append(" | ")
                        .append(family.help().replace("|", "\\|"))
                        .append(" |\n");
            }
        }
        return text.append(
                        """

                - A **counter** rises from the start of the process on; a **histogram** has `_bucket`, `_count` and `_sum`, and shows combinations of tags
                  only once they have come.
                - Money is in units of its currency, not in micros. `ocs_money_charged_total` and its like count charging data records as they are written to
                  files; records that were not in a closed file when a process ended are counted again by the next one.
                - `ocs_sessions`, `ocs_sessions_open`, `ocs_money_balance` and `ocs_money_reserved` come from a walk round the image that takes half a
                  second for every 4,096 places: they may be as old as that.
                - `type` is initial, update, termination, event or unknown; `context` data, voice, sms, mms, other or unknown; `result` granted (2xxx), refused
                  (4xxx and 5030: nothing is wrong with the server), busy (3004) or failed (anything else).

                Besides these there are Micrometer's own of the virtual machine, the process and the system: `ocs_jvm_*` (memory, buffers, threads, garbage
                collections: `ocs_jvm_gc_pause_seconds`), `ocs_process_*` (processor, file descriptors, uptime) and `ocs_system_*` (load, processors). Which
                there are depends on the Java version and the collector.
                """)
                .toString();
    }

    private static boolean isOurs(String name) {
        return name.equals(OURS) || OF_MICROMETER.stream().noneMatch(name::startsWith);
    }
}
