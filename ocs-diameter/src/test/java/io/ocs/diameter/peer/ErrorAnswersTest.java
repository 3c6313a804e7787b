package io.ocs.diameter.peer;

import static io.ocs.diameter.support.AvpBuilder.avp;
import static io.ocs.diameter.support.AvpBuilder.group;
import static io.ocs.diameter.support.AvpBuilder.int32;
import static io.ocs.diameter.support.AvpBuilder.message;
import static io.ocs.diameter.support.AvpBuilder.optional;
import static io.ocs.diameter.support.AvpBuilder.raw;
import static io.ocs.diameter.support.AvpBuilder.text;
import static io.ocs.diameter.support.AvpBuilder.tgppGroup;
import static io.ocs.diameter.support.AvpBuilder.u32;
import static io.ocs.diameter.support.AvpBuilder.u64;
import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.core.ResultCode;
import io.ocs.core.request.CreditControlAnswer;
import io.ocs.diameter.support.Ccr;
import io.ocs.diameter.support.FakeGateway;
import io.ocs.diameter.support.Parsed;
import io.ocs.diameter.support.TestClient;
import java.util.List;
import org.jdiameter.api.Avp;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: each mistake of RFC 6733 §7 is answered over a socket with its code, the right E bit and Failed-AVP, and harms nobody else. */
class ErrorAnswersTest {

    private static ServerFixture fixture;

    @BeforeAll
    static void start() throws Exception {
        fixture = new ServerFixture();
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @BeforeEach
    void reset() {
        fixture.gateway.decider(FakeGateway::grantAll);
        fixture.gateway.full(false);
    }

    /** Asks, and makes sure that the connection serves on. */
    private static Parsed ask(byte[] request) throws Exception {
        try (TestClient client = fixture.client()) {
            Parsed answer = client.ask(request);
            assertThat(client.ask(Ccr.initial().bytes()).resultCode()).isEqualTo(2001);
            return answer;
        }
    }

    private static void assertError(Parsed answer, int code, boolean errorBit) {
        assertThat(answer.resultCode()).isEqualTo(code);
        assertThat(answer.isError()).isEqualTo(errorBit);
        assertThat(answer.isRequest()).isFalse();
        assertThat(answer.text(264)).isEqualTo(ServerFixture.HOST);
        assertThat(answer.text(296)).isEqualTo("example.com");
        assertThat(answer.hopByHop()).isEqualTo(0x11223344);
        assertThat(answer.endToEnd()).isEqualTo(0x55667788);
    }

    /** A 5xxx without E bit meets the grammar of the CCA. */
    private static void assertGrammar(Parsed answer) {
        assertThat(answer.codes().subList(0, 7)).containsExactly(263, 268, 264, 296, 258, 416, 415);
        assertThat(answer.text(263)).isEqualTo("client.example.com;1;1");
    }

    private static void assertFailed(Parsed answer, int code, byte[] data, int... parents) throws Exception {
        Avp failed = answer.failedAvp(parents);
        assertThat(failed.getCode()).isEqualTo(code);
        assertThat(failed.getRaw()).isEqualTo(data);
    }

    @Test
    void unknownCommandIs3001() throws Exception {
        assertError(ask(Ccr.initial().command(999).bytes()), 3001, true);
        assertError(ask(Ccr.initial().command(271).application(0).bytes()), 3001, true);
    }

    @Test
    void anotherHostIs3002() throws Exception {
        Parsed answer = ask(Ccr.initial().add(text(293, "other.example.com")).bytes());
        assertError(answer, 3002, true);
    }

    @Test
    void anotherRealmIs3003() throws Exception {
        Parsed answer = ask(Ccr.initial().put(283, text(283, "example.org")).bytes());
        assertError(answer, 3003, true);
        assertThat(answer.number(416)).isEqualTo(1); // Open5GS drops answers without the echo
        assertThat(answer.number(415)).isZero();
    }

    @Test
    void fullRingIs3004AtOnce() throws Exception {
        fixture.gateway.full(true);
        try (TestClient client = fixture.client()) {
            Parsed answer = client.ask(Ccr.initial().bytes());
            assertError(answer, 3004, true);
            assertThat(answer.number(416)).isEqualTo(1);
            fixture.gateway.full(false);
            assertThat(client.ask(Ccr.initial().bytes()).resultCode()).isEqualTo(2001);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 16777238, 0xffffffffL})
    void unknownApplicationIs3007(long application) throws Exception {
        assertError(ask(Ccr.initial().application(application).bytes()), 3007, true);
    }

    @Test
    void requestWithErrorBitIs3008() throws Exception {
        assertError(ask(Ccr.initial().flags(0xe0).bytes()), 3008, true);
    }

    @Test
    void reservedAvpFlagIs3009() throws Exception {
        Parsed answer =
                ask(Ccr.initial().add(raw(55, 0x41, 0, 12, int32(0xee000000L))).bytes());
        assertError(answer, 3009, true);
        assertFailed(answer, 55, int32(0xee000000L));
    }

    @Test
    void unknownMandatoryAvpIs5001AndOptionalIsIgnored() throws Exception {
        Parsed answer =
                ask(Ccr.initial().add(avp(9999, new byte[] {1, 2, 3, 4, 5})).bytes());
        assertError(answer, 5001, false);
        assertGrammar(answer);
        assertFailed(answer, 9999, new byte[] {1, 2, 3, 4, 5});
        assertThat(ask(Ccr.initial().add(optional(9999, new byte[5])).bytes()).resultCode())
                .isEqualTo(2001);
    }

    @Test
    void unknownVendorAvpInsideAServiceIs5001() throws Exception {
        byte[] foreign = raw(1, 0xc0, 4242, 16, int32(7));
        Parsed answer = ask(Ccr.of(2, 1).add(group(456, u32(432, 10), foreign)).bytes());
        assertError(answer, 5001, false);
        assertThat(answer.failedAvp(456).getVendorId()).isEqualTo(4242);
        assertFailed(answer, 1, int32(7), 456);
    }

    @Test
    void valuesOutOfRangeAre5004() throws Exception {
        Parsed type = ask(Ccr.initial().put(416, u32(416, 9)).bytes());
        assertError(type, 5004, false);
        assertGrammar(type);
        assertFailed(type, 416, int32(9));
        assertFailed(ask(Ccr.of(4, 0).add(u32(436, 4)).bytes()), 436, int32(4));
        assertFailed(
                ask(Ccr.initial()
                        .put(443, group(443, u32(450, 5), text(444, "1")))
                        .bytes()),
                450,
                int32(5),
                443);
        assertFailed(ask(Ccr.initial().put(258, u32(258, 5)).bytes()), 258, int32(5));
        assertFailed(ask(Ccr.initial().add(u32(455, 2)).bytes()), 455, int32(2));
    }

    @Test
    void moneyThatIsNoWholeMicroUnitIs5004() throws Exception {
        byte[] value = group(445, u64(447, 15), u32(429, -7));
        Parsed answer = ask(Ccr.of(4, 0)
                .add(u32(436, 0))
                .add(group(437, group(413, value, u32(425, 978))))
                .bytes());
        assertError(answer, 5004, false);
        assertThat(answer.failedAvp(437, 413).getCode()).isEqualTo(445);
    }

    @ParameterizedTest
    @ValueSource(ints = {264, 296, 283, 258, 461})
    void missingAvpIs5005WithAnExample(int code) throws Exception {
        Parsed answer = ask(Ccr.initial().without(code).bytes());
        assertError(answer, 5005, false);
        assertGrammar(answer);
        assertFailed(answer, code, code == 258 ? new byte[4] : new byte[0]);
    }

    @ParameterizedTest
    @ValueSource(ints = {Ccr.SESSION_ID, Ccr.REQUEST_TYPE, Ccr.REQUEST_NUMBER})
    void whatTheAnswerCannotEchoSetsTheErrorBit(int code) throws Exception {
        Parsed answer = ask(Ccr.initial().without(code).bytes());
        assertError(answer, 5005, true);
        assertFailed(answer, code, code == Ccr.SESSION_ID ? new byte[0] : new byte[4]);
        assertThat(answer.codes()).doesNotContain(code);
    }

    @Test
    void eventWithoutActionIs5005() throws Exception {
        Parsed answer = ask(Ccr.of(4, 0).add(group(437, u64(417, 1))).bytes());
        assertError(answer, 5005, false);
        assertFailed(answer, 436, new byte[4]);
    }

    @Test
    void repeatsWithOtherContentAre5009AndIdenticalOnesAreBorneWith() throws Exception {
        byte[] second = text(264, "other.example.com");
        Parsed answer = ask(Ccr.initial().add(second).bytes());
        assertError(answer, 5009, false);
        assertGrammar(answer);
        assertThat(answer.failedAvp().getUTF8String()).isEqualTo("other.example.com");
        assertThat(ask(Ccr.initial().add(text(264, "client.example.com")).bytes())
                        .resultCode())
                .isEqualTo(2001);
        Parsed inService =
                ask(Ccr.of(2, 1).add(group(456, u32(432, 10), u32(432, 11))).bytes());
        assertFailed(inService, 432, int32(11), 456);
    }

    @Test
    void tooManyServicesAre5009() throws Exception {
        Ccr ccr = Ccr.of(2, 1);
        for (int i = 0; i < 33; i++) {
            ccr.add(group(456, u32(432, i)));
        }
        Parsed answer = ask(ccr.bytes());
        assertError(answer, 5009, false);
        assertThat(answer.members(279).getAvpByIndex(0).getGrouped().getAvp(432).getUnsigned32())
                .isEqualTo(32);
    }

    @Test
    void tooLongSessionIdIs5012AndEchoed() throws Exception {
        String id = "x".repeat(193);
        Parsed answer = ask(Ccr.initial().session(id).bytes());
        assertError(answer, 5012, false);
        assertThat(answer.text(263)).isEqualTo(id);
        assertThat(answer.text(281)).contains("192");
        assertThat(ask(Ccr.initial().session("x".repeat(192)).bytes()).resultCode())
                .isEqualTo(2001);
    }

    @Test
    void wrongAvpLengthsAre5014() throws Exception {
        Parsed shortData = ask(Ccr.initial().put(415, avp(415, new byte[3])).bytes());
        assertError(shortData, 5014, true); // nothing to echo as CC-Request-Number
        assertFailed(shortData, 415, new byte[3]);
        Parsed beyond = ask(Ccr.initial().add(raw(55, 0x40, 0, 400, int32(1))).bytes());
        assertError(beyond, 5014, false);
        assertGrammar(beyond);
        assertFailed(beyond, 55, new byte[4]);
        Parsed below = ask(Ccr.initial().add(raw(433, 0x40, 0, 7, new byte[0])).bytes());
        assertError(below, 5014, false);
        assertFailed(below, 433, new byte[4]);
        Parsed inGroup = ask(Ccr.of(2, 1)
                .add(group(456, group(446, raw(420, 0x40, 0, 64, int32(1)))))
                .bytes());
        assertFailed(inGroup, 420, new byte[4], 456, 446);
    }

    @Test
    void unreadableEventTimestampWithoutMBitIsIgnored() throws Exception {
        assertThat(ask(Ccr.initial().add(optional(55, new byte[3])).bytes()).resultCode())
                .isEqualTo(2001);
        Parsed answer = ask(Ccr.initial().add(avp(55, new byte[3])).bytes());
        assertError(answer, 5014, false);
    }

    @Test
    void groupsNestedTooDeepAreRefused() throws Exception {
        byte[] deep = tgppGroup(874);
        for (int i = 0; i < 10; i++) {
            deep = tgppGroup(874, deep);
        }
        Parsed answer = ask(Ccr.initial().add(tgppGroup(873, deep)).bytes());
        assertError(answer, 5012, false);
        assertGrammar(answer);
    }

    @Test
    void wrongVersionIs5011AndEndsTheConnection() throws Exception {
        byte[] message = Ccr.initial().bytes();
        message[0] = 2;
        assertFault(message, 5011);
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 22, 70_000})
    void wrongMessageLengthIs5015AndEndsTheConnection(int length) throws Exception {
        byte[] message = Ccr.initial().bytes();
        message[1] = (byte) (length >>> 16);
        message[2] = (byte) (length >>> 8);
        message[3] = (byte) length;
        assertFault(message, 5015);
    }

    private static void assertFault(byte[] message, int code) throws Exception {
        try (TestClient client = fixture.client();
                TestClient other = fixture.client("other.example.com")) {
            Parsed answer = client.ask(message);
            assertError(answer, code, true);
            assertThat(client.drain()).isZero();
            assertThat(other.ask(Ccr.initial().bytes()).resultCode()).isEqualTo(2001);
        }
    }

    @Test
    void brokenWatchdogAndDisconnectAreAnsweredWithTheirGrammar() throws Exception {
        try (TestClient client = fixture.client()) {
            Parsed dwa = client.ask(message(0x80, 280, 0, 1, 1, text(296, "example.com")));
            assertThat(dwa.resultCode()).isEqualTo(5005);
            assertThat(dwa.isError()).isFalse();
            assertThat(dwa.failedAvp().getCode()).isEqualTo(264);
            Parsed dpa = client.ask(message(0x80, 282, 0, 1, 1, text(264, "a"), text(296, "example.com")));
            assertThat(dpa.resultCode()).isEqualTo(5005);
            assertThat(dpa.failedAvp().getCode()).isEqualTo(273);
        }
    }

    @Test
    void transientFailuresNeverCarryTheErrorBit() throws Exception {
        for (ResultCode code : List.of(ResultCode.CREDIT_LIMIT_REACHED, ResultCode.END_USER_SERVICE_DENIED)) {
            fixture.gateway.decider(FakeGateway.refuse(code, CreditControlAnswer.Failed.NONE));
            try (TestClient client = fixture.client()) {
                Parsed answer = client.ask(Ccr.initial().bytes());
                assertError(answer, code.code(), false);
                assertGrammar(answer);
                assertThat(answer.has(279)).isFalse();
            }
        }
    }

    @Test
    void proxyInfoIsEchoedWholeAndInOrder() throws Exception {
        byte[] first = group(284, text(280, "proxy1.example.com"), avp(33, new byte[] {1, 2, 3}));
        byte[] second = group(284, text(280, "proxy2.example.com"), avp(33, new byte[] {9}));
        for (byte[] request : List.of(
                Ccr.initial().add(first).add(second).bytes(),
                Ccr.initial().without(461).add(first).add(second).bytes())) {
            Parsed answer = ask(request);
            assertThat(answer.avps().getAvps(284).size()).isEqualTo(2);
            assertThat(answer.avps()
                            .getAvps(284)
                            .getAvpByIndex(0)
                            .getGrouped()
                            .getAvp(280)
                            .getUTF8String())
                    .isEqualTo("proxy1.example.com");
            assertThat(answer.avps()
                            .getAvps(284)
                            .getAvpByIndex(1)
                            .getGrouped()
                            .getAvp(33)
                            .getRaw())
                    .isEqualTo(new byte[] {9});
        }
        Parsed tooLong =
                ask(Ccr.initial().add(group(284, avp(33, new byte[1100]))).bytes());
        assertThat(tooLong.resultCode()).isEqualTo(5012);
        assertThat(tooLong.has(284)).isTrue();
    }

    @Test
    void proxiableBitIsCopied() throws Exception {
        assertThat(ask(Ccr.initial().flags(0x80).bytes()).isProxiable()).isFalse();
        assertThat(ask(Ccr.initial().flags(0xc0).bytes()).isProxiable()).isTrue();
        assertThat(ask(Ccr.initial().flags(0xc0).without(461).bytes()).isProxiable())
                .isTrue();
    }
}
