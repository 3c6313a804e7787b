package io.ocs.diameter.codec;

import static io.ocs.diameter.support.AvpBuilder.avp;
import static io.ocs.diameter.support.AvpBuilder.group;
import static io.ocs.diameter.support.AvpBuilder.message;
import static io.ocs.diameter.support.AvpBuilder.tgpp;
import static io.ocs.diameter.support.AvpBuilder.tgppGroup;
import static io.ocs.diameter.support.AvpBuilder.u32;
import static io.ocs.diameter.support.AvpBuilder.u64;

import io.ocs.core.Octets;
import io.ocs.core.SubscriptionIdType;
import io.ocs.core.UnitKind;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.core.request.ServiceUsage;
import io.ocs.diameter.support.AvpBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** A decoded request as text, to compare, and as octets again, written independently of the codec under test. */
final class NormalForm {

    private static final long SECONDS_1900_TO_1970 = 2_208_988_800L;
    private static final int MICRO_EXPONENT = -6;
    private static final int IDENTITY_MAX = 128;

    private NormalForm() {}

    /** Everything that was understood. */
    static String text(CreditControlRequest request) {
        StringBuilder text = new StringBuilder();
        for (Octets octets : List.of(
                request.sessionId,
                request.originHost,
                request.serviceContextId,
                request.calledParty,
                request.callingParty,
                request.apn,
                request.visitedNetwork)) {
            text.append(hex(octets)).append(' ');
        }
        text.append(request.type()).append(' ').append(request.number()).append(' ');
        text.append(request.action())
                .append(' ')
                .append(request.retransmitted())
                .append(' ');
        text.append(request.eventTimestampMs()).append(' ').append(request.terminationCause());
        text.append(' ').append(request.ratType()).append(' ').append(request.multipleServices());
        for (int i = 0; i < request.subscriptionCount(); i++) {
            text.append('\n').append(request.subscriptionType(i)).append(' ').append(hex(request.subscriptionData(i)));
        }
        for (int i = 0; i < request.serviceCount(); i++) {
            service(request.service(i), text.append('\n'));
        }
        return text.toString();
    }

    private static void service(ServiceUsage service, StringBuilder text) {
        text.append(service.ratingGroup()).append(' ').append(service.serviceIdentifier());
        text.append(' ').append(service.reportingReason()).append(' ').append(service.currency());
        text.append(" requested ")
                .append(service.hasRequested())
                .append(" used ")
                .append(service.hasUsed());
        for (UnitKind kind : UnitKind.values()) {
            text.append(' ').append(kind).append(' ').append(service.requested(kind));
            text.append(' ').append(service.used(kind));
        }
    }

    private static String hex(Octets octets) {
        return HexFormat.of().formatHex(octets.array(), 0, octets.length()) + ".";
    }

    /** A CCR that says the same. */
    static byte[] octets(CreditControlRequest request) {
        List<byte[]> all = new ArrayList<>(List.of(
                avp(263, bytes(request.sessionId)),
                avp(264, bytes(request.originHost)),
                AvpBuilder.text(296, "example.com"),
                AvpBuilder.text(283, "example.com"),
                u32(258, 4),
                avp(461, bytes(request.serviceContextId)),
                u32(416, request.type().value()),
                u32(415, request.number())));
        if (request.action() != null) {
            all.add(u32(436, request.action().ordinal()));
        }
        if (request.eventTimestampMs() != CreditControlRequest.ABSENT) {
            all.add(u32(55, request.eventTimestampMs() / 1000 + SECONDS_1900_TO_1970));
        }
        if (request.terminationCause() != (int) CreditControlRequest.ABSENT) {
            all.add(u32(295, request.terminationCause()));
        }
        for (int i = 0; i < request.subscriptionCount(); i++) {
            all.add(subscription(request.subscriptionType(i), bytes(request.subscriptionData(i))));
        }
        for (int i = 0; i < request.serviceCount(); i++) {
            byte[] members = members(request.service(i));
            all.add(request.multipleServices() ? avp(456, members) : members);
        }
        all.add(serviceInformation(request));
        int flags = request.retransmitted() ? 0xd0 : 0xc0;
        return message(flags, 272, 4, 1, 1, AvpBuilder.join(all));
    }

    /** Dressed as what is taken off again once. */
    private static byte[] subscription(SubscriptionIdType type, byte[] data) {
        String dress =
                switch (type) {
                    case END_USER_E164 -> "tel:+";
                    case END_USER_SIP_URI -> "sip:";
                    default -> "";
                };
        boolean fits = dress.length() + data.length <= IDENTITY_MAX;
        byte[] dressed = AvpBuilder.join((fits ? dress : "").getBytes(StandardCharsets.US_ASCII), data);
        return group(443, u32(450, type.ordinal()), avp(444, dressed));
    }

    private static byte[] members(ServiceUsage service) {
        List<byte[]> members = new ArrayList<>();
        if (service.ratingGroup() != ServiceUsage.ABSENT) {
            members.add(u32(432, service.ratingGroup()));
        }
        if (service.serviceIdentifier() != ServiceUsage.ABSENT) {
            members.add(u32(439, service.serviceIdentifier()));
        }
        if (service.reportingReason() != (int) ServiceUsage.ABSENT) {
            members.add(tgpp(872, AvpBuilder.int32(service.reportingReason())));
        }
        List<byte[]> requested = new ArrayList<>();
        List<byte[]> used = new ArrayList<>();
        for (UnitKind kind : UnitKind.values()) {
            unit(kind, service.requested(kind), service.currency(), requested);
            unit(kind, service.used(kind), service.currency(), used);
        }
        if (service.hasRequested()) {
            members.add(avp(437, AvpBuilder.join(requested)));
        }
        if (service.hasUsed()) {
            members.add(avp(446, AvpBuilder.join(used)));
        }
        return AvpBuilder.join(members);
    }

    private static void unit(UnitKind kind, long amount, int currency, List<byte[]> units) {
        if (amount == ServiceUsage.ABSENT) {
            return;
        }
        units.add(
                switch (kind) {
                    case TIME -> u32(420, amount);
                    case TOTAL_OCTETS -> u64(421, amount);
                    case INPUT_OCTETS -> u64(412, amount);
                    case OUTPUT_OCTETS -> u64(414, amount);
                    case SERVICE_SPECIFIC -> u64(417, amount);
                    case MONEY -> {
                        byte[] value = group(445, u64(447, amount), u32(429, MICRO_EXPONENT));
                        yield currency == 0 ? group(413, value) : group(413, value, u32(425, currency));
                    }
                });
    }

    private static byte[] serviceInformation(CreditControlRequest request) {
        List<byte[]> packet = new ArrayList<>();
        List<byte[]> parties = new ArrayList<>();
        if (!request.calledParty.isEmpty()) {
            parties.add(tgpp(832, bytes(request.calledParty)));
        }
        if (!request.callingParty.isEmpty()) {
            parties.add(tgpp(831, bytes(request.callingParty)));
        }
        if (!request.apn.isEmpty()) {
            packet.add(avp(30, bytes(request.apn)));
        }
        if (!request.visitedNetwork.isEmpty()) {
            packet.add(tgpp(18, bytes(request.visitedNetwork)));
        }
        if (request.ratType() != (int) CreditControlRequest.ABSENT) {
            packet.add(tgpp(21, new byte[] {(byte) request.ratType()}));
        }
        return tgppGroup(873, tgppGroup(874, AvpBuilder.join(packet)), tgppGroup(876, AvpBuilder.join(parties)));
    }

    private static byte[] bytes(Octets octets) {
        return Arrays.copyOf(octets.array(), octets.length());
    }
}
