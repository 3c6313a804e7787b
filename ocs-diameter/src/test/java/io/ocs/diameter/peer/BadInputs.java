package io.ocs.diameter.peer;

import static io.ocs.diameter.peer.BadInput.answered;
import static io.ocs.diameter.peer.BadInput.append;
import static io.ocs.diameter.peer.BadInput.borneWith;
import static io.ocs.diameter.peer.BadInput.endsConnection;
import static io.ocs.diameter.peer.BadInput.ignored;
import static io.ocs.diameter.peer.BadInput.refusedPeer;
import static io.ocs.diameter.peer.BadInput.turnedAway;
import static io.ocs.diameter.peer.BadInput.welcomePeer;
import static io.ocs.diameter.peer.BadInput.with;
import static io.ocs.diameter.peer.BadInput.withLength;
import static io.ocs.diameter.support.AvpBuilder.avp;
import static io.ocs.diameter.support.AvpBuilder.group;
import static io.ocs.diameter.support.AvpBuilder.join;
import static io.ocs.diameter.support.AvpBuilder.message;
import static io.ocs.diameter.support.AvpBuilder.optional;
import static io.ocs.diameter.support.AvpBuilder.raw;
import static io.ocs.diameter.support.AvpBuilder.text;
import static io.ocs.diameter.support.AvpBuilder.tgppGroup;
import static io.ocs.diameter.support.AvpBuilder.u32;
import static io.ocs.diameter.support.AvpBuilder.u64;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.ocs.diameter.support.Ccr;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The catalogue of bad input: {@link BadAvps}, and what is wrong with headers, routes, sizes, and those who come. */
final class BadInputs {

    private static final String PEER = "client.example.com";

    private BadInputs() {}

    static List<BadInput> all() {
        List<BadInput> all = new ArrayList<>(BadAvps.all());
        all.addAll(framing());
        all.addAll(requestHeaders());
        all.addAll(betweenPeers());
        all.addAll(answers());
        all.addAll(routes());
        all.addAll(sizes());
        all.addAll(odd());
        all.addAll(strangers());
        return all;
    }

    /** A CER without one of its AVPs. */
    static byte[] cerWithout(int code) {
        List<byte[]> avps = new ArrayList<>();
        add(avps, code, 264, text(264, PEER));
        add(avps, code, 296, text(296, "example.com"));
        add(avps, code, 257, avp(257, new byte[] {0, 1, 127, 0, 0, 1}));
        add(avps, code, 266, u32(266, 0));
        add(avps, code, 269, optional(269, new byte[] {'t'}));
        add(avps, code, 258, u32(258, 4));
        return message(0x80, 257, 0, 1, 1, join(avps));
    }

    private static void add(List<byte[]> avps, int without, int code, byte[] avp) {
        if (code != without) {
            avps.add(avp);
        }
    }

    private static List<BadInput> framing() {
        List<BadInput> all = new ArrayList<>();
        for (byte[] message : List.of(Ccr.initial().bytes(), Ccr.dwr(PEER), Ccr.dpr(PEER), Ccr.cer(PEER, 4))) {
            String place = " of a "
                    + (message[7] == 16 ? "CCR" : message[7] == 24 ? "DWR" : message[7] == 26 ? "DPR" : "second CER");
            all.add(endsConnection("the version" + place, "RFC 6733 §3", with(message, 0, 2), 5011));
            all.add(endsConnection("a length below the header" + place, "RFC 6733 §3", withLength(message, 16), 5015));
            all.add(endsConnection(
                    "a length that is no multiple of 4" + place,
                    "RFC 6733 §3",
                    withLength(message, message.length - 1),
                    5015));
            all.add(endsConnection(
                    "a length beyond what is served" + place, "RFC 6733 §3", withLength(message, 70_000), 5015));
        }
        return all;
    }

    private static List<BadInput> requestHeaders() {
        byte[] initial = Ccr.initial().bytes();
        return List.of(
                answered("E bit of a CCR", "RFC 6733 §3", with(initial, 4, 0xe0), 3008),
                answered("reserved bit of a CCR", "RFC 6733 §7.1.5", with(initial, 4, 0xc1), 5013),
                answered("E bit and reserved bit of a CCR", "RFC 6733 §7.1.3", with(initial, 4, 0xe8), 3008),
                borneWith("no P bit of a CCR", "RFC 8506 §3.1", with(initial, 4, 0x80)),
                borneWith("T bit of a CCR", "RFC 6733 §3", with(initial, 4, 0xd0)),
                answered(
                        "an unknown command",
                        "RFC 6733 §7.1.3",
                        Ccr.initial().command(999).bytes(),
                        3001),
                answered(
                        "an unknown command of the base",
                        "RFC 6733 §7.1.3",
                        Ccr.initial().command(999).application(0).bytes(),
                        3001),
                answered(
                        "an experimental command",
                        "RFC 6733 §3.1",
                        Ccr.initial().command(0xfffffe).bytes(),
                        3001),
                answered(
                        "accounting",
                        "RFC 6733 §9",
                        Ccr.initial().command(271).application(0).bytes(),
                        3001),
                answered(
                        "accounting of its application",
                        "RFC 6733 §9",
                        Ccr.initial().command(271).application(3).bytes(),
                        3007),
                answered(
                        "a RAR to the server",
                        "RFC 6733 §8.3",
                        Ccr.initial().command(258).bytes(),
                        3001),
                answered(
                        "an ASR to the server",
                        "RFC 6733 §8.5",
                        Ccr.initial().command(274).bytes(),
                        3001),
                answered("an STR", "RFC 6733 §8.4", Ccr.initial().command(275).bytes(), 3001),
                answered(
                        "a CCR of the base",
                        "RFC 6733 §7.1.3",
                        Ccr.initial().application(0).bytes(),
                        3007),
                answered(
                        "a CCR of Gx",
                        "RFC 6733 §7.1.3",
                        Ccr.initial().application(16777238).bytes(),
                        3007),
                answered(
                        "a CCR of the relay application",
                        "RFC 6733 §2.4",
                        Ccr.initial().application(0xffffffffL).bytes(),
                        3007),
                answered(
                        "an unknown command of an unknown application",
                        "RFC 6733 §7.1.3",
                        Ccr.initial().command(999).application(99).bytes(),
                        3007),
                answered(
                        "a CCR of a header only",
                        "RFC 6733 §7.1.5",
                        message(0xc0, 272, 4, 0x11223344, 0x55667788),
                        5005,
                        263));
    }

    private static List<BadInput> betweenPeers() {
        List<BadInput> all = new ArrayList<>();
        for (byte[] message : List.of(Ccr.dwr(PEER), Ccr.dpr(PEER))) {
            String place = message[7] == 24 ? " of a DWR" : " of a DPR";
            all.add(answered("E bit" + place, "RFC 6733 §3", with(message, 4, 0xa0), 3008));
            all.add(answered("P bit" + place, "RFC 6733 §5", with(message, 4, 0xc0), 3008));
            all.add(answered("reserved bit" + place, "RFC 6733 §7.1.5", with(message, 4, 0x88), 5013));
            all.add(answered("the application" + place, "RFC 6733 §2.4", with(message, 11, 4), 3007));
        }
        byte[] cer = Ccr.cer(PEER, 4);
        all.add(refusedPeer("E bit of a CER", "RFC 6733 §3", with(cer, 4, 0xa0), 3008));
        all.add(refusedPeer("P bit of a CER", "RFC 6733 §5", with(cer, 4, 0xc0), 3008));
        all.add(refusedPeer("reserved bit of a CER", "RFC 6733 §7.1.5", with(cer, 4, 0x88), 5013));
        all.add(refusedPeer("the application of a CER", "RFC 6733 §2.4", with(cer, 11, 4), 3007));
        all.add(answered("E bit of a second CER", "RFC 6733 §3", with(cer, 4, 0xa0), 3008));
        all.add(answered("reserved bit of a second CER", "RFC 6733 §7.1.5", with(cer, 4, 0x84), 5013));
        return all;
    }

    /** A message with the E bit, or any other one, is never sent in answer to an answer (RFC 6733 §7.2). */
    private static List<BadInput> answers() {
        byte[] broken = append(message(0x40, 272, 4, 1, 1), new byte[4]);
        return List.of(
                ignored("an answer to no request", "RFC 6733 §3", message(0x40, 272, 4, 1, 1, u32(268, 2001))),
                ignored("an error to no request", "RFC 6733 §7.2", message(0x60, 272, 4, 1, 1, u32(268, 3002))),
                ignored("an answer with broken AVPs", "RFC 6733 §7.2", broken),
                ignored("an answer of an unknown command", "RFC 6733 §7.2", message(0, 999, 0, 1, 1)),
                ignored("an answer with reserved bits", "RFC 6733 §7.2", message(0x4f, 272, 4, 1, 1)),
                ignored("a DWA to no DWR", "RFC 6733 §5.5", message(0, 280, 0, 1, 1, u32(268, 2001))),
                ignored("a DPA to no DPR", "RFC 6733 §5.4", message(0, 282, 0, 1, 1, u32(268, 2001))),
                ignored("a CEA to no CER", "RFC 6733 §5.3", message(0, 257, 0, 1, 1, u32(268, 2001))));
    }

    private static List<BadInput> routes() {
        return List.of(
                answered("for another host", "RFC 6733 §7.1.3", initial(text(293, "other.example.com")), 3002, 293),
                answered(
                        "for a host without a realm",
                        "RFC 6733 §7.1.3",
                        Ccr.initial()
                                .without(283)
                                .add(text(293, ServerFixture.HOST))
                                .bytes(),
                        3002),
                answered("for an empty host", "RFC 6733 §7.1.3", initial(text(293, "")), 3002, 293),
                answered(
                        "for another realm",
                        "RFC 6733 §7.1.3",
                        Ccr.initial().put(283, text(283, "example.org")).bytes(),
                        3003,
                        283),
                answered(
                        "for an empty realm",
                        "RFC 6733 §7.1.3",
                        Ccr.initial().put(283, text(283, "")).bytes(),
                        3003,
                        283),
                answered(
                        "has been here already",
                        "RFC 6733 §6.1.7",
                        initial(join(text(282, "relay.example.com"), text(282, "OCS.example.com"))),
                        3005,
                        282),
                borneWith(
                        "has been elsewhere",
                        "RFC 6733 §6.7.1",
                        initial(join(text(282, "relay.example.com"), text(282, "relay2.example.com")))),
                borneWith("the host in capitals", "RFC 6733 §4.3.1", initial(text(293, "OCS.Example.COM"))),
                borneWith("Proxy-Info without its AVPs", "RFC 6733 §6.7.2", initial(group(284))),
                borneWith("Proxy-Info with broken AVPs", "RFC 6733 §6.7.4", initial(avp(284, new byte[] {1, 2, 3}))));
    }

    private static List<BadInput> sizes() {
        byte[] deep = tgppGroup(874);
        for (int i = 0; i < 10; i++) {
            deep = tgppGroup(874, deep);
        }
        int[] way = {873, 874, 874, 874, 874, 874, 874, 874};
        byte[] many = join(Collections.nCopies(6_000, optional(9999, new byte[0])));
        return List.of(
                answered(
                        "a Session-Id beyond what is kept",
                        "RFC 6733 §7.1.5",
                        Ccr.initial().session("x".repeat(193)).bytes(),
                        5012),
                answered("groups nested too deep", "RFC 6733 §7.1.5", initial(tgppGroup(873, deep)), 5012, way),
                answered(
                        "Proxy-Info beyond what is kept",
                        "RFC 6733 §7.1.5",
                        initial(group(284, avp(33, new byte[1100]))),
                        5012),
                borneWith("six thousand unknown AVPs", "RFC 6733 §4.1", initial(many)),
                borneWith("an AVP of 60,000 octets", "RFC 6733 §4.1", initial(optional(9999, new byte[60_000]))),
                answered(
                        "a mandatory AVP of 30,000 octets",
                        "RFC 6733 §7.1.5",
                        initial(avp(9999, new byte[30_000])),
                        5001,
                        9999));
    }

    private static List<BadInput> odd() {
        byte[] session = text(263, "client.example.com;1;1");
        return List.of(
                borneWith(
                        "Session-Id last",
                        "RFC 6733 §8.8",
                        Ccr.initial().without(263).add(session).bytes()),
                borneWith(
                        "Destination-Realm last",
                        "RFC 6733 §6.6",
                        Ccr.initial().without(283).add(text(283, "example.com")).bytes()),
                borneWith(
                        "units before their service is named",
                        "RFC 8506 §8.16",
                        initial(group(456, group(437, u64(421, 5)), u32(432, 12)))),
                borneWith("an empty service", "RFC 8506 §8.16", initial(group(456))),
                borneWith("empty units", "RFC 8506 §8.18", initial(group(456, group(437), group(446)))),
                borneWith("an empty Service-Information", "TS 32.299 §7.2", initial(tgppGroup(873))),
                borneWith(
                        "an empty Subscription-Id-Data",
                        "RFC 8506 §8.48",
                        initial(group(443, u32(450, 0), text(444, "")))),
                borneWith("an empty User-Name", "RFC 6733 §8.14", initial(text(1, ""))),
                borneWith(
                        "a group that ends in an AVP without padding",
                        "RFC 6733 §4.4",
                        Ccr.initial().put(443, unpadded()).bytes()),
                borneWith(
                        "a Session-Id that is no UTF-8",
                        "RFC 6733 §4.3.1",
                        Ccr.initial()
                                .put(263, avp(263, new byte[] {(byte) 0xff, (byte) 0xfe}))
                                .bytes()),
                answered(
                        "two mistakes",
                        "RFC 6733 §7.5",
                        initial(join(avp(9999, new byte[2]), text(264, "other.example.com"), u32(416, 9))),
                        5001,
                        9999),
                borneWith("Requested-Action in a session", "RFC 8506 §8.41", initial(u32(436, 0))),
                borneWith("units beside services", "RFC 8506 §5.1.2", initial(group(437, u64(421, 5)))));
    }

    /** A Subscription-Id whose length ends with its last octet instead of the padding behind it. */
    private static byte[] unpadded() {
        byte[] members = join(u32(450, 0), text(444, "4917000000"));
        return raw(443, 0x40, 0, 8 + members.length - 2, members);
    }

    private static List<BadInput> strangers() {
        List<BadInput> all = new ArrayList<>(List.of(
                turnedAway("CCR before CER", "RFC 6733 §5.6", Ccr.initial().bytes()),
                turnedAway("DWR before CER", "RFC 6733 §5.6", Ccr.dwr(PEER)),
                turnedAway("DPR before CER", "RFC 6733 §5.6", Ccr.dpr(PEER)),
                turnedAway("CEA instead of CER", "RFC 6733 §5.6", message(0, 257, 0, 1, 1, u32(268, 2001))),
                turnedAway("DWA instead of CER", "RFC 6733 §5.6", message(0, 280, 0, 1, 1, u32(268, 2001))),
                turnedAway("CCA instead of CER", "RFC 6733 §5.6", message(0x40, 272, 4, 1, 1, u32(268, 2001))),
                turnedAway("an unknown command before CER", "RFC 6733 §5.6", message(0x80, 999, 0, 1, 1)),
                turnedAway("version of a CER", "RFC 6733 §5.6", with(Ccr.cer(PEER, 4), 0, 2)),
                turnedAway("length of a CER below the header", "RFC 6733 §5.6", withLength(Ccr.cer(PEER, 4), 8)),
                turnedAway(
                        "length of a CER that is no multiple of 4", "RFC 6733 §5.6", withLength(Ccr.cer(PEER, 4), 101)),
                turnedAway(
                        "length of a CER beyond what is served", "RFC 6733 §5.6", withLength(Ccr.cer(PEER, 4), 70_000)),
                turnedAway("HTTP", "RFC 6733 §5.6", "GET / HTTP/1.1\r\nHost: ocs\r\n\r\n".getBytes(US_ASCII)),
                turnedAway("zeros", "RFC 6733 §5.6", new byte[64]),
                turnedAway("TLS", "RFC 6733 §13", new byte[] {
                    22, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0
                }),
                refusedPeer("no application in common", "RFC 6733 §5.3", Ccr.cer(PEER, 16777238), 5010),
                refusedPeer("no application at all", "RFC 6733 §5.3", Ccr.cer(PEER), 5010),
                refusedPeer("credit control as accounting", "RFC 6733 §5.3", append(Ccr.cer(PEER), u32(259, 4)), 5010),
                refusedPeer("TLS inband only", "RFC 6733 §7.1.5", append(Ccr.cer(PEER, 4), u32(299, 1)), 5017, 299),
                welcomePeer(
                        "TLS inband or none",
                        "RFC 6733 §6.10",
                        append(Ccr.cer(PEER, 4), join(u32(299, 1), u32(299, 0)))),
                welcomePeer(
                        "an address of another family",
                        "RFC 6733 §4.3.1",
                        append(Ccr.cer(PEER, 4), avp(257, new byte[] {0, 8, '4', '9'}))),
                refusedPeer("a CER of a header only", "RFC 6733 §7.1.5", message(0x80, 257, 0, 1, 1), 5005, 264)));
        return all;
    }

    private static byte[] initial(byte[] avp) {
        return Ccr.initial().add(avp).bytes();
    }
}
