package io.ocs.cdr.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.cdr.format.Tlv;
import io.ocs.core.Octets;
import io.ocs.core.RequestType;
import io.ocs.core.ResultCode;
import io.ocs.core.ServiceContext;
import io.ocs.core.SubscriptionIdType;
import io.ocs.core.UnitKind;
import io.ocs.core.journal.BalanceRecord;
import io.ocs.core.journal.CreditControlRecord;
import io.ocs.core.journal.CreditControlRecord.Text;
import io.ocs.core.journal.ServiceRecord;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Goal: a reader of TS 32.298 that knows nothing of this system finds subscriber, times, units and causes where that document has them. */
class BerEncoderTest {

    private static final long TIME_MS =
            Instant.parse("2026-02-28T23:59:59.007Z").toEpochMilli();
    private static final String TIME = "260228235959" + "2b0000";
    private static final String OPENED = "260228235809" + "2b0000";

    private final UnsafeBuffer body = new UnsafeBuffer(new byte[8192]);
    private final CreditControlRecord head = new CreditControlRecord();
    private final ServiceRecord service = new ServiceRecord();
    private final ChargingDataRecord cdr = new ChargingDataRecord("ocs1");
    private final Octets text = new Octets(255);
    private final CdrText values = new CdrText();
    private final RowBuffer out = new RowBuffer(16);
    private final Map<Text, String> texts = new EnumMap<>(Text.class);

    private void usage(ServiceContext context, RequestType type, int reportingReason) {
        head.build(body, 0);
        head.flags(type == RequestType.EVENT ? CreditControlRecord.EVENT : 0);
        head.request(type, context, CreditControlRecord.NO_ACTION, 2, 99);
        head.owner(11, 12, 13);
        head.times(TIME_MS, TIME_MS, TIME_MS - 110_000);
        head.cause(1);
        head.ratType(6);
        head.cost(123_456, 978);
        for (Text name : Text.values()) {
            text.set(texts.getOrDefault(name, ""));
            head.addText(text);
        }
        head.subscriptionCount(2);
        subscription(SubscriptionIdType.END_USER_IMSI, "262011234567890");
        subscription(SubscriptionIdType.END_USER_E164, "491701234567");
        head.endHead();
        head.addService(service, body);
        service.service(10, 4);
        service.resultCode(ResultCode.CREDIT_LIMIT_REACHED);
        service.unit(UnitKind.TOTAL_OCTETS);
        for (UnitKind kind : UnitKind.values()) {
            service.reported(kind, kind == UnitKind.INPUT_OCTETS ? 300 : kind == UnitKind.OUTPUT_OCTETS ? 70_000 : -1);
        }
        service.usedUnits(70_300);
        service.charged(-3, 1);
        service.totals(5_000_000, 120_000);
        service.usageTimes(TIME_MS - 60_000, TIME_MS);
        service.reportingReason(reportingReason);
        service.currency(978);
        service.recordNumber((7L << 32) + 77, 4);
        service.tariffName("internet");
        head.endService(service);
        cdr.origin(3, 6);
        cdr.head(head.wrap(body, 0));
        head.rewindServices();
        head.nextService(service);
        cdr.service(head, service);
    }

    private void subscription(SubscriptionIdType type, String data) {
        text.set(data);
        head.addSubscription(type, text);
    }

    /** The record behind its CDR header, which is checked. */
    private Tlv encoded(int document) {
        out.clear();
        values.of(cdr);
        new BerEncoder().encode(cdr, values, out);
        byte[] octets = Arrays.copyOf(out.array(), out.length());
        assertThat((octets[0] & 0xff) << 8 | (octets[1] & 0xff))
                .as("CDR length")
                .isEqualTo(octets.length - 5);
        assertThat(octets[2] & 0xff).as("release beyond 9, version 11").isEqualTo(7 << 5 | 11);
        assertThat(octets[3] & 0xff).as("BER, document").isEqualTo(1 << 5 | document);
        assertThat(octets[4]).as("release 16").isEqualTo((byte) 6);
        return Tlv.all(Arrays.copyOfRange(octets, 5, octets.length)).get(0);
    }

    @Test
    void dataIsAPgwRecord() {
        texts.put(Text.APN, "internet.example");
        texts.put(Text.VISITED_NETWORK, "26201");
        usage(ServiceContext.DATA, RequestType.UPDATE, 3);
        Tlv record = encoded(7);
        assertThat(record.tagClass()).isEqualTo(2);
        assertThat(record.number()).isEqualTo(79);
        assertThat(record.elements()).extracting(Tlv::number).isSorted();
        assertThat(record.element(0).integer()).isEqualTo(85);
        assertThat(record.element(3).hex()).isEqualTo("62021132547698f0");
        assertThat(record.element(7).text()).isEqualTo("internet.example");
        assertThat(record.element(13).hex()).isEqualTo(OPENED);
        assertThat(record.element(15).integer()).as("volume limit").isEqualTo(16);
        assertThat(record.element(16).element(7).integer()).isEqualTo(4012);
        assertThat(record.element(17).integer()).isEqualTo(4);
        assertThat(record.element(18).text()).isEqualTo("ocs1");
        assertThat(record.element(20).integer())
                .as("32 bits of the record number")
                .isEqualTo(77);
        assertThat(record.element(22).hex()).isEqualTo("91947110325476");
        assertThat(record.element(27).hex()).isEqualTo("62f210");
        assertThat(record.element(30).integer()).isEqualTo(6);
        Tlv container = record.element(34).elements().get(0);
        assertThat(container.element(1).integer()).isEqualTo(10);
        assertThat(container.element(3).integer()).isEqualTo(4012);
        assertThat(container.element(6).hex()).isEqualTo(TIME);
        assertThat(container.element(12).integer()).isEqualTo(300);
        assertThat(container.element(13).integer()).isEqualTo(70_000);
        assertThat(container.element(14).hex()).isEqualTo(TIME);
        assertThat(container.element(17).integer()).isEqualTo(4);
    }

    @Test
    void voiceIsAnMmtelRecord() {
        texts.put(Text.CALLING_PARTY, "sip:a@example.com");
        texts.put(Text.CALLED_PARTY, "TEL:+4930123");
        texts.put(Text.SERVICE_CONTEXT_ID, "x.32260@3gpp.org");
        usage(ServiceContext.VOICE, RequestType.TERMINATION, -1);
        Tlv record = encoded(14);
        assertThat(record.number()).isEqualTo(83);
        assertThat(record.elements()).extracting(Tlv::number).isSorted();
        assertThat(record.element(0).integer()).isEqualTo(83);
        assertThat(record.element(6).element(0).text()).isEqualTo("sip:a@example.com");
        assertThat(record.element(7).element(1).text()).isEqualTo("TEL:+4930123");
        assertThat(record.element(9).hex()).isEqualTo(OPENED);
        assertThat(record.element(11).hex()).isEqualTo(TIME);
        assertThat(record.element(17).integer()).as("ended").isZero();
        assertThat(record.element(30).text()).isEqualTo("x.32260@3gpp.org");
        assertThat(record.element(31).elements()).hasSize(2);
        assertThat(record.element(31).elements().get(0).element(1).text()).isEqualTo("491701234567");
        assertThat(record.element(31).elements().get(1).element(0).integer()).isEqualTo(1);
        assertThat(record.find(43)).isPresent();
    }

    @Test
    void aShortMessageIsAnScSmoRecord() {
        texts.put(Text.CALLED_PARTY, "+4930123");
        usage(ServiceContext.SMS, RequestType.EVENT, -1);
        Tlv record = encoded(15);
        assertThat(record.number()).isEqualTo(93);
        assertThat(record.elements()).extracting(Tlv::number).isSorted();
        assertThat(record.element(0).integer()).isEqualTo(93);
        assertThat(record.element(2).element(0).hex()).isEqualTo("62021132547698f0");
        assertThat(record.element(2).element(1).hex()).isEqualTo("91947110325476");
        assertThat(record.element(3).elements().get(0).element(1).hex()).isEqualTo("91940321f3");
        assertThat(record.element(5).hex()).isEqualTo(TIME);
        assertThat(record.element(6).hex()).isEqualTo("00");
        assertThat(record.element(19).element(7).integer()).isEqualTo(4012);
    }

    @Test
    void whatIsNoNumberStandsAsItIs() {
        texts.put(Text.CALLED_PARTY, "+49a\n");
        texts.put(Text.VISITED_NETWORK, "2620");
        texts.put(Text.APN, "\u00e9");
        usage(ServiceContext.SMS, RequestType.EVENT, -1);
        Tlv address =
                encoded(15).element(3).elements().get(0).element(7).elements().get(0);
        assertThat(address.element(0).integer()).isEqualTo(6);
        assertThat(address.element(1).text()).isEqualTo("+49a\uFFFD");

        usage(ServiceContext.DATA, RequestType.UPDATE, 3);
        Tlv record = encoded(7);
        assertThat(record.find(7)).as("an APN that is no IA5String").isEmpty();
        assertThat(record.find(27)).as("a network of four digits").isEmpty();
    }

    @Test
    void causesForRecordClosing() {
        int[] bearer = {16, 17, 1, 16, 17, 16, 1, 1, 16};
        int[] session = {3, 3, 4, 3, 3, 3, 4, 5, 3};
        for (int reason = 0; reason < bearer.length; reason++) {
            usage(ServiceContext.DATA, RequestType.UPDATE, reason);
            assertThat(encoded(7).element(15).integer()).as("reason %d", reason).isEqualTo(bearer[reason]);
            usage(ServiceContext.VOICE, RequestType.UPDATE, reason);
            assertThat(encoded(14).element(17).integer())
                    .as("reason %d", reason)
                    .isEqualTo(session[reason]);
        }
    }

    @Test
    void aBalanceAndOtherServicesHaveTheExtensionOnly() {
        usage(ServiceContext.OTHER, RequestType.EVENT, -1);
        assertThat(encoded(17).elements()).hasSize(1);
        BalanceRecord balance = new BalanceRecord().build(body, 0);
        balance.owner(21, 22, 840);
        balance.bucket(1, UnitKind.MONEY, 5, Long.MAX_VALUE, 0);
        balance.change(BalanceRecord.Reason.TOP_UP, 5_000_000, 7_000_000, 78);
        balance.texts(SubscriptionIdType.END_USER_E164, "49171".getBytes(UTF_8), "key-1".getBytes(UTF_8));
        cdr.origin(3, 6);
        cdr.balance(balance.wrap(body, 0), TIME_MS);
        Tlv record = encoded(17);
        assertThat(record.tagClass()).isEqualTo(3);
        assertThat(record.number()).isEqualTo(1);
        Tlv extension = record.element(0).elements().get(0);
        assertThat(extension.elements().get(0).number()).as("OBJECT IDENTIFIER").isEqualTo(6);
        assertThat(extension
                        .element(2)
                        .elements()
                        .get(0)
                        .element(CdrField.BUCKET_AMOUNT.tag())
                        .integer())
                .isEqualTo(5_000_000);
    }

    @Test
    void integersHaveAsFewOctetsAsTheyNeed() {
        long[] integers = {0, 127, 128, -128, -129, 255, 256, 32_767, 32_768, Long.MAX_VALUE, Long.MIN_VALUE, -1};
        int[] octets = {1, 1, 2, 1, 2, 2, 2, 2, 3, 8, 8, 1};
        for (int i = 0; i < integers.length; i++) {
            out.clear();
            out.beginRow();
            new BerOutput().to(out).integer(40, integers[i]);
            Tlv element = Tlv.all(Arrays.copyOf(out.array(), out.length())).get(0);
            assertThat(element.number()).isEqualTo(40);
            assertThat(element.integer()).isEqualTo(integers[i]);
            assertThat(element.value()).as("%d", integers[i]).hasSize(octets[i]);
        }
    }

    @Test
    void lengthsTakeTheirShortestForm() {
        for (int length : new int[] {0, 127, 128, 255, 256, 765}) {
            out.clear();
            out.beginRow();
            new BerOutput().to(out).octets(3, new byte[length], 0, length);
            Tlv element = Tlv.all(Arrays.copyOf(out.array(), out.length())).get(0);
            assertThat(element.value()).hasSize(length);
            assertThat(out.length() - length).isEqualTo(length < 128 ? 2 : length < 256 ? 3 : 4);
        }
    }
}
