package io.ocs.diameter.peer;

import static io.ocs.diameter.support.AvpBuilder.avp;
import static io.ocs.diameter.support.AvpBuilder.int32;
import static io.ocs.diameter.support.AvpBuilder.optional;
import static io.ocs.diameter.support.AvpBuilder.raw;
import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.diameter.support.Ccr;
import io.ocs.diameter.support.Parsed;
import io.ocs.diameter.support.TestClient;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: lengths of all 24 bits are read as they are, in messages and in AVPs (RFC 6733 §3, §4.1). */
class LongMessagesTest {

    /** The longest that there can be: a multiple of 4 below 2²⁴. */
    private static final int LONGEST = (1 << 24) - 4;

    private static final int AVP_HEADER = 8;

    private static ServerFixture fixture;

    @BeforeAll
    static void start() throws Exception {
        DiameterConfig config = new DiameterConfig(
                ServerFixture.HOST,
                "example.com",
                "OCS",
                7,
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                LONGEST,
                1,
                16,
                1,
                DiameterConfig.WRITE_BUFFER_MAX,
                ServerFixture.IN_FLIGHT_MAX);
        PeerTimers timers = PeerTimers.of(config.watchdogInterval(), config.messageTimeMax());
        fixture = new ServerFixture(config, ServerFixture.ANYONE, timers);
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    /** A request of this length in octets, by an AVP of which nothing is read. */
    private static byte[] request(int length) {
        int rest = length - Ccr.initial().bytes().length - AVP_HEADER;
        byte[] message = Ccr.initial().add(optional(9999, new byte[rest])).bytes();
        assertThat(message).hasSize(length);
        return message;
    }

    @ParameterizedTest
    @ValueSource(ints = {65_532, 65_536, 65_540, 1 << 20, LONGEST})
    void aMessageOfThisLengthIsServed(int length) throws Exception {
        try (TestClient client = fixture.client()) {
            assertThat(client.ask(request(length)).resultCode()).isEqualTo(2001);
            assertThat(client.ask(Ccr.initial().bytes()).resultCode()).isEqualTo(2001);
        }
    }

    /** What is refused is not sent back whole if it is huge, but as an example. */
    @Test
    void aHugeAvpIsShownByItsHeader() throws Exception {
        try (TestClient client = fixture.client()) {
            Parsed answer =
                    client.ask(Ccr.initial().add(avp(9999, new byte[1 << 20])).bytes());
            assertThat(answer.resultCode()).isEqualTo(5001);
            assertThat(answer.failedAvp().getCode()).isEqualTo(9999);
            assertThat(answer.octets()).hasSizeLessThan(1_000);
        }
    }

    @Test
    void anAvpThatSaysToBeTheLongestIs5014() throws Exception {
        try (TestClient client = fixture.client()) {
            Parsed answer = client.ask(
                    Ccr.initial().add(raw(55, 0x40, 0, 0xffffff, int32(1))).bytes());
            assertThat(answer.resultCode()).isEqualTo(5014);
            assertThat(answer.failedAvp().getCode()).isEqualTo(55);
            assertThat(client.ask(Ccr.initial().bytes()).resultCode()).isEqualTo(2001);
        }
    }
}
