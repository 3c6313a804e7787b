package io.ocs.diameter.peer;

import static io.ocs.diameter.peer.BadInput.append;
import static io.ocs.diameter.support.AvpBuilder.group;
import static io.ocs.diameter.support.AvpBuilder.text;
import static io.ocs.diameter.support.AvpBuilder.tgppGroup;
import static io.ocs.diameter.support.AvpBuilder.u32;
import static io.ocs.diameter.support.AvpBuilder.u64;

import io.ocs.diameter.support.Ccr;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A place where an AVP may lie.
 *
 * @param groups codes of the groups around it, from the outermost one
 * @param message gives an otherwise good message with the AVP there
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record BadPlace(String name, boolean stranger, UnaryOperator<byte[]> message, int... groups) {

    private static final String PEER = "client.example.com";

    static List<BadPlace> all() {
        return List.of(
                ccr("CCR", avp -> Ccr.initial().add(avp).bytes()),
                ccr("Multiple-Services-Credit-Control", avp -> update(group(456, u32(432, 10), avp)), 456),
                ccr("Requested-Service-Unit", avp -> update(group(456, group(437, avp))), 456, 437),
                ccr("Used-Service-Unit", avp -> update(group(456, group(446, avp))), 456, 446),
                ccr("CC-Money", avp -> update(group(456, group(437, group(413, money(), avp)))), 456, 437, 413),
                ccr(
                        "Unit-Value",
                        avp -> update(group(456, group(437, group(413, group(445, u64(447, 15), avp))))),
                        456,
                        437,
                        413,
                        445),
                ccr("Requested-Service-Unit of the command", avp -> update(group(437, avp)), 437),
                ccr("Used-Service-Unit of the command", avp -> update(group(446, avp)), 446),
                ccr(
                        "Subscription-Id",
                        avp -> Ccr.initial().add(subscription(avp)).bytes(),
                        443),
                ccr(
                        "Subscription-Id-Extension",
                        avp -> Ccr.initial()
                                .add(group(659, text(660, "49301"), avp))
                                .bytes(),
                        659),
                ccr(
                        "Vendor-Specific-Application-Id",
                        avp -> Ccr.initial().add(application(avp)).bytes(),
                        260),
                service("Service-Information", avp -> avp),
                service("PS-Information", avp -> tgppGroup(874, avp), 874),
                service("IMS-Information", avp -> tgppGroup(876, avp), 876),
                service("MMS-Information", avp -> tgppGroup(877, avp), 877),
                service("Recipient-Address", avp -> tgppGroup(877, tgppGroup(1201, avp)), 877, 1201),
                service("SMS-Information", avp -> tgppGroup(2000, avp), 2000),
                service("Recipient-Info", avp -> tgppGroup(2000, tgppGroup(2026, avp)), 2000, 2026),
                ccr(
                        "Subscription-Id of Service-Information",
                        avp -> Ccr.initial()
                                .without(443)
                                .add(tgppGroup(873, subscription(avp)))
                                .bytes(),
                        873,
                        443),
                ccr("DWR", avp -> append(Ccr.dwr(PEER), avp)),
                ccr("DPR", avp -> append(Ccr.dpr(PEER), avp)),
                new BadPlace("CER", true, avp -> append(Ccr.cer(PEER, 4), avp)),
                new BadPlace(
                        "Vendor-Specific-Application-Id of a CER",
                        true,
                        avp -> append(Ccr.cer(PEER, 4), application(avp)),
                        260));
    }

    private static BadPlace ccr(String name, UnaryOperator<byte[]> message, int... groups) {
        return new BadPlace(name, false, message, groups);
    }

    private static BadPlace service(String name, UnaryOperator<byte[]> member, int... groups) {
        int[] path = new int[groups.length + 1];
        path[0] = 873;
        System.arraycopy(groups, 0, path, 1, groups.length);
        return ccr(
                name,
                avp -> Ccr.initial().add(tgppGroup(873, member.apply(avp))).bytes(),
                path);
    }

    private static byte[] update(byte[] avp) {
        return Ccr.of(2, 1).add(avp).bytes();
    }

    private static byte[] money() {
        return group(445, u64(447, 15));
    }

    private static byte[] subscription(byte[] avp) {
        return group(443, u32(450, 0), text(444, "491700000001"), avp);
    }

    private static byte[] application(byte[] avp) {
        return group(260, u32(266, 10415), u32(258, 4), avp);
    }

    /** The input with this AVP here. */
    BadInput input(String rule, String source, byte[] avp, int resultCode, int failed) {
        boolean good = resultCode == 2001;
        return new BadInput(
                rule + " in " + name,
                source,
                stranger,
                message.apply(avp),
                good || !stranger ? BadInput.Reaction.ANSWERED : BadInput.Reaction.ANSWERED_AND_CLOSED,
                resultCode,
                good ? new int[0] : BadInput.path(groups, failed));
    }
}
