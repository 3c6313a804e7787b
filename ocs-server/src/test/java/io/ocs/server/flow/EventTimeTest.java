package io.ocs.server.flow;

import static io.ocs.core.RequestedAction.DIRECT_DEBITING;
import static io.ocs.core.RequestedAction.PRICE_ENQUIRY;
import static io.ocs.server.flow.Ccr.event;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Goal: the price is that of the Event-Timestamp where it can be believed, else that of the receipt. A minute costs 60 by day and 30 by night. */
class EventTimeTest {

    private static final String ANNA = "491700000001";
    private static final long NIGHT_BEGINS_MS =
            Instant.parse("2026-11-02T17:00:00Z").toEpochMilli(); // 18:00 in Berlin
    private static final String BY_DAY = "2001 [2001] cost 60.00";
    private static final String BY_NIGHT = "2001 [2001] cost 30.00";

    private final Charging charging = new Charging(FlowCatalog.offers(), 1);

    @BeforeEach
    void oneMinuteIntoTheNight() {
        charging.subscriber(ANNA, "nights", "1000.00EUR");
        charging.clock.setMs(NIGHT_BEGINS_MS + 60_000);
    }

    private static Ccr priceOfAMinute(String session) {
        return event(session, ANNA, PRICE_ENQUIRY).voice().units(-1, 60);
    }

    private static long before(Duration duration) {
        return NIGHT_BEGINS_MS - duration.toMillis();
    }

    @Test
    void aNearEventTimestampDecides() {
        assertThat(charging.send(priceOfAMinute("a"))).isEqualTo(BY_NIGHT);
        assertThat(charging.send(priceOfAMinute("b").at(before(Duration.ofMinutes(1)))))
                .isEqualTo(BY_DAY);
    }

    @Test
    void oneBeyondTheSkewDoesNot() {
        assertThat(charging.send(priceOfAMinute("a").at(before(Duration.ofMinutes(10)))))
                .isEqualTo(BY_NIGHT);
        assertThat(charging.send(priceOfAMinute("b")
                        .at(NIGHT_BEGINS_MS + Duration.ofHours(15).toMillis())))
                .isEqualTo(BY_NIGHT); // 09:00 of tomorrow
    }

    @Test
    void aDebitThatWasStoredIsPricedAtItsTime() {
        Ccr stored = event("a", ANNA, DIRECT_DEBITING)
                .voice()
                .units(-1, 60)
                .at(before(Duration.ofHours(3)))
                .retransmitted();
        assertThat(charging.send(stored)).isEqualTo("2001 [2001 60] cost 60.00");
        assertThat(charging.money(ANNA)).isEqualTo("940.00");
    }
}
