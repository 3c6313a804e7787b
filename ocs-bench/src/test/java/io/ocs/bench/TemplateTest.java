package io.ocs.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jdiameter.api.Avp;
import org.jdiameter.api.AvpDataException;
import org.jdiameter.api.AvpSet;
import org.jdiameter.api.Message;
import org.jdiameter.client.impl.parser.MessageParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the templates write, jDiameter must read. */
class TemplateTest {
    private static final int SUBSCRIBER_DIGITS = 12;
    private static final int TIMESTAMP_S = 0xEEAD_4D9B;

    private final MessageParser oracle = new MessageParser();

    @ParameterizedTest
    @EnumSource
    void theOracleReadsEveryTemplate(Mix mix) throws Exception {
        Template[] templates = new TemplateBuilder(mix, "bench0003.example.com", 77, SUBSCRIBER_DIGITS).buildAll();
        for (int type = Protocol.INITIAL; type <= Protocol.EVENT; type++) {
            assertThat(templates[type] != null).isEqualTo(mix.isEvent() == (type == Protocol.EVENT));
            if (templates[type] != null) {
                checkTop(mix, type, parsed(templates[type], session(type)));
            }
        }
    }

    private void checkTop(Mix mix, int type, Message message) throws AvpDataException {
        assertThat(message.isRequest()).isTrue();
        assertThat(message.isProxiable()).isTrue();
        assertThat(message.isReTransmitted()).isFalse();
        assertThat(message.getCommandCode()).isEqualTo(272);
        assertThat(message.getApplicationId()).isEqualTo(4);
        assertThat(message.getHopByHopIdentifier()).isEqualTo(0x1234_5678);
        assertThat(message.getEndToEndIdentifier()).isEqualTo(0x2345_6789);
        AvpSet avps = message.getAvps();
        assertThat(message.getSessionId()).isEqualTo("bench0003.example.com;77;0000000042");
        assertThat(avps.getAvp(Avp.ORIGIN_HOST).getDiameterIdentity()).isEqualTo("bench0003.example.com");
        assertThat(avps.getAvp(Avp.DESTINATION_REALM).getDiameterIdentity()).isEqualTo("example.com");
        assertThat(avps.getAvp(Avp.CC_REQUEST_TYPE).getInteger32()).isEqualTo(type);
        assertThat(avps.getAvp(Avp.CC_REQUEST_NUMBER).getUnsigned32()).isEqualTo(5);
        assertThat(avps.getAvp(Avp.EVENT_TIMESTAMP).getTime().toInstant()).hasToString("2026-11-22T11:16:43Z");
        assertThat(avps.getAvp(Avp.TERMINATION_CAUSE) != null).isEqualTo(type == Protocol.TERMINATION);
        List<String> subscribers = new ArrayList<>();
        for (Avp subscription : avps.getAvps(Avp.SUBSCRIPTION_ID)) {
            subscribers.add(
                    subscription.getGrouped().getAvp(Avp.SUBSCRIPTION_ID_DATA).getUTF8String());
        }
        assertThat(subscribers)
                .isEqualTo(mix == Mix.DATA_WIDE ? List.of("262491700000007", "491700000007") : List.of("491700000007"));
    }

    @ParameterizedTest
    @EnumSource(names = {"DATA", "DATA_3RG", "DATA_WIDE"})
    void dataAsksForAMillionOctetsAndUsesAThousandInEveryRatingGroup(Mix mix) throws Exception {
        int ratingGroups = mix == Mix.DATA ? 1 : mix == Mix.DATA_3RG ? 3 : 2;
        for (int type = Protocol.INITIAL; type <= Protocol.TERMINATION; type++) {
            AvpSet services = parsed(mix, type).getAvps().getAvps(Avp.MULTIPLE_SERVICES_CREDIT_CONTROL);
            assertThat(services.size()).isEqualTo(ratingGroups);
            for (int index = 0; index < ratingGroups; index++) {
                AvpSet service = services.getAvpByIndex(index).getGrouped();
                assertThat(service.getAvp(Avp.RATING_GROUP).getUnsigned32()).isEqualTo(index + 1);
                assertThat(octets(service.getAvp(Avp.REQUESTED_SERVICE_UNIT)))
                        .isEqualTo(type == Protocol.TERMINATION ? 0 : 1_000_000);
                assertThat(octets(service.getAvp(Avp.USED_SERVICE_UNIT)))
                        .isEqualTo(type == Protocol.INITIAL ? 0 : 1_000);
            }
        }
    }

    @Test
    void aWideUpdateHasTheAvpsOfAPacketGateway() throws Exception {
        Message update = parsed(Mix.DATA_WIDE, Protocol.UPDATE);
        assertThat(count(update.getAvps())).isBetween(65, 80);
        AvpSet information = update.getAvps()
                .getAvp(873, 10415)
                .getGrouped()
                .getAvp(874, 10415)
                .getGrouped();
        assertThat(information.getAvp(30).getUTF8String()).isEqualTo("internet");
        assertThat(information.getAvp(1227, 10415).getAddress().getHostAddress())
                .isEqualTo("127.0.0.2");
    }

    @Test
    void aThingUsesAHundredOctets() throws Exception {
        AvpSet service = parsed(Mix.IOT, Protocol.UPDATE)
                .getAvps()
                .getAvp(Avp.MULTIPLE_SERVICES_CREDIT_CONTROL)
                .getGrouped();
        assertThat(octets(service.getAvp(Avp.REQUESTED_SERVICE_UNIT))).isEqualTo(10_000);
        assertThat(octets(service.getAvp(Avp.USED_SERVICE_UNIT))).isEqualTo(100);
    }

    @Test
    void aShortMessageDebitsOneUnitDirectly() throws Exception {
        AvpSet avps = parsed(Mix.SMS, Protocol.EVENT).getAvps();
        assertThat(avps.getAvp(Avp.REQUESTED_ACTION).getInteger32()).isZero();
        assertThat(avps.getAvp(Avp.REQUESTED_SERVICE_UNIT)
                        .getGrouped()
                        .getAvp(Avp.CC_SERVICE_SPECIFIC_UNITS)
                        .getUnsigned64())
                .isEqualTo(1);
        assertThat(avps.getAvp(Avp.SERVICE_CONTEXT_ID).getUTF8String()).isEqualTo("32274@3gpp.org");
    }

    @Test
    void aCallAsksForSeconds() throws Exception {
        AvpSet avps = parsed(Mix.VOICE, Protocol.UPDATE).getAvps();
        AvpSet service = avps.getAvp(Avp.MULTIPLE_SERVICES_CREDIT_CONTROL).getGrouped();
        assertThat(service.getAvp(Avp.REQUESTED_SERVICE_UNIT)
                        .getGrouped()
                        .getAvp(Avp.CC_TIME)
                        .getUnsigned32())
                .isEqualTo(60);
        assertThat(service.getAvp(Avp.USED_SERVICE_UNIT)
                        .getGrouped()
                        .getAvp(Avp.CC_TIME)
                        .getUnsigned32())
                .isEqualTo(30);
        assertThat(avps.getAvp(Avp.SERVICE_CONTEXT_ID).getUTF8String()).isEqualTo("32260@3gpp.org");
    }

    private Message parsed(Mix mix, int type) throws Exception {
        return parsed(new TemplateBuilder(mix, "b.example.com", 1, SUBSCRIBER_DIGITS).buildAll()[type], session(type));
    }

    private Message parsed(Template template, VirtualSession session) throws Exception {
        ByteBuf octets = Unpooled.buffer().writeZero(3);
        template.append(octets, session, TIMESTAMP_S);
        octets.readerIndex(3);
        assertThat(octets.getUnsignedMedium(4)).isEqualTo(octets.readableBytes());
        return oracle.createMessage(ByteBuffer.wrap(ByteBufUtil.getBytes(octets)));
    }

    private static VirtualSession session(int type) {
        VirtualSession session = new VirtualSession(0, SUBSCRIBER_DIGITS);
        session.begin(type, 42, 491_700_000_007L, 0);
        session.requestNumber = 5;
        session.hopByHop = 0x1234_5678;
        session.endToEnd = 0x2345_6789;
        return session;
    }

    private static long octets(Avp units) throws AvpDataException {
        if (units == null) {
            return 0;
        }
        AvpSet set = units.getGrouped();
        if (set.getAvp(Avp.CC_TOTAL_OCTETS) != null) {
            return set.getAvp(Avp.CC_TOTAL_OCTETS).getUnsigned64();
        }
        return set.getAvp(Avp.CC_INPUT_OCTETS).getUnsigned64()
                + set.getAvp(Avp.CC_OUTPUT_OCTETS).getUnsigned64();
    }

    /** With those inside the groups of this mix. */
    private static int count(AvpSet avps) throws AvpDataException {
        List<Integer> groups = List.of(443, 437, 446, 456, 458, 873, 874, 1016, 1034);
        int count = 0;
        for (Avp avp : avps) {
            count += 1 + (groups.contains(avp.getCode()) ? count(avp.getGrouped()) : 0);
        }
        return count;
    }
}
