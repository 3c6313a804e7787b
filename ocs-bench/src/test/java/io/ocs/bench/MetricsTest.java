package io.ocs.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MetricsTest {
    private static final String PAGE =
            """
            # HELP ocs_jvm_allocated_bytes_total Octets.
            # TYPE ocs_jvm_allocated_bytes_total counter
            ocs_jvm_allocated_bytes_total 1.23456789012E11
            ocs_jvm_allocated_bytes_total_rate 7
            ocs_requests_total{type="INITIAL",a="b c"} 3.0
            ocs_requests_total{type="UPDATE"} 4 1795346203000
            """;

    @Test
    void aPlainValueIsRead() {
        assertThat(Metrics.sum(PAGE, Metrics.ALLOCATED_BYTES)).hasValue(123_456_789_012L);
    }

    @Test
    void labelledValuesAddUp() {
        assertThat(Metrics.sum(PAGE, "ocs_requests_total")).hasValue(7);
    }

    @Test
    void whatIsMissingIsNotZero() {
        assertThat(Metrics.sum(PAGE, "ocs_requests")).isEmpty();
    }
}
