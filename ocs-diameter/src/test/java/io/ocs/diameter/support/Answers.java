package io.ocs.diameter.support;

import static io.ocs.diameter.support.AvpBuilder.message;
import static io.ocs.diameter.support.AvpBuilder.text;
import static io.ocs.diameter.support.AvpBuilder.u32;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** The answers that peers give to what this server asks: good ones, and mangled ones. */
public final class Answers {

    private static final int HEADER = 20;
    private static final String REALM = "example.com";

    private Answers() {}

    /** A CEA that accepts. */
    public static byte[] cea(String host, int hopByHop, int endToEnd) {
        return message(
                0,
                257,
                0,
                hopByHop,
                endToEnd,
                u32(268, 2001),
                text(264, host),
                text(296, REALM),
                AvpBuilder.avp(257, new byte[] {0, 1, 127, 0, 0, 1}),
                u32(266, 10415),
                AvpBuilder.optional(269, new byte[] {'x'}),
                u32(278, 7),
                u32(258, 4),
                AvpBuilder.group(260, u32(266, 10415), u32(258, 4)),
                u32(299, 0));
    }

    /** A DWA or DPA. */
    public static byte[] betweenPeers(int command, String host, int hopByHop, int endToEnd) {
        return message(
                0, command, 0, hopByHop, endToEnd, u32(268, 2001), text(264, host), text(296, REALM), u32(278, 7));
    }

    /** An RAA or ASA. */
    public static byte[] ofSession(int command, String host, int hopByHop, int endToEnd, int resultCode) {
        return message(
                resultCode / 1000 == 3 ? 0x60 : 0x40,
                command,
                4,
                hopByHop,
                endToEnd,
                text(263, host + ";1;1"),
                u32(268, resultCode),
                text(264, host),
                text(296, REALM),
                u32(278, 7));
    }

    /** One of each kind, to a request of these ids. */
    public static List<byte[]> all(String host, int hopByHop, int endToEnd) {
        return List.of(
                cea(host, hopByHop, endToEnd),
                betweenPeers(280, host, hopByHop, endToEnd),
                betweenPeers(282, host, hopByHop, endToEnd),
                ofSession(258, host, hopByHop, endToEnd, 2001),
                ofSession(274, host, hopByHop, endToEnd, 5002),
                ofSession(258, host, hopByHop, endToEnd, 3002));
    }

    /** Some octets replaced, now and then the end cut off; mostly with a header that is read on. */
    public static byte[] mangled(byte[] answer, SplittableRandom random) {
        byte[] message = answer.clone();
        if (random.nextInt(4) == 0) {
            message = Arrays.copyOf(message, HEADER + random.nextInt((message.length - HEADER) / 4) * 4);
            message[2] = (byte) (message.length >>> 8);
            message[3] = (byte) message.length;
        }
        int from = random.nextInt(20) == 0 ? 0 : HEADER;
        for (int flip = random.nextInt(1, 5); flip > 0 && message.length > from; flip--) {
            int at = random.nextInt(from, message.length);
            message[at] = switch (random.nextInt(4)) {
                case 0 -> 0;
                case 1 -> (byte) 0xff;
                default -> (byte) (message[at] ^ (1 << random.nextInt(8)));
            };
        }
        return message;
    }
}
