package io.ocs.diameter.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.core.RequestedAction;
import io.ocs.core.SubscriptionIdType;
import io.ocs.core.UnitKind;
import io.ocs.core.request.CreditControlAnswer;
import io.ocs.core.request.CreditControlExchange;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.core.request.ServiceGrant;
import io.ocs.core.request.ServiceUsage;
import io.ocs.diameter.support.Parsed;
import io.ocs.diameter.support.Seeds;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.jdiameter.api.Avp;
import org.jdiameter.api.AvpSet;
import org.jdiameter.client.api.IMessage;
import org.jdiameter.client.impl.parser.MessageParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Goal: what jDiameter writes we read, and what we write jDiameter reads, to the same values. */
class OracleTest {

    private static final long TGPP = 10415;
    private static final MessageParser PARSER = new MessageParser();
    private final CodecFixture fixture = new CodecFixture();

    /** What a generated service says. */
    private record Service(long ratingGroup, long serviceId, UnitKind kind, long requested, long used) {}

    static LongStream seeds() {
        return Seeds.of(300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void requestsOfJDiameterAreRead(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        IMessage message = PARSER.createEmptyMessage(272, 4);
        message.setRequest(true);
        message.setProxiable(random.nextBoolean());
        message.setReTransmitted(random.nextBoolean());
        message.setHopByHopIdentifier(random.nextInt(Integer.MAX_VALUE));
        message.setEndToEndIdentifier(random.nextInt(Integer.MAX_VALUE));
        int type = random.nextInt(1, 5);
        long number = random.nextLong(1L << 32);
        long eventMs = 1_700_000_000_000L + random.nextLong(1_000_000) * 1000;
        String session = "host;" + random.nextLong() + ";" + "x".repeat(random.nextInt(60));
        String msisdn = String.valueOf(random.nextLong(100_000_000L, 999_999_999_999L));
        int action = random.nextInt(4);
        fill(message.getAvps(), session, type, number, eventMs, msisdn, action);
        List<Service> services = services(random);
        services.forEach(service -> add(message.getAvps(), service));

        CreditControlRequest request = fixture.decode(encode(message));

        String where = "seed " + seed;
        assertThat(request.sessionId).as(where).hasToString(session);
        assertThat(request.type().value()).as(where).isEqualTo(type);
        assertThat(request.number()).as(where).isEqualTo(number);
        assertThat(request.eventTimestampMs()).as(where).isEqualTo(eventMs);
        assertThat(request.action()).as(where).isEqualTo(RequestedAction.of(action));
        assertThat(request.subscriptionType(0)).as(where).isEqualTo(SubscriptionIdType.END_USER_E164);
        assertThat(request.subscriptionData(0)).as(where).hasToString(msisdn);
        assertThat(request.retransmitted()).as(where).isEqualTo(message.isReTransmitted());
        assertThat(request.calledParty).as(where).hasToString("49" + msisdn);
        assertThat(fixture.envelope.proxiable).as(where).isEqualTo(message.isProxiable());
        assertThat((long) fixture.envelope.hopByHop).as(where).isEqualTo(message.getHopByHopIdentifier());
        assertThat((long) fixture.envelope.endToEnd).as(where).isEqualTo(message.getEndToEndIdentifier());
        assertThat(request.serviceCount()).as(where).isEqualTo(services.size());
        for (int i = 0; i < services.size(); i++) {
            assertSame(services.get(i), request.service(i), where + ", service " + i);
        }
    }

    /** Goal: of every kind of message, jDiameter finds the same AVPs at the same places: what it writes again is what was sent. */
    @Test
    void everyMessageIsReadByJDiameter() throws Exception {
        for (byte[] sent : EncodedMessages.all()) {
            IMessage read = PARSER.createMessage(ByteBuffer.wrap(sent));
            Parsed parsed = Parsed.of(sent);
            assertThat(read.getCommandCode()).isEqualTo(parsed.command());
            assertThat(read.getAvps().size()).isEqualTo(parsed.codes().size());
            assertThat(encode(read)).isEqualTo(sent);
        }
    }

    private static byte[] encode(IMessage message) throws Exception {
        ByteBuffer encoded = PARSER.encodeMessage(message);
        byte[] octets = new byte[encoded.remaining()];
        encoded.get(octets);
        return octets;
    }

    @SuppressWarnings("JavaUtilDate") // the form in which jDiameter takes a Time
    private static void fill(
            AvpSet avps, String session, int type, long number, long eventMs, String msisdn, int action) {
        avps.addAvp(263, session, true, false, false);
        avps.addAvp(264, "client.example.com", true, false, true);
        avps.addAvp(296, "example.com", true, false, true);
        avps.addAvp(283, "EXAMPLE.com", true, false, true);
        avps.addAvp(258, 4L, true, false, true);
        avps.addAvp(461, "32251@3gpp.org", true, false, false);
        avps.addAvp(416, type, true, false);
        avps.addAvp(415, number, true, false, true);
        avps.addAvp(55, new Date(eventMs), true, false);
        avps.addAvp(436, action, true, false);
        AvpSet subscription = avps.addGroupedAvp(443, true, false);
        subscription.addAvp(450, 0, true, false);
        subscription.addAvp(444, "+" + msisdn, true, false, false);
        AvpSet information = avps.addGroupedAvp(873, TGPP, true, false).addGroupedAvp(876, TGPP, true, false);
        information.addAvp(832, "tel:+49" + msisdn, TGPP, true, false, false);
    }

    private static List<Service> services(SplittableRandom random) {
        UnitKind[] kinds = {
            UnitKind.TIME,
            UnitKind.TOTAL_OCTETS,
            UnitKind.INPUT_OCTETS,
            UnitKind.OUTPUT_OCTETS,
            UnitKind.SERVICE_SPECIFIC
        };
        List<Service> services = new ArrayList<>();
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            UnitKind kind = kinds[random.nextInt(kinds.length)];
            long bound = kind == UnitKind.TIME ? 1L << 32 : Long.MAX_VALUE;
            services.add(new Service(
                    random.nextLong(1L << 32),
                    random.nextLong(1L << 32),
                    kind,
                    random.nextLong(bound),
                    random.nextLong(bound)));
        }
        return services;
    }

    private static void add(AvpSet avps, Service service) {
        AvpSet mscc = avps.addGroupedAvp(456, true, false);
        addUnits(mscc.addGroupedAvp(437, true, false), service.kind, service.requested);
        addUnits(mscc.addGroupedAvp(446, true, false), service.kind, service.used);
        mscc.addAvp(439, service.serviceId, true, false, true);
        mscc.addAvp(432, service.ratingGroup, true, false, true);
    }

    private static void addUnits(AvpSet units, UnitKind kind, long amount) {
        int code =
                switch (kind) {
                    case TIME -> 420;
                    case TOTAL_OCTETS -> 421;
                    case INPUT_OCTETS -> 412;
                    case OUTPUT_OCTETS -> 414;
                    case SERVICE_SPECIFIC -> 417;
                    case MONEY -> throw new AssertionError();
                };
        units.addAvp(code, amount, true, false, kind == UnitKind.TIME);
    }

    private static void assertSame(Service expected, ServiceUsage actual, String where) {
        assertThat(actual.ratingGroup()).as(where).isEqualTo(expected.ratingGroup);
        assertThat(actual.serviceIdentifier()).as(where).isEqualTo(expected.serviceId);
        assertThat(actual.requested(expected.kind)).as(where).isEqualTo(expected.requested);
        assertThat(actual.used(expected.kind)).as(where).isEqualTo(expected.used);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void answersAreReadByJDiameter(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        CreditControlExchange exchange = GeneratedAnswers.exchange(fixture, random);
        CreditControlRequest request = exchange.request();
        CreditControlAnswer answer = exchange.answer;

        Parsed parsed = fixture.answer(exchange);

        String where = "seed " + seed;
        assertThat(parsed.text(263)).as(where).isEqualTo(request.sessionId.toString());
        assertThat(parsed.resultCode()).as(where).isEqualTo(answer.resultCode().code());
        assertThat(parsed.isError()).as(where).isEqualTo(answer.resultCode().isProtocolError());
        assertThat(parsed.number(416)).as(where).isEqualTo(request.type().value());
        assertThat(parsed.number(415)).as(where).isEqualTo(request.number());
        int services = 0;
        for (int i = 0; i < answer.grantCount(); i++) {
            ServiceGrant grant = answer.grant(i);
            AvpSet mscc = parsed.avps().getAvps(456).getAvpByIndex(services++).getGrouped();
            assertSame(grant, mscc, where + ", grant " + i);
            OracleExtensions.assertSame(grant, request.client(), mscc, where + ", grant " + i);
            if (grant.tariffTimeChangeMs() > 0) {
                AvpSet after =
                        parsed.avps().getAvps(456).getAvpByIndex(services++).getGrouped();
                assertSame(grant, after, where + ", grant " + i);
                assertThat(number(mscc, 452)).as(where).isZero();
                assertThat(number(after, 452)).as(where).isEqualTo(1);
            }
        }
        assertThat(
                        parsed.avps().getAvps(456) == null
                                ? 0
                                : parsed.avps().getAvps(456).size())
                .as(where)
                .isEqualTo(services);
        OracleExtensions.assertSame(request, answer, parsed, where);
        if (answer.costCurrency() != 0) {
            long digits = parsed.number64(423, 445, 447);
            int exponent = parsed.has(423, 445, 429) ? (int) parsed.number(423, 445, 429) : 0;
            assertThat(UnitValue.micros(digits, exponent)).as(where).isEqualTo(answer.costMicros());
        }
    }

    private static void assertSame(ServiceGrant grant, AvpSet mscc, String where) throws Exception {
        assertThat(mscc.getAvp(268).getUnsigned32())
                .as(where)
                .isEqualTo(grant.resultCode().code());
        assertThat(number(mscc, 432)).as(where).isEqualTo(grant.ratingGroup());
        assertThat(number(mscc, 439)).as(where).isEqualTo(grant.serviceIdentifier());
        assertThat(number(mscc, 448)).as(where).isEqualTo(grant.validityTimeS() == 0 ? -1 : grant.validityTimeS());
        assertSamePool(grant, mscc, where);
        assertThat(mscc.getAvp(431) == null).as(where).isEqualTo(grant.kind() == null);
        if (grant.kind() == UnitKind.TIME) {
            assertThat(mscc.getAvp(431).getGrouped().getAvp(420).getUnsigned32())
                    .as(where)
                    .isEqualTo(grant.units());
        } else if (grant.kind() == UnitKind.TOTAL_OCTETS) {
            assertThat(mscc.getAvp(431).getGrouped().getAvp(421).getUnsigned64())
                    .as(where)
                    .isEqualTo(grant.units());
        }
    }

    private static void assertSamePool(ServiceGrant grant, AvpSet mscc, String where) throws Exception {
        boolean pooled = grant.kind() != null && grant.poolDigits() != 0;
        assertThat(mscc.getAvp(457) != null).as(where).isEqualTo(pooled);
        if (!pooled) {
            return;
        }
        boolean behind = number(mscc, 452) == 1;
        AvpSet reference = mscc.getAvp(457).getGrouped();
        assertThat(number(reference, 453)).as(where).isEqualTo(1);
        assertThat(number(reference, 454))
                .as(where)
                .isEqualTo(List.of(0L, 2L, 3L, 4L, 5L, 1L).get(grant.kind().ordinal()));
        AvpSet value = reference.getAvp(445).getGrouped();
        assertThat(value.getAvp(447).getInteger64())
                .as(where)
                .isEqualTo(behind ? grant.poolDigitsBehind() : grant.poolDigits());
        assertThat(value.getAvp(429) == null ? 0 : value.getAvp(429).getInteger32())
                .as(where)
                .isEqualTo(behind ? grant.poolExponentBehind() : grant.poolExponent());
    }

    private static long number(AvpSet set, int code) throws Exception {
        Avp avp = set.getAvp(code);
        return avp == null ? -1 : avp.getUnsigned32();
    }
}
