package io.ocs.diameter.support;

import static io.ocs.diameter.support.AvpBuilder.avp;
import static io.ocs.diameter.support.AvpBuilder.group;
import static io.ocs.diameter.support.AvpBuilder.message;
import static io.ocs.diameter.support.AvpBuilder.text;
import static io.ocs.diameter.support.AvpBuilder.u32;
import static io.ocs.diameter.support.AvpBuilder.u64;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A well-formed Credit-Control-Request for tests, of which single AVPs can be taken away, replaced, or added. */
public final class Ccr {

    public static final int SESSION_ID = 263;
    public static final int REQUEST_TYPE = 416;
    public static final int REQUEST_NUMBER = 415;

    private final Map<Integer, byte[]> avps = new LinkedHashMap<>();
    private final List<byte[]> extra = new ArrayList<>();
    private int flags = 0xc0;
    private int command = 272;
    private long application = 4;
    private int hopByHop = 0x11223344;
    private int endToEnd = 0x55667788;

    private Ccr() {}

    /** A request that the server accepts. */
    public static Ccr of(int type, long number) {
        Ccr ccr = new Ccr();
        ccr.put(SESSION_ID, text(263, "client.example.com;1;1"));
        ccr.put(264, text(264, "client.example.com"));
        ccr.put(296, text(296, "example.com"));
        ccr.put(283, text(283, "example.com"));
        ccr.put(258, u32(258, 4));
        ccr.put(461, text(461, "32251@3gpp.org"));
        ccr.put(REQUEST_TYPE, u32(416, type));
        ccr.put(REQUEST_NUMBER, u32(415, number));
        ccr.put(443, group(443, u32(450, 0), text(444, "491700000001")));
        return ccr;
    }

    /** A CCR-I that asks for octets of rating group 10. */
    public static Ccr initial() {
        return of(1, 0).add(group(456, u32(432, 10), group(437, u64(421, 1000))));
    }

    /** A CCR-U like that of a packet gateway: used and wanted octets of no rating group, and where the subscriber is. */
    public static Ccr dataUpdate() {
        return of(2, 1).add(u32(55, 0xec000000L))
                .add(group(443, u32(450, 1), text(444, "001010000000001")))
                .add(u32(436, 0))
                .add(group(
                        456,
                        group(437, u64(421, 1_000_000)),
                        group(446, u32(420, 1), u64(412, 501_600), u64(414, 499_200)),
                        AvpBuilder.tgpp(872, AvpBuilder.int32(3))))
                .add(AvpBuilder.tgppGroup(
                        873,
                        AvpBuilder.tgppGroup(
                                874,
                                text(30, "internet"),
                                AvpBuilder.tgpp(18, new byte[] {'0', '0', '1', '0', '1'}),
                                AvpBuilder.tgpp(21, new byte[] {6}))));
    }

    public Ccr put(int code, byte[] avp) {
        avps.put(code, avp);
        return this;
    }

    public Ccr without(int code) {
        avps.remove(code);
        return this;
    }

    public Ccr add(byte[] avp) {
        extra.add(avp);
        return this;
    }

    public Ccr session(String id) {
        return put(SESSION_ID, text(263, id));
    }

    public Ccr flags(int newFlags) {
        flags = newFlags;
        return this;
    }

    public Ccr command(int newCommand) {
        command = newCommand;
        return this;
    }

    public Ccr application(long newApplication) {
        application = newApplication;
        return this;
    }

    public Ccr ids(int newHopByHop, int newEndToEnd) {
        hopByHop = newHopByHop;
        endToEnd = newEndToEnd;
        return this;
    }

    public byte[] bytes() {
        List<byte[]> all = new ArrayList<>(avps.values());
        all.addAll(extra);
        return message(flags, command, application, hopByHop, endToEnd, AvpBuilder.join(all));
    }

    /** A CER that the server accepts. */
    public static byte[] cer(String originHost, long... applications) {
        List<byte[]> all = new ArrayList<>(List.of(
                text(264, originHost),
                text(296, "example.com"),
                avp(257, new byte[] {0, 1, 127, 0, 0, 1}),
                u32(266, 0),
                AvpBuilder.optional(269, "test".getBytes(java.nio.charset.StandardCharsets.UTF_8))));
        for (long id : applications) {
            all.add(u32(258, id));
        }
        return message(0x80, 257, 0, 1, 1, AvpBuilder.join(all));
    }

    public static byte[] dwr(String originHost) {
        return message(0x80, 280, 0, 2, 2, text(264, originHost), text(296, "example.com"));
    }

    public static byte[] dpr(String originHost) {
        return message(0x80, 282, 0, 3, 3, text(264, originHost), text(296, "example.com"), u32(273, 0));
    }
}
