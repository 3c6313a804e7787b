package io.ocs.diameter.peer;

import static io.ocs.diameter.peer.BadInput.answered;
import static io.ocs.diameter.peer.BadInput.append;
import static io.ocs.diameter.peer.BadInput.borneWith;
import static io.ocs.diameter.peer.BadInput.path;
import static io.ocs.diameter.peer.BadInput.refusedPeer;
import static io.ocs.diameter.support.AvpBuilder.avp;
import static io.ocs.diameter.support.AvpBuilder.group;
import static io.ocs.diameter.support.AvpBuilder.int32;
import static io.ocs.diameter.support.AvpBuilder.join;
import static io.ocs.diameter.support.AvpBuilder.message;
import static io.ocs.diameter.support.AvpBuilder.optional;
import static io.ocs.diameter.support.AvpBuilder.raw;
import static io.ocs.diameter.support.AvpBuilder.text;
import static io.ocs.diameter.support.AvpBuilder.u32;
import static io.ocs.diameter.support.AvpBuilder.u64;

import io.ocs.diameter.support.Ccr;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Bad AVPs: the rules of RFC 6733 §4.1 in every place, then the lengths, values and occurrences of each AVP. */
final class BadAvps {

    private static final String PEER = "client.example.com";
    private static final int[] COMMAND = {};
    private static final int[] SERVICE = {456};
    private static final int[] REQUESTED = {456, 437};
    private static final int[] USED = {456, 446};
    private static final int[] MONEY = {456, 437, 413};
    private static final int[] VALUE = {456, 437, 413, 445};
    private static final int UNKNOWN = 9999;
    /** Says by its V bit that a vendor is meant, and by its Vendor-Id that none is. */
    static final byte[] VENDOR_0 = raw(1, 0xc0, 0, 16, int32(1));

    private BadAvps() {}

    static List<BadInput> all() {
        List<BadInput> all = new ArrayList<>();
        BadPlace.all().forEach(place -> all.addAll(headersIn(place)));
        all.addAll(missing());
        all.addAll(wrongLengths());
        all.addAll(wrongValues());
        all.addAll(repeated());
        all.addAll(forAnswersOnly());
        all.addAll(strangersInClosedGroups());
        all.addAll(brokenGroups());
        all.addAll(together());
        return all;
    }

    private static List<BadInput> headersIn(BadPlace place) {
        byte[] tooShort = raw(420, 0x40, 0, 7, new byte[0]);
        return List.of(
                place.input("AVP length below its header", "RFC 6733 §7.1.5", tooShort, 5014, 420),
                place.input(
                        "AVP length beyond its parent", "RFC 6733 §7.1.5", raw(420, 0x40, 0, 64, int32(1)), 5014, 420),
                place.input("the beginning of an AVP header", "RFC 6733 §7.1.5", int32(420), 5014, 420),
                place.input(
                        "V bit without Vendor-Id", "RFC 6733 §7.1.5", join(int32(420), int32(0xc0000008L)), 5014, 420),
                place.input("reserved AVP flag", "RFC 6733 §7.1.3", raw(1, 0x41, 0, 12, int32(1)), 3009, 1),
                place.input("Vendor-Id 0", "RFC 6733 §4.1.1", VENDOR_0, 5016, 1),
                place.input("unknown mandatory AVP", "RFC 6733 §7.1.5", avp(UNKNOWN, new byte[5]), 5001, UNKNOWN),
                place.input(
                        "mandatory AVP of an unknown vendor",
                        "RFC 6733 §7.1.5",
                        raw(1, 0xc0, 4242, 16, int32(7)),
                        5001,
                        1),
                place.input(
                        "mandatory AVP with a code of 25 bits",
                        "RFC 6733 §7.1.5",
                        avp(0x1000108, int32(7)),
                        5001,
                        0x1000108),
                place.input("unknown AVP", "RFC 6733 §4.1", optional(UNKNOWN, new byte[5]), 2001, 0),
                place.input("AVP of an unknown vendor", "RFC 6733 §4.1", raw(1, 0x80, 4242, 16, int32(7)), 2001, 0),
                place.input("P bit", "RFC 6733 §4.1", raw(UNKNOWN, 0x20, 0, 12, int32(7)), 2001, 0),
                place.input("padding that is not zero", "RFC 6733 §4.1", dirtyPadding(), 2001, 0));
    }

    private static byte[] dirtyPadding() {
        byte[] avp = optional(UNKNOWN, new byte[5]);
        avp[avp.length - 1] = 1;
        return avp;
    }

    private static List<BadInput> missing() {
        List<BadInput> all = new ArrayList<>();
        for (int code : new int[] {263, 264, 296, 283, 258, 461, 416, 415}) {
            all.add(missing("CCR", Ccr.initial().without(code).bytes(), code));
        }
        all.add(missing("event", Ccr.of(4, 0).add(group(437, u64(417, 1))).bytes(), 436));
        all.add(missing("Subscription-Id", initial(group(443, text(444, "1"))), 443, 450));
        all.add(missing("Subscription-Id", initial(group(443, u32(450, 0))), 443, 444));
        all.add(missing("CC-Money", in(MONEY, u32(425, 978)), path(MONEY, 445)));
        all.add(missing("Unit-Value", in(VALUE, u32(429, 0)), path(VALUE, 447)));
        all.add(answered(
                "no Application-Id in Vendor-Specific-Application-Id",
                "RFC 6733 §6.11",
                initial(group(260, u32(266, 10415))),
                5005,
                260,
                258));
        all.add(missing("DWR", message(0x80, 280, 0, 1, 1, text(296, "example.com")), 264));
        all.add(missing("DWR", message(0x80, 280, 0, 1, 1, text(264, PEER)), 296));
        all.add(missing("DPR", message(0x80, 282, 0, 1, 1, text(296, "example.com"), u32(273, 0)), 264));
        all.add(missing("DPR", message(0x80, 282, 0, 1, 1, text(264, PEER), u32(273, 0)), 296));
        all.add(missing("DPR", message(0x80, 282, 0, 1, 1, text(264, PEER), text(296, "example.com")), 273));
        for (int code : new int[] {264, 296, 257, 266, 269}) {
            all.add(refusedPeer(
                    "missing " + code + " in CER", "RFC 6733 §7.1.5", BadInputs.cerWithout(code), 5005, code));
        }
        return all;
    }

    private static BadInput missing(String place, byte[] octets, int... failedPath) {
        return answered(
                "missing " + failedPath[failedPath.length - 1] + " in " + place,
                "RFC 6733 §7.1.5",
                octets,
                5005,
                failedPath);
    }

    private static List<BadInput> wrongLengths() {
        List<BadInput> all = new ArrayList<>();
        for (int code : new int[] {258, 416, 415, 436, 455, 55, 295, 278, 480, 485}) {
            all.add(wrongLength("CCR", COMMAND, code, 3));
        }
        all.add(wrongLength("CCR", COMMAND, 419, 4));
        for (int code : new int[] {432, 439, 448, 268}) {
            all.add(wrongLength("Multiple-Services-Credit-Control", SERVICE, code, 3));
        }
        for (int[] units : new int[][] {REQUESTED, USED}) {
            String place = units == REQUESTED ? "Requested-Service-Unit" : "Used-Service-Unit";
            all.add(wrongLength(place, units, 420, 8));
            for (int code : new int[] {421, 412, 414, 417}) {
                all.add(wrongLength(place, units, code, 4));
            }
        }
        all.add(wrongLength("Used-Service-Unit", USED, 451, 5)); // Tariff-Time-Change
        all.add(wrongLength("Used-Service-Unit", USED, 452, 2)); // Tariff-Change-Usage
        all.add(wrongLength("CC-Money", MONEY, 425, 5));
        all.add(wrongLength("Unit-Value", VALUE, 447, 4));
        all.add(wrongLength("Unit-Value", VALUE, 429, 8));
        all.add(answered(
                "length of 450 in Subscription-Id",
                "RFC 6733 §7.1.5",
                initial(group(443, avp(450, new byte[1]), text(444, "1"))),
                5014,
                443,
                450));
        all.add(answered("length of 273 in DPR", "RFC 6733 §7.1.5", dpr(avp(273, new byte[2])), 5014, 273));
        all.add(answered(
                "length of 278 in DWR", "RFC 6733 §7.1.5", append(Ccr.dwr(PEER), avp(278, new byte[8])), 5014, 278));
        all.add(borneWith(
                "length of an optional Event-Timestamp", "RFC 6733 §4.1", initial(optional(55, new byte[3]))));
        for (int code : new int[] {258, 265, 266, 299, 278}) {
            all.add(refusedPeer(
                    "length of " + code + " in CER",
                    "RFC 6733 §7.1.5",
                    append(BadInputs.cerWithout(code), avp(code, new byte[5])),
                    5014,
                    code));
        }
        byte[][] addresses = {{1}, {0, 1, 127, 0, 0}, {0, 2, 0, 0, 0, 0}};
        String[] names = {"an address without a family", "an IPv4 address of 3 octets", "an IPv6 address of 4 octets"};
        for (int i = 0; i < addresses.length; i++) {
            byte[] cer = append(BadInputs.cerWithout(257), avp(257, addresses[i]));
            all.add(refusedPeer(names[i] + " in CER", "RFC 6733 §4.3.1", cer, 5014, 257));
        }
        return all;
    }

    private static BadInput wrongLength(String place, int[] groups, int code, int length) {
        byte[] wrong = avp(code, new byte[length]);
        byte[] octets = groups == COMMAND ? Ccr.initial().put(code, wrong).bytes() : in(groups, wrong);
        return answered("length of " + code + " in " + place, "RFC 6733 §7.1.5", octets, 5014, path(groups, code));
    }

    private static List<BadInput> wrongValues() {
        List<BadInput> all = new ArrayList<>();
        Map<String, byte[]> commands = new TreeMap<>(Map.of(
                "no such CC-Request-Type", u32(416, 9),
                "another Auth-Application-Id", u32(258, 5),
                "an empty Session-Id", text(263, ""),
                "an empty Origin-Host", text(264, ""),
                "an empty Origin-Realm", text(296, ""),
                "no such Requested-Action", u32(436, 4),
                "no such Multiple-Services-Indicator", u32(455, 2)));
        commands.forEach((name, wrong) -> {
            int code = ((wrong[2] & 0xff) << 8) | (wrong[3] & 0xff);
            all.add(value(name, Ccr.initial().put(code, wrong).bytes(), code));
        });
        all.add(value("another vendor-specific Application-Id", initial(group(260, u32(258, 5))), 260, 258));
        all.add(value("no such Subscription-Id-Type", initial(group(443, u32(450, 5), text(444, "1"))), 443, 450));
        all.add(value("no currency", in(MONEY, group(445, u64(447, 1)), u32(425, 0)), path(MONEY, 425)));
        all.add(value("no such currency", in(MONEY, group(445, u64(447, 1)), u32(425, 1000)), path(MONEY, 425)));
        all.add(value("money below a micro-unit", in(VALUE, u64(447, 15), u32(429, -7)), VALUE));
        all.add(value("negative money", in(VALUE, u64(447, -1)), VALUE));
        all.add(value("money beyond 63 bits", in(VALUE, u64(447, 1), u32(429, 30)), VALUE));
        all.add(value("no such Disconnect-Cause", dpr(u32(273, 9)), 273));
        for (int code : new int[] {264, 296}) {
            all.add(refusedPeer(
                    "an empty " + code + " in CER",
                    "RFC 6733 §7.1.5",
                    append(BadInputs.cerWithout(code), text(code, "")),
                    5004,
                    code));
        }
        return all;
    }

    private static BadInput value(String name, byte[] octets, int... failedPath) {
        return answered(name, "RFC 6733 §7.1.5", octets, 5004, failedPath);
    }

    private static List<BadInput> repeated() {
        List<BadInput> all = new ArrayList<>();
        Map<Integer, Function<Integer, byte[]>> command = new TreeMap<>();
        for (int code : new int[] {263, 264, 461, 1, 50, 411}) {
            command.put(code, i -> text(code, "again" + i));
        }
        for (int code : new int[] {415, 55, 295, 278}) {
            command.put(code, i -> u32(code, 40L + i));
        }
        command.put(296, i -> text(296, "realm" + i));
        command.put(419, i -> u64(419, i));
        command.put(416, i -> u32(416, i + 1L));
        command.put(436, i -> u32(436, i));
        command.put(455, i -> u32(455, i));
        command.put(458, i -> group(458, u32(459, i)));
        command.forEach((code, avp) -> all.add(answered(
                "another " + code + " in CCR",
                "RFC 6733 §7.1.5",
                Ccr.initial().put(code, avp.apply(0)).add(avp.apply(1)).bytes(),
                5009,
                code)));
        all.add(twice("Multiple-Services-Credit-Control", SERVICE, u32(432, 10), u32(432, 11), 432));
        all.add(twice("Multiple-Services-Credit-Control", SERVICE, group(437), group(437, u32(420, 1)), 437));
        for (int[] units : new int[][] {REQUESTED, USED}) {
            String place = units == REQUESTED ? "Requested-Service-Unit" : "Used-Service-Unit";
            all.add(twice(place, units, u32(420, 1), u32(420, 2), 420));
            for (int code : new int[] {421, 412, 414, 417}) {
                all.add(twice(place, units, u64(code, 1), u64(code, 2), code));
            }
        }
        byte[] one = group(445, u64(447, 1));
        all.add(twice("Requested-Service-Unit", REQUESTED, group(413, one), group(413, one, u32(425, 978)), 413));
        all.add(twice("CC-Money", MONEY, one, group(445, u64(447, 2)), 445));
        all.add(twice("CC-Money", MONEY, join(one, u32(425, 978)), u32(425, 840), 425));
        all.add(twice("Unit-Value", VALUE, u64(447, 1), u64(447, 2), 447));
        all.add(twice("Unit-Value", VALUE, join(u64(447, 1), u32(429, 0)), u32(429, 1), 429));
        all.add(answered(
                "another 450 in Subscription-Id",
                "RFC 6733 §7.1.5",
                initial(group(443, u32(450, 0), u32(450, 1))),
                5009,
                443,
                450));
        all.add(answered(
                "another 444 in Subscription-Id",
                "RFC 6733 §7.1.5",
                initial(group(443, text(444, "1"), text(444, "2"))),
                5009,
                443,
                444));
        all.add(answered(
                "another 264 in DWR", "RFC 6733 §7.1.5", append(Ccr.dwr(PEER), text(264, "other")), 5009, 264));
        all.add(answered(
                "another 296 in DWR", "RFC 6733 §7.1.5", append(Ccr.dwr(PEER), text(296, "other")), 5009, 296));
        all.add(answered("another 273 in DPR", "RFC 6733 §7.1.5", append(Ccr.dpr(PEER), u32(273, 1)), 5009, 273));
        for (byte[] again : List.of(text(264, "other"), text(296, "other"), u32(266, 9), text(269, "other"))) {
            int code = ((again[2] & 0xff) << 8) | (again[3] & 0xff);
            all.add(refusedPeer(
                    "another " + code + " in CER", "RFC 6733 §7.1.5", append(Ccr.cer(PEER, 4), again), 5009, code));
        }
        all.add(borneWith("the same Origin-Host twice", "RFC 6733 §7.1.5", initial(text(264, PEER))));
        all.add(borneWith("the same Rating-Group twice", "RFC 6733 §7.1.5", in(SERVICE, u32(432, 10), u32(432, 10))));
        return all;
    }

    private static BadInput twice(String place, int[] groups, byte[] first, byte[] second, int code) {
        return answered(
                "another " + code + " in " + place,
                "RFC 6733 §7.1.5",
                in(groups, first, second),
                5009,
                path(groups, code));
    }

    private static List<BadInput> forAnswersOnly() {
        List<BadInput> all = new ArrayList<>();
        for (int code :
                new int[] {261, 262, 268, 279, 281, 292, 294, 297, 418, 422, 423, 427, 428, 430, 431, 448, 669}) {
            all.add(answered(code + " in CCR", "RFC 8506 §10.1", initial(avp(code, new byte[4])), 5008, code));
        }
        all.add(answered("268 in DWR", "RFC 6733 §10.1", append(Ccr.dwr(PEER), u32(268, 2001)), 5008, 268));
        all.add(answered("268 in DPR", "RFC 6733 §10.1", append(Ccr.dpr(PEER), u32(268, 2001)), 5008, 268));
        all.add(refusedPeer("268 in CER", "RFC 6733 §10.1", append(Ccr.cer(PEER, 4), u32(268, 2001)), 5008, 268));
        return all;
    }

    /** Groups whose grammar names all their members: what is known from elsewhere must not be there, unless it can be ignored. */
    private static List<BadInput> strangersInClosedGroups() {
        byte[] value = group(445, u64(447, 1));
        List<BadInput> all = new ArrayList<>();
        for (int code : new int[] {268, 432, 448, 420, 1}) {
            byte[] stranger = avp(code, new byte[4]);
            all.add(stranger("CC-Money", code, in(MONEY, value, stranger), path(MONEY, code)));
            all.add(stranger("Unit-Value", code, in(VALUE, u64(447, 1), stranger), path(VALUE, code)));
            all.add(stranger(
                    "Subscription-Id", code, initial(group(443, u32(450, 0), text(444, "1"), stranger)), 443, code));
            all.add(stranger(
                    "Vendor-Specific-Application-Id",
                    code,
                    initial(group(260, u32(266, 10415), u32(258, 4), stranger)),
                    260,
                    code));
            all.add(refusedPeer(
                    code + " in Vendor-Specific-Application-Id of a CER",
                    "RFC 6733 §7.1.5",
                    append(Ccr.cer(PEER, 4), group(260, u32(266, 10415), u32(258, 4), stranger)),
                    5008,
                    260,
                    code));
        }
        all.add(borneWith("an optional 432 in CC-Money", "RFC 6733 §4.1", in(MONEY, value, optional(432, int32(1)))));
        all.add(borneWith(
                "several Vendor-Ids in Vendor-Specific-Application-Id",
                "RFC 6733 §6.11",
                initial(group(260, u32(266, 10415), u32(266, 13019), u32(258, 4)))));
        return all;
    }

    private static BadInput stranger(String group, int code, byte[] octets, int... failedPath) {
        return answered(code + " in " + group, "RFC 6733 §7.1.5", octets, 5008, failedPath);
    }

    /** Groups whose own length cannot be: shown without members (RFC 6733 §7.1.5). */
    private static List<BadInput> brokenGroups() {
        List<BadInput> all = new ArrayList<>();
        for (int length : new int[] {4, 400}) {
            String how = length == 4 ? "below its header" : "beyond its parent";
            all.add(answered(
                    "length of a Multiple-Services-Credit-Control " + how,
                    "RFC 6733 §7.1.5",
                    Ccr.of(2, 1).add(broken(456, length)).bytes(),
                    5014,
                    456));
            all.add(answered(
                    "length of a Requested-Service-Unit " + how,
                    "RFC 6733 §7.1.5",
                    in(SERVICE, broken(437, length)),
                    5014,
                    path(SERVICE, 437)));
            all.add(answered(
                    "length of a Unit-Value " + how,
                    "RFC 6733 §7.1.5",
                    in(MONEY, broken(445, length)),
                    5014,
                    path(MONEY, 445)));
            all.add(answered(
                    "length of a Subscription-Id " + how, "RFC 6733 §7.1.5", initial(broken(443, length)), 5014, 443));
        }
        return all;
    }

    private static byte[] broken(int code, int length) {
        return raw(code, 0x40, 0, length, int32(1));
    }

    /** AVPs that are wrong together. */
    private static List<BadInput> together() {
        byte[] euro = group(413, group(445, u64(447, 1)), u32(425, 978));
        byte[] dollar = group(413, group(445, u64(447, 1)), u32(425, 840));
        byte[] both = group(260, u32(266, 10415), u32(258, 4), u32(259, 4));
        Ccr many = Ccr.of(2, 1);
        for (int i = 0; i < 33; i++) {
            many.add(group(456, u32(432, i)));
        }
        return List.of(
                answered(
                        "two currencies in a service",
                        "RFC 6733 §7.1.5",
                        in(SERVICE, group(437, euro), group(446, dollar)),
                        5007,
                        425),
                answered(
                        "two Application-Ids in Vendor-Specific-Application-Id",
                        "RFC 6733 §6.11",
                        initial(both),
                        5009,
                        260,
                        258),
                refusedPeer(
                        "two Application-Ids in Vendor-Specific-Application-Id of a CER",
                        "RFC 6733 §6.11",
                        append(Ccr.cer(PEER, 4), both),
                        5009,
                        260,
                        258),
                answered("more services than are served", "RFC 6733 §7.1.5", many.bytes(), 5009, 456));
    }

    private static byte[] initial(byte[] avp) {
        return Ccr.initial().add(avp).bytes();
    }

    private static byte[] dpr(byte[] cause) {
        return message(0x80, 282, 0, 1, 1, text(264, PEER), text(296, "example.com"), cause);
    }

    /** An update that has these AVPs in these groups. */
    private static byte[] in(int[] groups, byte[]... members) {
        byte[] inner = join(members);
        for (int i = groups.length - 1; i >= 0; i--) {
            inner = group(groups[i], inner);
        }
        return Ccr.of(2, 1).add(inner).bytes();
    }
}
