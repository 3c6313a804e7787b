package io.ocs.server.flow;

import static io.ocs.server.flow.Ccr.initial;
import static io.ocs.server.flow.Ccr.update;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: what a restarted network element has lost is ended and released, and nothing else. */
class LostSessionsTest {

    private static final String ANNA = "491700000001";
    private static final int TURN_MS = 2_000;

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void theSessionsOfARestartedHostEnd(int shards) {
        Charging charging = new Charging(FlowCatalog.offers(), shards);
        charging.subscriber(ANNA, "plain", "1.00EUR");
        for (String session :
                new String[] {"smf.example.com;1", "SMF.example.com;2", "smf.example.com.org;3", "pcf.example.com;4"}) {
            charging.send(initial(session, ANNA).ask(1, 10_000));
        }
        assertThat(charging.money(ANNA)).isEqualTo("1.00 reserved 0.04");
        charging.clock.advanceMs(1);
        charging.restarted.add("smf.example.com", charging.clock.nowMs());
        charging.send(initial("smf.example.com;5", ANNA).ask(1, 10_000)); // of its new life

        turn(charging);

        assertThat(charging.openSessions(ANNA)).isEqualTo(3);
        assertThat(charging.send(update("smf.example.com;1", 1).mscc(1, 10, 10)))
                .isEqualTo("5002");
        assertThat(charging.send(update("SMF.example.com;2", 1).mscc(1, 10, 10)))
                .isEqualTo("5002");
        for (String session : new String[] {"smf.example.com.org;3", "pcf.example.com;4", "smf.example.com;5"}) {
            assertThat(charging.send(update(session, 1).mscc(1, 0, 10_000))).startsWith("2001");
        }
        assertThat(charging.money(ANNA)).isEqualTo("1.00 reserved 0.03");
        assertThat(charging.restart()).allSatisfy(hashes -> assertThat(hashes).hasSize(shards));
        assertThat(charging.openSessions(ANNA)).isEqualTo(3);
    }

    /** A turn of supervision goes round all sessions. */
    private static void turn(Charging charging) {
        for (int i = 0; i < 2 * TURN_MS; i += 50) {
            charging.clock.advanceMs(50);
            charging.work();
        }
    }
}
