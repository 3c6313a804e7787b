package io.ocs.diameter.peer;

import static io.ocs.diameter.support.AvpBuilder.avp;
import static io.ocs.diameter.support.AvpBuilder.group;
import static io.ocs.diameter.support.AvpBuilder.int32;
import static io.ocs.diameter.support.AvpBuilder.raw;
import static io.ocs.diameter.support.AvpBuilder.text;
import static io.ocs.diameter.support.AvpBuilder.u32;
import static io.ocs.diameter.support.AvpBuilder.u64;
import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.core.ResultCode;
import io.ocs.core.request.CreditControlAnswer;
import io.ocs.diameter.support.Ccr;
import io.ocs.diameter.support.FakeGateway;
import io.ocs.diameter.support.Parsed;
import io.ocs.diameter.support.TestClient;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Goal: every code of RFC 6733 §7.1 that this server may answer with comes over a socket with the E bit, Failed-AVP and Error-Message that it should have. */
class ErrorCodesTest {

    private static final String UNKNOWN = "unknown.example.com";

    private static ServerFixture fixture;

    /** How a code is brought about, and what AVP must be in its Failed-AVP; 0: there must be none. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Way(int code, boolean errorBit, int failedAvp, boolean stranger, byte[] octets) {
        @Override
        public String toString() {
            return String.valueOf(code);
        }
    }

    @BeforeAll
    static void start() throws Exception {
        PeerPolicy policy = (host, realm, address) ->
                host.equals(UNKNOWN) ? PeerPolicy.Admission.REFUSED : PeerPolicy.Admission.LAB;
        fixture = new ServerFixture(ServerFixture.config(64, 1), policy, ServerFixture.timers(Duration.ofSeconds(30)));
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @AfterEach
    void reset() {
        fixture.gateway.full(false);
        fixture.gateway.decider(FakeGateway::grantAll);
    }

    static Stream<Way> ways() {
        byte[] good = Ccr.initial().bytes();
        byte[] cer = Ccr.cer("client.example.com", 4);
        return Stream.of(
                request(3001, 0, Ccr.initial().command(999).bytes()),
                request(3002, 293, initial(text(293, "other.example.com"))),
                request(
                        3003,
                        283,
                        Ccr.initial().put(283, text(283, "example.org")).bytes()),
                request(3004, 0, good),
                request(3005, 282, initial(text(282, ServerFixture.HOST))),
                request(3007, 0, Ccr.initial().application(16777238).bytes()),
                request(3008, 0, Ccr.initial().flags(0xe0).bytes()),
                request(3009, 55, initial(raw(55, 0x41, 0, 12, int32(1)))),
                stranger(3010, 0, Ccr.cer(UNKNOWN, 4)),
                request(5001, 9999, initial(avp(9999, new byte[5]))),
                request(5002, 0, Ccr.of(2, 1).bytes()),
                request(5004, 416, Ccr.initial().put(416, u32(416, 9)).bytes()),
                request(5005, 461, Ccr.initial().without(461).bytes()),
                request(5007, 425, initial(group(456, group(437, money(978)), group(446, money(840))))),
                request(5008, 268, initial(u32(268, 2001))),
                request(5009, 264, initial(text(264, "other.example.com"))),
                stranger(5010, 0, Ccr.cer("client.example.com", 16777238)),
                new Way(5011, true, 0, false, BadInput.with(good, 0, 2)),
                request(5012, 0, Ccr.initial().session("x".repeat(193)).bytes()),
                request(5013, 0, Ccr.initial().flags(0xc1).bytes()),
                request(5014, 55, Ccr.initial().put(55, avp(55, new byte[3])).bytes()),
                new Way(5015, true, 0, false, BadInput.withLength(good, 16)),
                request(5016, 1, initial(raw(1, 0xc0, 0, 16, int32(1)))),
                stranger(5017, 299, BadInput.append(cer, u32(299, 1))));
    }

    private static Way request(int code, int failedAvp, byte[] octets) {
        return new Way(code, code / 1000 == 3, failedAvp, false, octets);
    }

    private static Way stranger(int code, int failedAvp, byte[] cer) {
        return new Way(code, code / 1000 == 3, failedAvp, true, cer);
    }

    private static byte[] initial(byte[] avp) {
        return Ccr.initial().add(avp).bytes();
    }

    private static byte[] money(int currency) {
        return group(413, group(445, u64(447, 1)), u32(425, currency));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void isAnsweredAsItShouldBe(Way way) throws Exception {
        fixture.gateway.full(way.code() == 3004);
        if (way.code() == 5002) {
            fixture.gateway.decider(exchange -> {
                exchange.answer.clear();
                exchange.answer.refuse(ResultCode.UNKNOWN_SESSION_ID, CreditControlAnswer.Failed.NONE, null);
            });
        }
        try (TestClient client = way.stranger() ? new TestClient(fixture.address) : fixture.client()) {
            Parsed answer = client.ask(way.octets());
            assertThat(answer.resultCode()).isEqualTo(way.code());
            assertThat(answer.isError()).as("E bit").isEqualTo(way.errorBit());
            assertThat(answer.has(279)).as("Failed-AVP").isEqualTo(way.failedAvp() != 0);
            if (way.failedAvp() != 0) {
                assertThat(answer.members(279).getAvpByIndex(0).getCode()).isEqualTo(way.failedAvp());
            }
            assertThat(answer.text(281)).as("Error-Message").isNotBlank();
            assertThat(answer.text(264)).isEqualTo(ServerFixture.HOST);
        }
        reset();
        try (TestClient good = fixture.client("good.example.com")) {
            assertThat(good.ask(Ccr.initial().bytes()).resultCode()).isEqualTo(2001);
        }
    }

    /** Two codes have nothing to do with what a client sends: 3006 is a redirect agent's, 4003 that of an election, see {@link InitiatorTest}. */
    @Test
    void theListIsComplete() {
        List<Integer> base = Stream.of(ResultCode.values())
                .map(ResultCode::code)
                .filter(code -> code / 1000 == 3 || (code >= 5001 && code <= 5017))
                .toList();
        assertThat(ways().map(Way::code)).containsExactlyElementsOf(base);
    }
}
