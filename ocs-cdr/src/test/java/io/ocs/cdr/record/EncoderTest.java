package io.ocs.cdr.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Goal: what stands in the record stands in the line, in both formats, whatever the texts are. */
class EncoderTest {

    private static final long TIME_MS =
            Instant.parse("2026-02-28T23:59:59.007Z").toEpochMilli();

    private final UnsafeBuffer body = new UnsafeBuffer(new byte[8192]);
    private final CreditControlRecord head = new CreditControlRecord();
    private final ServiceRecord service = new ServiceRecord();
    private final ChargingDataRecord cdr = new ChargingDataRecord("ocs1");
    private final Octets text = new Octets(255);
    private final CdrText values = new CdrText();
    private final RowBuffer out = new RowBuffer(16);
    private int[] conditions = {-1, -1, 0, 0};

    private void usage(String sessionId) {
        usage(sessionId, ServiceRecord.OVERRUN);
    }

    private void usage(String sessionId, int flag) {
        head.build(body, 0);
        head.flags(CreditControlRecord.CLOSED);
        head.request(RequestType.TERMINATION, ServiceContext.DATA, CreditControlRecord.NO_ACTION, 2, 99);
        head.owner(11, 12, 13);
        head.times(TIME_MS - 1, TIME_MS, TIME_MS - 1000);
        head.cause(1);
        head.ratType(-1);
        head.direction(conditions[0]);
        head.catalogVersion(conditions[2]);
        head.cost(123_456, 978);
        for (Text name : Text.values()) {
            text.set(name == Text.SESSION_ID ? sessionId : name == Text.APN ? "" : "t-" + name);
            head.addText(text);
        }
        head.subscriptionCount(3);
        subscription(SubscriptionIdType.END_USER_IMSI, "262011234567890");
        subscription(SubscriptionIdType.END_USER_E164, "491701234567");
        subscription(SubscriptionIdType.END_USER_SIP_URI, "sip:a@example.com");
        head.endHead();
        head.addService(service, body);
        service.service(10, -1);
        service.resultCode(ResultCode.CREDIT_LIMIT_REACHED);
        service.unit(UnitKind.TOTAL_OCTETS);
        for (UnitKind kind : UnitKind.values()) {
            service.reported(kind, kind == UnitKind.TOTAL_OCTETS ? 0 : -1);
        }
        service.usedUnits(1_000_000);
        service.charged(-3, 1);
        service.totals(5_000_000, 120_000);
        service.usageTimes(TIME_MS - 500, 0);
        service.reportingReason(2);
        service.currency(978);
        service.qosClass(conditions[1]);
        service.catalogAges(conditions[3], 0);
        service.recordNumber(77, 4);
        service.addFlag(flag);
        service.addDebit(0, UnitKind.MONEY, -3, 1_000_000, 5, -9);
        service.addDebit(2, UnitKind.TOTAL_OCTETS, 7, 7, 5, 0);
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

    private String line(CdrEncoder encoder) {
        out.clear();
        values.of(cdr);
        encoder.encode(values, out);
        return new String(out.array(), 0, out.length(), UTF_8);
    }

    @Test
    void jsonSaysWhatTheUsageRecordSays() throws Exception {
        usage("s;\"1\"\\");

        JsonNode json = new ObjectMapper().readTree(line(new JsonEncoder()));

        JsonNode expected = new ObjectMapper()
                .readTree(
                        """
                {"epoch":6,"shard":3,"record_number":77,"record_type":"USAGE","node":"ocs1",
                 "received_at":"2026-02-28T23:59:59.007Z","account_id":11,"subscriber_id":12,
                 "subscription_e164":"491701234567","subscription_imsi":"262011234567890",
                 "subscription_other":"sip-uri:sip:a@example.com","currency":"EUR",
                 "cause_for_record_closing":"NORMAL_RELEASE","session_id":"s;\\"1\\"\\\\","request_type":"TERMINATION",
                 "request_number":2,"service_context_id":"t-SERVICE_CONTEXT_ID","origin_host":"t-ORIGIN_HOST",
                 "opened_at":"2026-02-28T23:59:58.007Z","rated_at":"2026-02-28T23:59:59.006Z",
                 "first_usage_at":"2026-02-28T23:59:58.507Z","rating_group":10,"tariff":"internet","result_code":4012,
                 "used_total_octets":0,"charged_unit":"TOTAL_OCTETS","charged_units":1000000,"charged_micros":-3,
                 "setup_micros":1,"service_total_units":5000000,"service_total_micros":120000,
                 "session_total_micros":123456,
                 "debits":[{"bucket":0,"unit":"MONEY","amount":-3,"units":1000000,"balance_after":-9},
                           {"bucket":2,"unit":"TOTAL_OCTETS","amount":7,"units":7,"balance_after":0}],
                 "overrun":true,"partial_sequence_number":4,"session_closed":true,"termination_cause":1,
                 "reporting_reason":2,"called_party":"t-CALLED_PARTY","calling_party":"t-CALLING_PARTY",
                 "visited_network":"t-VISITED_NETWORK"}""");
        String hash = json.get("content_hash").asText();
        assertThat(hash).matches("[0-9a-f]{32}");
        ((com.fasterxml.jackson.databind.node.ObjectNode) json).remove("content_hash");
        assertThat(json).isEqualTo(expected);
    }

    private JsonNode jsonOf(int roleOfNode, int qosClass, int catalogVersion, int age) throws Exception {
        conditions = new int[] {roleOfNode, qosClass, catalogVersion, age};
        usage("s");
        return new ObjectMapper().readTree(line(new JsonEncoder()));
    }

    @Test
    void conditionsOfTheRequestAndTheCatalogueStandInTheRecord() throws Exception {
        JsonNode json = jsonOf(1, 0, 40, 3);
        assertThat(json.get("direction").asText()).isEqualTo("TERMINATING");
        assertThat(json.get("qos_class").asInt()).isZero();
        assertThat(json.get("catalog_version").asInt())
                .as("the one that charged")
                .isEqualTo(37);
        json = jsonOf(0, 255, 1, 0);
        assertThat(json.get("direction").asText()).isEqualTo("ORIGINATING");
        assertThat(json.get("qos_class").asInt()).isEqualTo(255);
        assertThat(json.get("catalog_version").asInt()).isEqualTo(1);
        assertThat(json.get("session_closed").asBoolean())
                .as("the flags beside them")
                .isTrue();
    }

    @Test
    void conditionsThatAreNotKnownOrHaveNoPlaceStandNowhere() throws Exception {
        for (JsonNode json : List.of(jsonOf(-1, -1, 0, 0), jsonOf(2, 256, 0, 5), jsonOf(-7, Integer.MAX_VALUE, 0, 0))) {
            assertThat(json.has("direction")).isFalse();
            assertThat(json.has("qos_class")).isFalse();
            assertThat(json.has("catalog_version")).isFalse();
        }
    }

    @Test
    void aReportBeyondBeliefIsAnOverrun() throws Exception {
        usage("s", ServiceRecord.IMPLAUSIBLE);
        assertThat(new ObjectMapper()
                        .readTree(line(new JsonEncoder()))
                        .get("overrun")
                        .asBoolean())
                .isTrue();
        usage("s", ServiceRecord.REPORTED);
        assertThat(new ObjectMapper()
                        .readTree(line(new JsonEncoder()))
                        .get("overrun")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void jsonSaysWhatTheBalanceRecordSays() throws Exception {
        usage("before");
        BalanceRecord balance = new BalanceRecord().build(body, 0);
        balance.owner(21, 22, 840);
        balance.bucket(1, UnitKind.MONEY, 5, Long.MAX_VALUE, 0);
        balance.change(BalanceRecord.Reason.TOP_UP, 5_000_000, 7_000_000, 78);
        balance.texts(SubscriptionIdType.END_USER_E164, "49171".getBytes(UTF_8), "key-1".getBytes(UTF_8));
        cdr.origin(3, 6);
        cdr.balance(balance.wrap(body, 0), TIME_MS);

        JsonNode json = new ObjectMapper().readTree(line(new JsonEncoder()));

        ((com.fasterxml.jackson.databind.node.ObjectNode) json).remove("content_hash");
        assertThat(json)
                .isEqualTo(
                        new ObjectMapper()
                                .readTree(
                                        """
                {"epoch":6,"shard":3,"record_number":78,"record_type":"BALANCE","node":"ocs1",
                 "received_at":"2026-02-28T23:59:59.007Z","account_id":21,"subscriber_id":22,
                 "subscription_e164":"49171","currency":"USD","cause_for_record_closing":"BALANCE_CHANGE",
                 "reason":"TOP_UP","reference":"key-1","bucket_id":1,"bucket_unit":"MONEY",
                 "bucket_amount":5000000,"bucket_balance_after":7000000}"""));
    }

    @Test
    void csvQuotesTextsAndKeepsOneLine() {
        usage("a,\"b\"\n\\.\r\0é");

        String line = line(new CsvEncoder());

        assertThat(line).contains(",\"a,\"\"b\"\"\uFFFD\\.\uFFFD\uFFFDé\",TERMINATION,2,,");
        assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
        assertThat(line)
                .contains("\"[{\"\"bucket\"\":0,\"\"unit\"\":\"\"MONEY\"\",\"\"amount\"\":-3,\"\"units\"\":1000000,");
    }

    @Test
    void everyOctetStringBecomesTheUtf8ThatJavaReads() {
        long seed = io.ocs.cdr.RandomRecords.seed();
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 20_000; round++) {
            byte[] octets = new byte[random.nextInt(20)];
            random.nextBytes(octets);
            for (int i = random.nextInt(1 + octets.length); i < octets.length; i++) {
                octets[i] = (byte) random.nextInt(0x20, 0x7f); // so that some are well-formed
            }
            random.nextBytes(text.array()); // what lies behind a text says nothing
            text.set(octets, 0, octets.length);
            out.clear();
            out.beginRow();
            boolean special = LineText.append(text.array(), 0, octets.length, out);
            String written = new String(out.array(), 0, out.length(), UTF_8);
            byte[] back = written.getBytes(UTF_8);
            assertThat(back).as("valid UTF-8, seed %d", seed).isEqualTo(copy());
            String plain = new String(octets, UTF_8);
            assertThat(special).as("seed %d", seed).isEqualTo(written.contains("\"") || written.contains("\\"));
            boolean wellFormed = java.util.Arrays.equals(plain.getBytes(UTF_8), octets);
            if (wellFormed && plain.chars().noneMatch(c -> c < 0x20 || c == 0x7f || c == '"' || c == '\\')) {
                assertThat(written).as("seed %d", seed).isEqualTo(plain);
            } else if (!wellFormed) {
                assertThat(written).as("seed %d", seed).contains("\uFFFD");
            }
        }
    }

    private byte[] copy() {
        return java.util.Arrays.copyOf(out.array(), out.length());
    }

    @Test
    void instantsAreThoseOfJavaTime() {
        long seed = io.ocs.cdr.RandomRecords.seed();
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 20_000; round++) {
            long ms = random.nextLong(253_402_300_800_000L);
            out.clear();
            out.beginRow();
            out.instant(ms);
            String written = new String(out.array(), 0, out.length(), UTF_8);
            assertThat(Instant.parse(written)).as("seed %d", seed).isEqualTo(Instant.ofEpochMilli(ms));
            assertThat(written).hasSize(24);
        }
    }

    @Test
    void numbersOfEveryLengthAreThoseOfJava() {
        long power = 1;
        for (int digits = 1; digits <= 19; digits++) {
            for (long value : new long[] {power - 1, power, power + 1, -power, 1 - power}) {
                assertThat(written(value)).isEqualTo(Long.toString(value));
            }
            power *= 10;
        }
        assertThat(written(Long.MIN_VALUE)).isEqualTo(Long.toString(Long.MIN_VALUE));
        assertThat(written(Long.MAX_VALUE)).isEqualTo(Long.toString(Long.MAX_VALUE));
    }

    private String written(long value) {
        out.clear();
        out.beginRow();
        out.number(value);
        return new String(out.array(), 0, out.length(), UTF_8);
    }

    @Test
    void instantsOfOneSecondDifferInTheirMilliseconds() {
        out.clear();
        out.beginRow();
        out.instant(TIME_MS);
        out.instant(TIME_MS + 992);
        out.instant(TIME_MS + 64_000); // takes the same place among the kept seconds
        out.instant(TIME_MS);
        assertThat(new String(out.array(), 0, out.length(), UTF_8))
                .isEqualTo("2026-02-28T23:59:59.007Z2026-02-28T23:59:59.999Z"
                        + "2026-03-01T00:01:03.007Z2026-02-28T23:59:59.007Z");
    }

    @Test
    void theContentHashChangesWithAnyField() {
        usage("s1");
        String first = line(new CsvEncoder());
        usage("s1");
        assertThat(line(new CsvEncoder())).isEqualTo(first);
        long high = cdr.hashHigh();
        usage("s2");
        assertThat(cdr.hashHigh()).isNotEqualTo(high);
        usage("s1");
        body.putLong(0, body.getLong(0)); // unchanged octets, unchanged hash
        cdr.debits.balanceAfter[1]++;
        ContentHash hash = new ContentHash();
        hash.of(cdr);
        assertThat(hash.high()).isNotEqualTo(high);
        assertThat(hash.low()).isNotEqualTo(cdr.hashLow());
    }

    @Test
    void causesForClosing() {
        usage("s");
        head.build(body, 0);
        head.request(RequestType.UPDATE, ServiceContext.DATA, CreditControlRecord.NO_ACTION, 1, 1);
        ServiceRecord update = service;
        assertThat(ClosingCause.of(head, update)).isEqualTo(ClosingCause.SERVICE_RELEASE);
        head.request(RequestType.TERMINATION, ServiceContext.DATA, CreditControlRecord.NO_ACTION, 1, 1);
        assertThat(ClosingCause.of(head, update)).isEqualTo(ClosingCause.NORMAL_RELEASE);
        head.flags(CreditControlRecord.SUPERVISED | CreditControlRecord.CLOSED);
        head.cause(8);
        assertThat(ClosingCause.of(head, update)).isEqualTo(ClosingCause.SUPERVISION_EXPIRY);
        head.cause(4);
        assertThat(ClosingCause.of(head, update)).isEqualTo(ClosingCause.MANAGEMENT_INTERVENTION);
        head.flags(CreditControlRecord.EVENT);
        assertThat(ClosingCause.of(head, update)).isEqualTo(ClosingCause.EVENT);
    }
}
