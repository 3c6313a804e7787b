package io.ocs.diameter.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.diameter.support.AvpBuilder;
import io.ocs.diameter.support.Ccr;
import io.ocs.diameter.support.Seeds;
import io.ocs.diameter.support.TestClient;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Goal: no octets whatsoever harm anybody but the connection that they came from. */
class FuzzTest {

    private static ServerFixture fixture;

    @BeforeAll
    static void start() throws Exception {
        fixture = new ServerFixture();
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    static LongStream seeds() {
        return Seeds.of(150);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void garbageHarmsNobodyElse(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        try (TestClient hostile = fixture.client("hostile.example.com");
                TestClient good = fixture.client("good.example.com")) {
            hurl(hostile, random);
            assertThat(good.ask(Ccr.initial().bytes()).resultCode())
                    .as("seed %d", seed)
                    .isEqualTo(2001);
        }
    }

    private static void hurl(TestClient hostile, SplittableRandom random) throws IOException {
        try {
            for (int i = 0; i < 20; i++) {
                hostile.send(mangled(random));
            }
        } catch (IOException e) {
            assertThat(e).hasMessageMatching("(?i).*(broken pipe|reset|closed).*"); // the server has hung up
        }
    }

    private static byte[] mangled(SplittableRandom random) {
        byte[] message = Ccr.initial()
                .add(AvpBuilder.tgppGroup(873, AvpBuilder.tgppGroup(874, AvpBuilder.text(30, "internet"))))
                .bytes();
        int flips = random.nextInt(1, 6);
        int from = random.nextInt(8) == 0 ? 0 : 20; // mostly the header stays, so that the AVPs are looked at
        for (int i = 0; i < flips; i++) {
            message[random.nextInt(from, message.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return random.nextInt(10) == 0 ? Arrays.copyOf(message, random.nextInt(1, message.length)) : message;
    }
}
