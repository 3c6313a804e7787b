package io.ocs.diameter.codec;

import static io.ocs.diameter.support.AvpBuilder.group;
import static io.ocs.diameter.support.AvpBuilder.int32;
import static io.ocs.diameter.support.AvpBuilder.text;
import static io.ocs.diameter.support.AvpBuilder.tgpp;
import static io.ocs.diameter.support.AvpBuilder.tgppGroup;
import static io.ocs.diameter.support.AvpBuilder.u32;
import static io.ocs.diameter.support.AvpBuilder.u64;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.ocs.core.ResultCode;
import io.ocs.core.ServiceContext;
import io.ocs.core.UnitKind;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.core.request.ServiceUsage;
import io.ocs.diameter.support.Ccr;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of 3GPP's part of a request. */
class ServiceInformationTest {

    private final CodecFixture fixture = new CodecFixture();

    private static byte[] address(String number) {
        return tgppGroup(1201, tgpp(899, int32(1)), tgpp(897, number.getBytes(UTF_8)));
    }

    private static Ccr message(byte[] information) {
        return Ccr.of(4, 0)
                .put(461, text(461, "32274@3gpp.org"))
                .add(u32(436, 0))
                .add(tgppGroup(873, information));
    }

    private static List<String> recipients(CreditControlRequest request) {
        List<String> recipients = new ArrayList<>();
        for (int i = 0; i < request.recipientCount(); i++) {
            request.address(i);
            recipients.add(request.calledParty.toString());
        }
        request.address(0);
        return recipients;
    }

    @Test
    void everyRecipientInfoIsARecipient() throws Exception {
        byte[] sms = tgppGroup(
                2000,
                tgppGroup(2026, address("+491701"), address("sip:first@example.com")),
                tgppGroup(2026, address("+491702")),
                tgppGroup(2026, address("+331703")));
        CreditControlRequest request = fixture.decode(message(sms).bytes());
        assertThat(recipients(request)).containsExactly("491701", "491702", "331703");
        assertThat(request.calledParty).hasToString("491701");
    }

    @Test
    void everyRecipientAddressOfAMultimediaMessageIsARecipient() throws Exception {
        CreditControlRequest request = fixture.decode(
                message(tgppGroup(877, address("+491701"), address("+491702"))).bytes());
        assertThat(recipients(request)).containsExactly("491701", "491702");
    }

    @Test
    void theNextRequestHasItsOwnRecipients() throws Exception {
        byte[] two =
                message(tgppGroup(877, address("+491701"), address("+491702"))).bytes();
        CreditControlRequest request = new CreditControlRequest();
        fixture.codec.decode(Unpooled.wrappedBuffer(two), 0, two.length, request, fixture.envelope);
        request.seal();
        long both = request.contentHash();
        byte[] one = message(tgppGroup(877, address("+491701"))).bytes();
        fixture.codec.decode(Unpooled.wrappedBuffer(one), 0, one.length, request, fixture.envelope);
        request.seal();
        assertThat(recipients(request)).containsExactly("491701");
        assertThat(request.contentHash()).isNotEqualTo(both);
    }

    @Test
    void tooManyRecipientsAreRefused() {
        byte[][] addresses = new byte[CreditControlRequest.RECIPIENTS_MAX + 1][];
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = address("+4917" + i);
        }
        byte[] message = message(tgppGroup(877, addresses)).bytes();
        assertThatThrownBy(() -> fixture.decode(message))
                .isInstanceOfSatisfying(DiameterException.class, e -> assertThat(e.resultCode())
                        .isEqualTo(ResultCode.AVP_OCCURS_TOO_MANY_TIMES));
    }

    @ParameterizedTest
    @CsvSource({
        "0062f210000a1234, 26201", // CGI
        "0162f210000a1234, 26201", // SAI
        "8262f2100001, 26201", // TAI and ECGI
        "82130014000162f210, 310410", // a network code of three digits
        "8762f21000000000, 26201", // NCGI
        "03 62f210, ''", // no such type
        "0062f2, ''", // too short
        "00ffffff, ''",
    })
    void theUsersLocationTellsTheVisitedNetwork(String octets, String network) throws Exception {
        byte[] location = HexFormat.of().parseHex(octets.replace(" ", ""));
        CreditControlRequest request = fixture.decode(Ccr.initial()
                .add(tgppGroup(873, tgppGroup(874, tgpp(22, location))))
                .bytes());
        assertThat(request.visitedNetwork).hasToString(network);
    }

    @Test
    void theNetworkThatIsNamedGoesBeforeTheLocation() throws Exception {
        byte[] location = tgpp(22, HexFormat.of().parseHex("0062f210000a1234"));
        byte[] named = tgpp(18, "23415".getBytes(UTF_8));
        for (byte[][] order : List.of(new byte[][] {location, named}, new byte[][] {named, location})) {
            CreditControlRequest request = fixture.decode(
                    Ccr.initial().add(tgppGroup(873, tgppGroup(874, order))).bytes());
            assertThat(request.visitedNetwork).hasToString("23415");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3GPP-E-UTRAN-FDD; utran-cell-id-3gpp=2620100010001234 | 26201",
                "3GPP-E-UTRAN-FDD;UTRAN-CELL-ID-3GPP=31041000010001234;network-provided | 310410",
                "3GPP-GERAN; cgi-3gpp=2620112345678 | 26201",
                "3GPP-GERAN; cgi-3gpp=\"31041012345678\" | 310410",
                "3GPP-NR-TDD;utran-cell-id-3gpp=26201000001123456789 | 26201",
                "3GPP-NR-TDD;utran-cell-id-3gpp=310410000001123456789 | 310410",
                "IEEE-802.11; i-wlan-node-id=aabbccddeeff | ''",
                "ADSL;utran-cell-id-3gpp=00000000 | ''",
                "3GPP-E-UTRAN-FDD; utran-cell-id-3gpp=2620A00010001234 | ''",
                "3GPP-GERAN; cgi-3gpp= | ''"
            })
    void accessNetworkInformationTellsTheVisitedNetwork(String header, String network) throws Exception {
        CreditControlRequest request = fixture.decode(Ccr.initial()
                .put(461, text(461, "32260@3gpp.org"))
                .add(tgppGroup(873, tgppGroup(876, tgpp(1263, header.getBytes(UTF_8)))))
                .bytes());
        assertThat(request.visitedNetwork).hasToString(network);
    }

    @Test
    void aCallOfTheVoiceCallServiceIsACall() throws Exception {
        CreditControlRequest request = fixture.decode(Ccr.initial()
                .put(461, text(461, "32276@3gpp.org"))
                .add(tgppGroup(
                        873,
                        tgppGroup(
                                3410,
                                tgpp(831, "tel:+491700000001".getBytes(UTF_8)),
                                tgpp(832, "tel:+49301234".getBytes(UTF_8)))))
                .bytes());
        assertThat(request.context()).isEqualTo(ServiceContext.VOICE);
        assertThat(request.calledParty).hasToString("49301234");
        assertThat(request.callingParty).hasToString("491700000001");
    }

    @ParameterizedTest
    @CsvSource({"0, false, false", "1, true, true", "2, true, false", "3, false, true", "9, false, false"})
    void adviceOfChargeIsAskedFor(int type, boolean cost, boolean tariff) throws Exception {
        byte[] asks = tgpp(2055, int32(type));
        CreditControlRequest request = fixture.decode(Ccr.initial().add(asks).bytes());
        assertThat(request.costAdvice()).isEqualTo(cost);
        assertThat(request.tariffAdvice()).isEqualTo(tariff);
        assertThat(fixture.decode(Ccr.initial().bytes()).costAdvice()).isFalse();
        assertThat(fixture.decode(Ccr.initial().bytes()).tariffAdvice()).isFalse();
    }

    private static byte[] subscribed(int... services) {
        byte[][] each = new byte[services.length][];
        for (int i = 0; i < services.length; i++) {
            each[i] = tgppGroup(2311, tgpp(2312, int32(0)), tgpp(2313, int32(services[i])));
        }
        return tgppGroup(873, tgppGroup(2054, tgppGroup(2314, each)));
    }

    /** TS 32.280: AOC-S is the price at the beginning, AOC-D the cost while it lasts, AOC-E the cost at its end. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void theSubscriptionToAdviceOfChargeSaysWhatIsTold(int type) throws Exception {
        CreditControlRequest all = fixture.decode(withService(type, subscribed(1, 2, 3)));
        assertThat(all.costAdvice()).isEqualTo(type != 1);
        assertThat(all.tariffAdvice()).isEqualTo(type == 1 || type == 4);
        assertThat(fixture.decode(withService(type, subscribed(2))).costAdvice())
                .isEqualTo(type == 2);
        assertThat(fixture.decode(withService(type, subscribed(3))).costAdvice())
                .isEqualTo(type >= 3);
        CreditControlRequest none = fixture.decode(withService(type, subscribed(0, 7)));
        assertThat(none.costAdvice() || none.tariffAdvice()).isFalse();
    }

    private static byte[] withService(int type, byte[] information) {
        Ccr ccr = Ccr.of(type, 0).add(information);
        return (type == 4 ? ccr.add(u32(436, 0)) : ccr).bytes();
    }

    @Test
    void whatIsAskedForGoesBeforeTheSubscription() throws Exception {
        byte[] nothing = tgpp(2055, int32(0));
        for (byte[][] order : List.of(new byte[][] {nothing, subscribed(1)}, new byte[][] {subscribed(1), nothing})) {
            Ccr ccr = Ccr.initial();
            for (byte[] avp : order) {
                ccr.add(avp);
            }
            assertThat(fixture.decode(ccr.bytes()).tariffAdvice()).isFalse();
        }
    }

    @Test
    void usageIsReportedOnBothSidesOfATariffChange() throws Exception {
        ServiceUsage usage = fixture.decode(Ccr.of(2, 1)
                        .add(group(
                                456,
                                u32(432, 10),
                                group(446, u32(452, 0), u64(421, 100)),
                                group(446, u64(412, 20), u64(414, 3), u32(452, 1)), // its amounts before what they are
                                group(446, u32(452, 2), u64(421, 7))))
                        .bytes())
                .service(0);
        assertThat(usage.used(UnitKind.TOTAL_OCTETS)).isEqualTo(107);
        assertThat(usage.usedAfterChangeAgainst(UnitKind.TOTAL_OCTETS)).isEqualTo(23);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 99})
    void anUnknownTariffChangeUsageIs5004(int value) {
        byte[] message = Ccr.of(2, 1)
                .add(group(456, group(446, u32(452, value), u64(421, 1))))
                .bytes();
        assertThatThrownBy(() -> fixture.decode(message))
                .isInstanceOfSatisfying(DiameterException.class, e -> assertThat(e.resultCode())
                        .isEqualTo(ResultCode.INVALID_AVP_VALUE));
    }

    @Test
    void aServiceThatIsUsedAgainForgetsTheChange() {
        ServiceUsage usage = new ServiceUsage();
        usage.addUsedAfterChange(UnitKind.SERVICE_SPECIFIC, 5);
        assertThat(usage.usedAfterChangeAgainst(UnitKind.SERVICE_SPECIFIC)).isEqualTo(5);
        usage.clear();
        assertThat(usage.usedAfterChangeAgainst(UnitKind.SERVICE_SPECIFIC)).isZero();
    }

    @Test
    void theQosClassIsThatOfQosInformation() throws Exception {
        byte[] packets = tgppGroup(874, tgppGroup(1016, tgpp(1028, int32(9)), tgpp(1041, int32(1))));
        assertThat(fixture.decode(message(packets).bytes()).qosClass()).isEqualTo(9);
        assertThat(fixture.decode(message(tgppGroup(874, tgppGroup(1016, tgpp(1028, new byte[] {9}))))
                                .bytes())
                        .qosClass())
                .as("not of a length that can be read")
                .isEqualTo((int) CreditControlRequest.ABSENT);
        assertThat(fixture.decode(message(tgppGroup(874)).bytes()).qosClass())
                .isEqualTo((int) CreditControlRequest.ABSENT);
    }

    /** As Open5GS sends it: in the MSCC. */
    @Test
    void theQosClassOfAServiceIsItsOwn() throws Exception {
        byte[] qos = tgppGroup(1016, tgpp(1041, int32(1)), tgpp(1028, int32(5)), tgppGroup(1034, tgpp(1046, int32(8))));
        CreditControlRequest request = fixture.decode(Ccr.of(1, 0)
                .add(group(456, qos, u32(432, 1)))
                .add(group(456, u32(432, 2)))
                .add(tgppGroup(873, tgppGroup(874, tgppGroup(1016, tgpp(1028, int32(9))))))
                .bytes());
        assertThat(request.qosClassOf(request.service(0))).isEqualTo(5);
        assertThat(request.qosClassOf(request.service(1))).isEqualTo(9);
        byte[] next = Ccr.of(1, 0).add(group(456, u32(432, 1))).bytes();
        fixture.codec.decode(Unpooled.wrappedBuffer(next), 0, next.length, request, fixture.envelope);
        assertThat(request.qosClassOf(request.service(0)))
                .as("the next request")
                .isEqualTo((int) CreditControlRequest.ABSENT);
    }

    /** TS 29.061 §16.4.7.2, TS 24.008 §10.5.6.5: a bearer of before EPS, as TS 23.401 Annex E maps it. */
    @ParameterizedTest
    @CsvSource({
        "98-081F71, 6", // delay class 1
        "98-201F71, 9", // best effort
        "98-001F71, -1", // subscribed
        "99-0B921F2396404011200000, 3", // conversational, 80 ms
        "99-0B921F9396404011010000, 9", // background
        "99-0B921F7396404011010000, 6", // interactive, priority 1
        "99-0B921F7396404011030000, 8",
        "05-0B921F7396404011010000100000, 5", // signalling
        "05-0B921F7396404011020000100000, 7",
        "07-0B921F33964040113C00000101010101, 1", // conversational speech
        "07-0B921F33964040113C0000000000, 2", // not speech, 150 ms
        "99-0B921F5396404011040000, 4", // streaming
        "99-0B921F1396404011010000, -1", // no class
        "08-0908000F424000, -1", // of EPS: QoS-Information tells it
        "99-0B921F, -1", // too short
        "99 0B921F7396404011010000, -1",
        "9X-0B921F7396404011010000, -1",
        "99-0B921F739640401101000, -1",
        "99-0B921F73964040110100ZZ, -1",
        "9, -1",
    })
    void theProfileOfAnOlderBearerTellsTheQosClass(String profile, int qosClass) throws Exception {
        byte[] avp = tgpp(5, profile.getBytes(UTF_8));
        assertThat(fixture.decode(message(tgppGroup(874, avp)).bytes()).qosClass())
                .isEqualTo(qosClass);
        byte[] named = tgppGroup(1016, tgpp(1028, int32(2)));
        assertThat(fixture.decode(message(tgppGroup(874, avp, named)).bytes()).qosClass())
                .isEqualTo(2);
        assertThat(fixture.decode(message(tgppGroup(874, named, avp)).bytes()).qosClass())
                .isEqualTo(2);
    }

    /** RFC 8506 §8.16: in whatever order, twice or once, the lowest one names the service. */
    @Test
    void severalServiceIdentifiersAreASet() throws Exception {
        byte[] mscc = group(456, u32(439, 7), u32(439, 3), u32(432, 1), u32(439, 9), u32(439, 3), u32(439, 7));
        ServiceUsage usage = fixture.decode(Ccr.of(1, 0).add(mscc).bytes()).service(0);
        List<Long> identifiers = new ArrayList<>();
        for (int i = 0; i < usage.identifierCount(); i++) {
            identifiers.add(usage.identifier(i));
        }
        assertThat(identifiers).containsExactly(3L, 7L, 9L);
        assertThat(usage.serviceIdentifier()).isEqualTo(3);
    }

    @Test
    void moreServiceIdentifiersThanAServiceCanHaveAreTooMany() {
        byte[][] identifiers = new byte[ServiceUsage.IDENTIFIERS_MAX + 1][];
        for (int i = 0; i < identifiers.length; i++) {
            identifiers[i] = u32(439, 100 - i);
        }
        assertThatThrownBy(() ->
                        fixture.decode(Ccr.of(1, 0).add(group(456, identifiers)).bytes()))
                .isInstanceOfSatisfying(DiameterException.class, e -> assertThat(e.resultCode())
                        .isEqualTo(ResultCode.AVP_OCCURS_TOO_MANY_TIMES));
    }
}
