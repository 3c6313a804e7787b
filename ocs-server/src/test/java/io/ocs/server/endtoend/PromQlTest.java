package io.ocs.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What the check of dashboards and rules stands on. */
class PromQlTest {
    @Test
    void metricsAndLabelsAreFoundAndFunctionsAreNot() {
        PromQl query = new PromQl(
                "histogram_quantile(0.99, sum by (le, type) (rate(a_seconds_bucket{result=\"granted\", job=~\"x|y\"}[5m])))"
                        + " / ignoring(code) group_left sum(rate(b_total[1m] offset 5m)) > bool 1e-3 and c unless d{e!=\"by (f)\"}");
        assertThat(query.metrics().keySet()).containsExactly("a_seconds_bucket", "b_total", "c", "d");
        assertThat(query.metrics())
                .containsEntry("a_seconds_bucket", List.of("result", "job"))
                .containsEntry("d", List.of("e"));
        assertThat(query.groupings()).containsExactly("le", "type", "code");
    }

    @Test
    void aQueryWithoutAMetricIsNone() {
        assertThatThrownBy(() -> new PromQl("vector(1)")).isInstanceOf(AssertionError.class);
    }
}
