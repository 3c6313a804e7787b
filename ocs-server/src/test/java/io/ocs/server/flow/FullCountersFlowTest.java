package io.ocs.server.flow;

import static io.ocs.server.flow.Ccr.initial;
import static io.ocs.server.flow.Ccr.terminate;
import static io.ocs.server.flow.Ccr.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.balance.store.StoreCapacity;
import io.ocs.rating.catalog.TariffCatalog;
import org.junit.jupiter.api.Test;

/** Goal: where there is no room to count, nothing is used for nothing: an update is refused, so that it comes again, and the last usage is charged. */
class FullCountersFlowTest {

    private static final TariffCatalog CATALOG = FlowCatalog.of(
            """
            offers:
            - name: counted
              currency: EUR
              counters: [{name: month, counts: usage, unit: octets, period: month}]
              prices: [{name: data, match: {service: data}, amount: 0.10, per: 1MB, step: 1MB}]
            """);
    private static final String ANNA = "491700000001";
    private static final String BEN = "491700000002";
    private static final long MB = 1_000_000;

    @Test
    void theLastUsageIsChargedThoughItCannotBeCounted() {
        Charging charging = new Charging(CATALOG, new StoreCapacity(8, 8, 8, 8, 8, 8, 8, 1, 8));
        charging.subscriber(ANNA, "counted", "10.00EUR");
        charging.subscriber(BEN, "counted", "10.00EUR");
        charging.send(initial("first", ANNA).ask(1, MB));
        assertThat(charging.send(terminate("first", 1).used(1, MB))).startsWith("2001");

        charging.send(initial("second", BEN).ask(1, MB));
        assertThat(charging.send(update("second", 1).used(1, MB).ask(1, MB))).startsWith("3004");
        assertThat(charging.send(terminate("second", 2).used(1, MB))).startsWith("2001");

        assertThat(charging.money(ANNA)).isEqualTo("9.90");
        assertThat(charging.money(BEN)).isEqualTo("9.90");
        assertThat(charging.view(ANNA).counters()).hasSize(1);
        assertThat(charging.view(BEN).counters()).isEmpty();
        assertThat(charging.restart().stream().distinct()).hasSize(1);
    }
}
