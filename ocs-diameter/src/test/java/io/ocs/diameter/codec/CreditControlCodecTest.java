package io.ocs.diameter.codec;

import static io.ocs.diameter.support.AvpBuilder.avp;
import static io.ocs.diameter.support.AvpBuilder.group;
import static io.ocs.diameter.support.AvpBuilder.text;
import static io.ocs.diameter.support.AvpBuilder.tgpp;
import static io.ocs.diameter.support.AvpBuilder.tgppGroup;
import static io.ocs.diameter.support.AvpBuilder.u32;
import static io.ocs.diameter.support.AvpBuilder.u64;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocs.core.FinalUnit;
import io.ocs.core.FinalUnitAction;
import io.ocs.core.Octets;
import io.ocs.core.RedirectServer;
import io.ocs.core.ResultCode;
import io.ocs.core.SubscriptionIdType;
import io.ocs.core.UnitKind;
import io.ocs.core.request.CreditControlAnswer;
import io.ocs.core.request.CreditControlExchange;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.core.request.ServiceGrant;
import io.ocs.core.request.ServiceUsage;
import io.ocs.diameter.support.Ccr;
import io.ocs.diameter.support.Parsed;
import java.time.Instant;
import java.util.List;
import org.jdiameter.api.AvpSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CreditControlCodecTest {

    private final CodecFixture fixture = new CodecFixture();

    @Test
    void usedUnitsOfSeveralReportsAreSummed() throws Exception {
        CreditControlRequest request = fixture.decode(Ccr.of(2, 1)
                .add(group(
                        456,
                        u32(432, 10),
                        group(446, u32(452, 0), u64(412, 100), u64(414, 10), u32(420, 5)),
                        group(446, u32(452, 1), u64(412, 30), u64(417, 2))))
                .bytes());
        ServiceUsage service = request.service(0);
        assertThat(service.used(UnitKind.INPUT_OCTETS)).isEqualTo(130);
        assertThat(service.used(UnitKind.OUTPUT_OCTETS)).isEqualTo(10);
        assertThat(service.used(UnitKind.TIME)).isEqualTo(5);
        assertThat(service.used(UnitKind.SERVICE_SPECIFIC)).isEqualTo(2);
    }

    @Test
    void amountsBeyondALongAreTheLargestLong() throws Exception {
        ServiceUsage service = fixture.decode(Ccr.of(2, 1)
                        .add(group(456, group(446, u64(421, -1), u32(420, 0xffffffffL)), group(446, u64(421, -1))))
                        .bytes())
                .service(0);
        assertThat(service.used(UnitKind.TOTAL_OCTETS)).isEqualTo(Long.MAX_VALUE);
        assertThat(service.used(UnitKind.TIME)).isEqualTo(0xffffffffL);
    }

    @Test
    void identitiesOfEveryTypeAreReadInTheirOrder() throws Exception {
        List<String> sent =
                List.of("+49 170-1", "001010000000001", "sip:anna@example.com;user=phone", "anna@example.com", "x-17");
        for (List<Integer> order : List.of(List.of(0, 1, 2, 3, 4), List.of(4, 2, 0, 3, 1))) {
            Ccr ccr = Ccr.initial().without(443);
            order.forEach(type -> ccr.add(group(443, u32(450, type), text(444, sent.get(type)))));
            CreditControlRequest request = fixture.decode(ccr.bytes());
            assertThat(request.subscriptionCount()).isEqualTo(5);
            for (int i = 0; i < 5; i++) {
                assertThat(request.subscriptionType(i).ordinal()).isEqualTo(order.get(i));
            }
            assertThat(request.subscriptionData(order.indexOf(1))).hasToString("001010000000001");
            assertThat(request.subscriptionData(order.indexOf(2))).hasToString("anna@example.com");
            assertThat(request.subscriptionData(order.indexOf(4))).hasToString("x-17");
        }
    }

    @Test
    void identitiesInServiceInformationCountOnlyWithoutOthers() throws Exception {
        byte[] inside = tgppGroup(873, group(443, u32(450, 1), text(444, "001010000000009")));
        CreditControlRequest both = fixture.decode(Ccr.initial().add(inside).bytes());
        assertThat(both.subscriptionCount()).isEqualTo(1);
        assertThat(both.subscriptionData(0)).hasToString("491700000001");
        CreditControlRequest only =
                fixture.decode(Ccr.initial().without(443).add(inside).bytes());
        assertThat(only.subscriptionType(0)).isEqualTo(SubscriptionIdType.END_USER_IMSI);
        assertThat(only.subscriptionData(0)).hasToString("001010000000009");
    }

    @Test
    void identitiesOfRfc8506sExtensionAreRead() throws Exception {
        CreditControlRequest request = fixture.decode(Ccr.initial()
                .without(443)
                .add(group(659, text(662, "sip:user@example.com;user=phone")))
                .add(group(659, text(660, "tel:+491700000002")))
                .bytes());
        assertThat(request.subscriptionType(0)).isEqualTo(SubscriptionIdType.END_USER_SIP_URI);
        assertThat(request.subscriptionData(0)).hasToString("user@example.com");
        assertThat(request.subscriptionData(1)).hasToString("491700000002");
    }

    @Test
    void recipientOfAShortMessageIsTheCalledParty() throws Exception {
        CreditControlRequest request = fixture.decode(Ccr.of(4, 0)
                .put(461, text(461, "32274@3gpp.org"))
                .add(u32(436, 0))
                .add(group(437, u64(417, 1)))
                .add(tgppGroup(
                        873,
                        tgppGroup(
                                2000,
                                tgppGroup(
                                        2026,
                                        tgppGroup(
                                                1201,
                                                tgpp(899, new byte[] {0, 0, 0, 1}),
                                                tgpp(897, "+4917600".getBytes(UTF_8)))))))
                .bytes());
        assertThat(request.calledParty).hasToString("4917600");
        assertThat(request.multipleServices()).isFalse();
        assertThat(request.service(0).requested(UnitKind.SERVICE_SPECIFIC)).isEqualTo(1);
    }

    @Test
    void unitsAtCommandLevelDoNotCountBesideServices() throws Exception {
        CreditControlRequest request =
                fixture.decode(Ccr.initial().add(group(437, u64(421, 9))).bytes());
        assertThat(request.serviceCount()).isEqualTo(1);
        assertThat(request.service(0).requested(UnitKind.TOTAL_OCTETS)).isEqualTo(1000);
    }

    @Test
    void aRequestWithoutUnitsHasNoService() throws Exception {
        CreditControlRequest request = fixture.decode(Ccr.of(1, 0).bytes());
        assertThat(request.serviceCount()).isZero();
        assertThat(request.multipleServices()).isFalse();
    }

    @Test
    void longServiceContextKeepsItsEnd() throws Exception {
        String prefix = "operator.".repeat(10);
        CreditControlRequest request = fixture.decode(
                Ccr.initial().put(461, text(461, prefix + "32251@3gpp.org")).bytes());
        assertThat(request.context()).isEqualTo(io.ocs.core.ServiceContext.DATA);
    }

    @ParameterizedTest
    @CsvSource({
        "+4930123, 4930123",
        "tel:+49-30-123;phone-context=x, 4930123",
        "sip:+4930123@ims.example.com;user=phone, 4930123",
        "SIPS:4930123:5060@h, 4930123",
        "4930123, 4930123",
        "sip:alice@example.com, sip:alice@example.com",
        "urn:service:sos, urn:service:sos",
        "+, +",
        "'', ''"
    })
    void partiesAreDigitsWhereTheyAreNumbers(String sent, String normal) {
        Octets address = new Octets(128);
        address.set(sent);
        PartyAddress.normalise(address);
        assertThat(address).hasToString(normal);
    }

    @ParameterizedTest
    @CsvSource({
        "15, -1, 1500000",
        "1, 0, 1000000",
        "1, -6, 1",
        "10, -7, 1",
        "15, -7, -1",
        "0, 100, 0",
        "-1, 0, -1",
        "9223372036854, 0, 9223372036854000000",
        "9223372036855, 0, -1",
        "1, 13, -1",
        "1, 2147483647, -1",
        "9223372036854775807, -2147483648, -1"
    })
    void moneyIsExactOrRefused(long digits, int exponent, long micros) {
        assertThat(UnitValue.micros(digits, exponent)).isEqualTo(micros);
    }

    @ParameterizedTest
    @CsvSource({
        "4294967295, 2036-02-07T06:28:15Z",
        "0, 2036-02-07T06:28:16Z",
        "2147483648, 1968-01-20T03:14:08Z",
        "2147483647, 2104-02-26T09:42:23Z"
    })
    void timeRollsOverIn2036(long seconds, String instant) {
        assertThat(NtpTime.toMs(seconds)).isEqualTo(Instant.parse(instant).toEpochMilli());
        assertThat(NtpTime.ofMs(Instant.parse(instant).toEpochMilli())).isEqualTo(seconds);
    }

    @Test
    void twoCurrenciesInOneServiceContradict() {
        byte[] message = Ccr.of(4, 0)
                .add(u32(436, 0))
                .add(group(437, group(413, group(445, u64(447, 1)), u32(425, 978))))
                .add(group(446, group(413, group(445, u64(447, 1)), u32(425, 840))))
                .bytes();
        assertThatThrownBy(() -> fixture.decode(message))
                .isInstanceOfSatisfying(DiameterException.class, e -> assertThat(e.resultCode())
                        .isEqualTo(ResultCode.CONTRADICTING_AVPS));
    }

    @Test
    void everyGrantOfAnAnswerIsWritten() throws Exception {
        CreditControlExchange exchange = fixture.exchange(Ccr.of(2, 7)
                .add(group(456, u32(432, 10), u32(439, 1), group(437)))
                .add(group(456, u32(432, 11), group(437, u32(420, 60))))
                .bytes());
        ServiceGrant data = exchange.answer.addGrant(10, 1);
        data.granted(UnitKind.TOTAL_OCTETS, 5_000_000_000L);
        data.validityTimeS(600);
        data.quotaThreshold(1000);
        data.finalUnit(new FinalUnit(
                FinalUnitAction.REDIRECT, RedirectServer.parse("http://portal.example.com/"), List.of(), List.of()));
        ServiceGrant time = exchange.answer.addGrant(11, ServiceUsage.ABSENT);
        time.granted(UnitKind.TIME, 60);
        time.quotaThreshold(5);
        time.resultCode(ResultCode.SUCCESS);
        Parsed answer = fixture.answer(exchange);
        assertThat(answer.number(415)).isEqualTo(7);
        assertThat(answer.number64(456, 431, 421)).isEqualTo(5_000_000_000L);
        assertThat(answer.number(456, 439)).isEqualTo(1);
        assertThat(answer.number(456, 448)).isEqualTo(600);
        assertThat(answer.number(456, 869)).isEqualTo(1000);
        assertThat(answer.number(456, 430, 449)).isEqualTo(1);
        assertThat(answer.number(456, 430, 434, 433)).isEqualTo(2);
        assertThat(answer.text(456, 430, 434, 435)).isEqualTo("http://portal.example.com/");
        var second = answer.avps().getAvps(456).getAvpByIndex(1).getGrouped();
        assertThat(second.getAvp(431).getGrouped().getAvp(420).getUnsigned32()).isEqualTo(60);
        assertThat(second.getAvp(868).getUnsigned32()).isEqualTo(5);
        assertThat(second.getAvp(868).isMandatory()).isFalse(); // newer than RFC 4006
        assertThat(second.getAvp(439)).isNull();
        assertThat(second.getAvp(448)).isNull();
        assertThat(second.getAvp(268).getUnsigned32()).isEqualTo(2001);
    }

    @Test
    void withoutServicesTheGrantStandsAtCommandLevel() throws Exception {
        CreditControlExchange exchange =
                fixture.exchange(Ccr.of(1, 0).add(group(437, u32(420, 60))).bytes());
        ServiceGrant grant = exchange.answer.addGrant(ServiceUsage.ABSENT, ServiceUsage.ABSENT);
        grant.granted(UnitKind.TIME, 60);
        grant.validityTimeS(30);
        grant.finalUnit(FinalUnit.TERMINATE);
        Parsed answer = fixture.answer(exchange);
        assertThat(answer.has(456)).isFalse();
        assertThat(answer.number(431, 420)).isEqualTo(60);
        assertThat(answer.number(430, 449)).isZero();
        assertThat(answer.number(448)).isEqualTo(30);
    }

    @Test
    void costBalanceAndMoneyAreWritten() throws Exception {
        CreditControlExchange exchange = fixture.exchange(
                Ccr.of(4, 0).add(u32(436, 2)).add(group(437, u64(417, 1))).bytes());
        exchange.answer.cost(1_234_560, 978);
        exchange.answer.checkBalance(CreditControlAnswer.CheckBalance.NO_CREDIT);
        exchange.answer.addGrant(-1, -1).granted(UnitKind.MONEY, 50_000);
        Parsed answer = fixture.answer(exchange);
        assertThat(answer.number64(423, 445, 447)).isEqualTo(123_456);
        assertThat((int) answer.number(423, 445, 429)).isEqualTo(-5);
        assertThat(answer.number(423, 425)).isEqualTo(978);
        assertThat(answer.number(422)).isEqualTo(1);
        assertThat(answer.number64(431, 413, 445, 447)).isEqualTo(5);
        assertThat(answer.number(431, 413, 425)).isEqualTo(978);
    }

    @ParameterizedTest
    @CsvSource({
        "SUBSCRIPTION_ID, 443",
        "SERVICE_CONTEXT_ID, 461",
        "RATING_GROUP, 432",
        "SERVICE_IDENTIFIER, 439",
        "REQUESTED_ACTION, 436",
        "CALLED_PARTY, 832",
        "REQUESTED_SERVICE_UNIT, 437",
        "CC_MONEY, 413"
    })
    void refusalsNameTheAvpThatFailed(CreditControlAnswer.Failed failed, int code) throws Exception {
        byte[] called = tgppGroup(873, tgppGroup(876, tgpp(832, "tel:+49999".getBytes(UTF_8))));
        CreditControlExchange exchange = fixture.exchange(Ccr.of(4, 0)
                .add(u32(436, 1))
                .add(group(456, u32(432, 10), u32(439, 5)))
                .add(group(
                        456, u32(432, 11), u32(439, 6), group(437, group(413, group(445, u64(447, 3)), u32(425, 978)))))
                .add(called)
                .bytes());
        exchange.answer.refuse(ResultCode.RATING_FAILED, failed, "no tariff");
        exchange.answer.failed(failed, 1);
        Parsed answer = fixture.answer(exchange);
        assertThat(answer.isError()).isFalse();
        assertThat(answer.text(281)).isEqualTo("no tariff");
        var avp = answer.failedAvp();
        assertThat(avp.getCode()).isEqualTo(code);
        switch (failed) {
            case RATING_GROUP -> assertThat(avp.getUnsigned32()).isEqualTo(11);
            case SERVICE_IDENTIFIER -> assertThat(avp.getUnsigned32()).isEqualTo(6);
            case REQUESTED_ACTION -> assertThat(avp.getUnsigned32()).isEqualTo(1);
            case SUBSCRIPTION_ID ->
                assertThat(avp.getGrouped().getAvp(444).getUTF8String()).isEqualTo("491700000001");
            case CALLED_PARTY -> assertThat(avp.getUTF8String()).isEqualTo("49999");
            case CC_MONEY ->
                assertThat(avp.getGrouped().getAvp(425).getUnsigned32()).isEqualTo(978);
            case REQUESTED_SERVICE_UNIT ->
                assertThat(avp.getGrouped().getAvp(413)).isNotNull();
            case SERVICE_CONTEXT_ID -> assertThat(avp.getUTF8String()).isEqualTo("32251@3gpp.org");
            case NONE -> throw new AssertionError();
        }
    }

    @Test
    void eachServiceThatCannotBeRatedHasAFailedAvp() throws Exception {
        CreditControlExchange exchange = fixture.exchange(Ccr.of(2, 1)
                .add(group(456, u32(432, 10), group(437)))
                .add(group(456, u32(432, 11), u32(439, 5), group(437)))
                .add(group(456, u32(439, 6), group(437)))
                .add(group(456, group(437)))
                .bytes());
        exchange.answer.addGrant(10, -1).granted(UnitKind.TOTAL_OCTETS, 1000);
        exchange.answer.addGrant(11, 5).resultCode(ResultCode.RATING_FAILED);
        exchange.answer.addGrant(-1, 6).resultCode(ResultCode.RATING_FAILED);
        exchange.answer.addGrant(-1, -1).resultCode(ResultCode.RATING_FAILED);
        Parsed answer = fixture.answer(exchange);
        assertThat(answer.resultCode()).isEqualTo(2001);
        AvpSet failed = answer.avps().getAvps(279);
        assertThat(failed.size()).isEqualTo(3);
        AvpSet group = failed.getAvpByIndex(0).getGrouped().getAvp(456).getGrouped();
        assertThat(group.size()).isEqualTo(1);
        assertThat(group.getAvp(432).getUnsigned32()).isEqualTo(11);
        AvpSet identifier = failed.getAvpByIndex(1).getGrouped().getAvp(456).getGrouped();
        assertThat(identifier.getAvp(439).getUnsigned32()).isEqualTo(6);
        assertThat(failed.getAvpByIndex(2).getGrouped().getAvp(461).getUTF8String())
                .isEqualTo("32251@3gpp.org");
    }

    @Test
    void anEventOfMoneyThatCannotBeRatedNamesTheMoney() throws Exception {
        byte[] money = group(413, group(445, u64(447, 3)), u32(425, 978));
        CreditControlExchange exchange = fixture.exchange(Ccr.of(4, 0)
                .add(u32(436, 0))
                .add(group(456, u32(432, 10), group(437, money)))
                .bytes());
        exchange.answer.addGrant(10, -1).resultCode(ResultCode.RATING_FAILED);
        assertThat(fixture.answer(exchange)
                        .failedAvp(456, 437, 413)
                        .getGrouped()
                        .getAvp(447)
                        .getInteger64())
                .isEqualTo(3);
    }

    @Test
    void aRefusalOfAFieldThatIsNotThereShowsAnExample() throws Exception {
        CreditControlExchange exchange =
                fixture.exchange(Ccr.of(2, 1).without(443).bytes());
        exchange.answer.refuse(ResultCode.RATING_FAILED, CreditControlAnswer.Failed.RATING_GROUP, null);
        Parsed answer = fixture.answer(exchange);
        assertThat(answer.failedAvp().getUnsigned32()).isZero();
        assertThat(answer.has(281)).isFalse();
    }

    @Test
    void avpsOfAnyKnownDictionaryMayBeMandatory() throws Exception {
        fixture.decode(Ccr.initial()
                .add(u32(480, 1))
                .add(u32(485, 0))
                .add(tgpp(2055, new byte[4]))
                .add(text(282, "relay.example.com"))
                .add(avp(25, new byte[4]))
                .bytes());
    }
}
