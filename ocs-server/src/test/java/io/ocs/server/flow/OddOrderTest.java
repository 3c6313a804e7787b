package io.ocs.server.flow;

import static io.ocs.server.flow.Ccr.initial;
import static io.ocs.server.flow.Ccr.terminate;
import static io.ocs.server.flow.Ccr.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.rating.catalog.TariffCatalog;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: in whatever order updates come, and however often, none is charged twice. */
class OddOrderTest {

    private static final TariffCatalog CATALOG = FlowCatalog.offers();
    private static final String ANNA = "491700000001";
    private static final long STEP_MICROS = 1_000;

    private static Charging open(int shards) {
        Charging charging = new Charging(CATALOG, shards);
        charging.subscriber(ANNA, "plain", "10.00EUR");
        charging.send(initial("s", ANNA).ask(1, 1000));
        return charging;
    }

    private static String use(Charging charging, long number) {
        return charging.send(update("s", number).mscc(1, 1000, 1000));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void anOldUpdateIsNotChargedAgain(int shards) {
        Charging charging = open(shards);
        for (int number = 1; number <= 12; number++) {
            assertThat(use(charging, number)).isEqualTo("2001 [rg1 2001 1000]");
        }
        charging.restart();
        for (int number = 1; number <= 4; number++) {
            assertThat(use(charging, number)).as("update %d", number).isEqualTo("5012");
        }
        for (int number = 5; number <= 12; number++) {
            assertThat(use(charging, number)).as("update %d", number).isEqualTo("2001 [rg1 2001 1000]");
        }
        assertThat(charging.money(ANNA)).isEqualTo("9.988 reserved 0.001");
        assertThat(charging.send(terminate("s", 0).used(1, 0))).startsWith("2001");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aReorderedUpdateIsCharged(int shards) {
        Charging charging = open(shards);
        for (long number : new long[] {2, 1, 4, 3, 6, 5, 8, 7, 10, 9, 12, 11}) {
            assertThat(use(charging, number)).as("update %d", number).isEqualTo("2001 [rg1 2001 1000]");
        }
        assertThat(charging.money(ANNA)).isEqualTo("9.988 reserved 0.001");
        List<List<Long>> hashes = charging.restart();
        assertThat(hashes.get(1)).isEqualTo(hashes.get(0));
    }

    static LongStream seeds() {
        Long seed = Long.getLong("seed");
        return seed == null ? LongStream.range(0, 50) : LongStream.of(seed);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noOrderChargesTwice(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Charging charging = open(1);
        boolean[] charged = new boolean[40];
        long micros = 10_000_000;
        for (int step = 0; step < 200; step++) {
            int number = 1 + random.nextInt(Math.min(charged.length - 1, 2 + step / 4));
            long before = micros;
            String answer = use(charging, number);
            micros = balance(charging);
            String context = "seed " + seed + ", step " + step + ", update " + number + ": " + answer;
            assertThat(before - micros).as(context).isIn(0L, STEP_MICROS);
            if (before != micros) {
                assertThat(charged[number]).as(context).isFalse();
                charged[number] = true;
            }
        }
    }

    private static long balance(Charging charging) {
        return charging.view(ANNA).buckets().get(0).balance();
    }
}
