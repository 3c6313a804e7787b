package io.ocs.diameter.codec;

import java.util.BitSet;

/**
 * Which AVPs a request may carry with the M bit: those of the base protocol, of credit control, and of the 3GPP service information that rating
 * may look at. Any other one with the M bit is answered 5001 (RFC 6733 §4.1). Immutable after loading; safe on any thread.
 */
final class KnownAvps {

    private static final long[] BASE = bits(
            range(1, 143), // RADIUS attributes, RFC 7155 §4
            range(257, 301), // RFC 6733 §4.5
            range(318, 348), // RFC 4004, RFC 5447
            range(363, 393), // RFC 4740 (SIP), used in IMS
            range(400, 465), // RFC 7155, RFC 8506 §8
            range(480, 485), // RFC 6733 §9.8
            range(620, 669)); // RFC 7683 overload, RFC 8506 §8.52 to §8.68

    private static final long[] TGPP = bits(
            range(1, 59), // TS 29.061 §16.4.7
            range(500, 564), // TS 29.214: media and flow description, AF-Charging-Identifier
            range(600, 719), // TS 29.229, TS 29.329: public identity, visited network
            range(823, 934), // TS 32.299 §7.2, TS 29.061
            range(1000, 1119), // TS 29.212: QoS-Information, RAT-Type
            range(1200, 1288), // TS 32.299 §7.2
            range(1400, 1542), // TS 29.272, TS 29.273
            range(1600, 1718), // TS 29.272
            range(2000, 2118), // TS 32.299 §7.2
            range(2300, 2321), // TS 32.299 §7.2
            range(2600, 2606), // TS 32.299 §7.2
            range(2700, 2717), // TS 32.299 §7.2
            range(2800, 2855), // TS 29.212
            range(3400, 3462), // TS 32.299 §7.2
            range(3901, 3942), // TS 32.299 §7.2
            range(4400, 4413)); // TS 32.299 §7.2

    private KnownAvps() {}

    private static int[] range(int first, int last) {
        return new int[] {first, last};
    }

    private static long[] bits(int[]... ranges) {
        BitSet set = new BitSet();
        for (int[] range : ranges) {
            set.set(range[0], range[1] + 1);
        }
        return set.toLongArray();
    }

    /** Whether the AVP of this key is understood. */
    static boolean contains(int key) {
        if (key == Avp.FOREIGN) {
            return false;
        }
        long[] known = Avp.isVendorSpecific(key) ? TGPP : BASE;
        int code = Avp.code(key);
        int word = code >>> 6;
        return word < known.length && (known[word] & (1L << (code & 63))) != 0;
    }
}
