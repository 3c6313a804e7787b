package io.ocs.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;

/** Writes the CCRs of a {@link Mix} once, with the AVPs and the order of the network elements whose traffic was recorded. */
final class TemplateBuilder {
    private static final int E164 = 0;
    private static final int IMSI = 1;
    private static final int IMSI_DIGITS = 15;
    private static final int DIRECT_DEBITING = 0;
    private static final int SMS_SERVICE = 1;
    private static final int LOGOUT = 1;
    private static final int OCTETS_ASKED = 1_000_000;
    private static final int OCTETS_USED = 1_000;
    private static final int OCTETS_ASKED_BY_THINGS = 10_000;
    private static final int OCTETS_USED_BY_THINGS = 100;
    private static final int VOICE_RATING_GROUP = 100;
    private static final int VOICE_SERVICE = 1000;
    private static final int SECONDS_ASKED = 60;
    private static final int SECONDS_USED = 30;

    private final Mix mix;
    private final String originHost;
    private final long runId;
    private final int subscriberDigits;

    private final ByteBuf buffer = Unpooled.buffer();
    private final List<Integer> subscriberOffsets = new ArrayList<>();
    private MessageWriter message;

    /** The Session-Ids are {@code originHost;runId;digits of the session} (RFC 6733 §8.8). */
    TemplateBuilder(Mix mix, String originHost, long runId, int subscriberDigits) {
        this.mix = mix;
        this.originHost = originHost;
        this.runId = runId;
        this.subscriberDigits = subscriberDigits;
    }

    /** By CC-Request-Type, those that the mix has; index 0 is empty. */
    Template[] buildAll() {
        Template[] templates = new Template[Protocol.EVENT + 1];
        if (mix.isEvent()) {
            templates[Protocol.EVENT] = build(Protocol.EVENT);
        } else {
            templates[Protocol.INITIAL] = build(Protocol.INITIAL);
            templates[Protocol.UPDATE] = build(Protocol.UPDATE);
            templates[Protocol.TERMINATION] = build(Protocol.TERMINATION);
        }
        return templates;
    }

    private Template build(int type) {
        buffer.clear();
        subscriberOffsets.clear();
        int flags = Protocol.FLAG_REQUEST | Protocol.FLAG_PROXIABLE;
        message = new MessageWriter(buffer, flags, Protocol.CREDIT_CONTROL, Protocol.CREDIT_CONTROL_APPLICATION);
        String sessionIdStart = originHost + ";" + runId + ";";
        int sessionId = message.text(Protocol.AVP_SESSION_ID, sessionIdStart + "0".repeat(VirtualSession.ID_DIGITS));
        message.text(Protocol.AVP_ORIGIN_HOST, originHost);
        message.text(Protocol.AVP_ORIGIN_REALM, BaseMessages.REALM);
        message.text(Protocol.AVP_DESTINATION_REALM, BaseMessages.REALM);
        message.unsigned32(Protocol.AVP_AUTH_APPLICATION_ID, Protocol.CREDIT_CONTROL_APPLICATION);
        message.text(Protocol.AVP_SERVICE_CONTEXT_ID, serviceContextId());
        message.unsigned32(Protocol.AVP_CC_REQUEST_TYPE, type);
        int requestNumber = message.unsigned32(Protocol.AVP_CC_REQUEST_NUMBER, 0);
        int eventTimestamp = message.unsigned32(Protocol.AVP_EVENT_TIMESTAMP, 0);
        subscriptions();
        services(type);
        message.end();
        int[] subscribers =
                subscriberOffsets.stream().mapToInt(Integer::intValue).toArray();
        int digits = sessionId + sessionIdStart.length();
        return new Template(ByteBufUtil.getBytes(buffer), digits, requestNumber, eventTimestamp, subscribers);
    }

    private String serviceContextId() {
        return switch (mix) {
            case DATA, DATA_3RG, DATA_WIDE, FAMILY, IOT -> "32251@3gpp.org";
            case SMS -> "32274@3gpp.org";
            case VOICE -> "32260@3gpp.org";
        };
    }

    private void subscriptions() {
        if (mix == Mix.DATA_WIDE) {
            subscription(IMSI, "262".substring(0, Math.max(0, Math.min(3, IMSI_DIGITS - subscriberDigits))));
        }
        subscription(E164, "");
    }

    private void subscription(int type, String prefix) {
        message.group(Protocol.AVP_SUBSCRIPTION_ID, () -> {
            message.unsigned32(Protocol.AVP_SUBSCRIPTION_ID_TYPE, type);
            String digits = prefix + "0".repeat(subscriberDigits);
            subscriberOffsets.add(message.text(Protocol.AVP_SUBSCRIPTION_ID_DATA, digits) + prefix.length());
        });
    }

    private void services(int type) {
        switch (mix) {
            case DATA, FAMILY -> data(type, 1, OCTETS_ASKED, OCTETS_USED);
            case IOT -> data(type, 1, OCTETS_ASKED_BY_THINGS, OCTETS_USED_BY_THINGS);
            case DATA_3RG -> data(type, 3, OCTETS_ASKED, OCTETS_USED);
            case DATA_WIDE -> wide(type);
            case SMS -> sms();
            case VOICE -> voice(type);
        }
    }

    private void data(int type, int ratingGroups, int asked, int used) {
        sessionFrame(type);
        for (int group = 1; group <= ratingGroups; group++) {
            int ratingGroup = group;
            message.group(Protocol.AVP_MULTIPLE_SERVICES_CREDIT_CONTROL, () -> {
                requested(type, () -> message.unsigned64(Protocol.AVP_CC_TOTAL_OCTETS, asked));
                used(type, () -> message.unsigned64(Protocol.AVP_CC_TOTAL_OCTETS, used));
                message.unsigned32(Protocol.AVP_RATING_GROUP, ratingGroup);
            });
        }
    }

    private void wide(int type) {
        PacketGatewayAvps gateway = new PacketGatewayAvps(message);
        message.unsigned32(Protocol.AVP_REQUESTED_ACTION, DIRECT_DEBITING);
        gateway.adviceOfCharge();
        sessionFrame(type);
        for (int group = 1; group <= 2; group++) {
            int ratingGroup = group;
            message.group(Protocol.AVP_MULTIPLE_SERVICES_CREDIT_CONTROL, () -> {
                requested(type, () -> message.unsigned64(Protocol.AVP_CC_TOTAL_OCTETS, OCTETS_ASKED));
                used(type, () -> gateway.used(type, OCTETS_USED));
                message.unsigned32(Protocol.AVP_RATING_GROUP, ratingGroup);
                gateway.qualityOfService();
            });
        }
        gateway.serviceInformation();
    }

    private void sms() {
        message.unsigned32(Protocol.AVP_REQUESTED_ACTION, DIRECT_DEBITING);
        message.unsigned32(Protocol.AVP_SERVICE_IDENTIFIER, SMS_SERVICE);
        message.group(
                Protocol.AVP_REQUESTED_SERVICE_UNIT,
                () -> message.unsigned64(Protocol.AVP_CC_SERVICE_SPECIFIC_UNITS, 1));
    }

    private void voice(int type) {
        sessionFrame(type);
        message.group(Protocol.AVP_MULTIPLE_SERVICES_CREDIT_CONTROL, () -> {
            requested(type, () -> message.unsigned32(Protocol.AVP_CC_TIME, SECONDS_ASKED));
            used(type, () -> message.unsigned32(Protocol.AVP_CC_TIME, SECONDS_USED));
            message.unsigned32(Protocol.AVP_RATING_GROUP, VOICE_RATING_GROUP);
            message.unsigned32(Protocol.AVP_SERVICE_IDENTIFIER, VOICE_SERVICE);
        });
    }

    private void sessionFrame(int type) {
        if (type == Protocol.INITIAL) {
            message.unsigned32(Protocol.AVP_MULTIPLE_SERVICES_INDICATOR, 1);
        } else if (type == Protocol.TERMINATION) {
            message.unsigned32(Protocol.AVP_TERMINATION_CAUSE, LOGOUT);
        }
    }

    private void requested(int type, Runnable units) {
        if (type != Protocol.TERMINATION) {
            message.group(Protocol.AVP_REQUESTED_SERVICE_UNIT, units);
        }
    }

    private void used(int type, Runnable units) {
        if (type != Protocol.INITIAL) {
            message.group(Protocol.AVP_USED_SERVICE_UNIT, units);
        }
    }
}
