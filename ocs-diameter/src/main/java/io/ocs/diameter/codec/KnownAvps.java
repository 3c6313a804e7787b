package io.ocs.diameter.codec;

import java.util.BitSet;

/**
 * What is known of AVPs. A request may carry with the M bit those of the base protocol, of credit control, and of the 3GPP service information that
 * rating may look at; any other one with the M bit is answered 5001 (RFC 6733 §4.1). Of those of the base protocol and of credit control it is also
 * known how long their data is, and which of them belong into answers only. Immutable after loading; safe on any thread.
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

    /** The occurrence tables' 0 for requests (RFC 6733 §10.1, RFC 8506 §10.1). */
    private static final long[] ANSWERS_ONLY = bits(
            range(Avp.REDIRECT_HOST_USAGE, Avp.REDIRECT_MAX_CACHE_TIME),
            one(Avp.RESULT_CODE),
            one(Avp.FAILED_AVP),
            one(Avp.ERROR_MESSAGE),
            one(Avp.REDIRECT_HOST),
            one(Avp.ERROR_REPORTING_HOST),
            one(Avp.EXPERIMENTAL_RESULT),
            one(Avp.CC_SESSION_FAILOVER),
            range(Avp.CHECK_BALANCE_RESULT, Avp.COST_INFORMATION),
            range(Avp.CREDIT_CONTROL_FAILURE_HANDLING, Avp.DIRECT_DEBITING_FAILURE_HANDLING),
            range(Avp.FINAL_UNIT_INDICATION, Avp.GRANTED_SERVICE_UNIT),
            one(Avp.VALIDITY_TIME),
            one(Avp.QOS_FINAL_UNIT_INDICATION));

    /** Data of four octets: Unsigned32, Integer32, Enumerated, Time. */
    private static final long[] FOUR_OCTETS = bits(
            one(27), // Session-Timeout
            one(Avp.EVENT_TIMESTAMP),
            one(85), // Acct-Interim-Interval
            range(Avp.AUTH_APPLICATION_ID, Avp.ACCT_APPLICATION_ID),
            range(Avp.REDIRECT_HOST_USAGE, Avp.REDIRECT_MAX_CACHE_TIME),
            range(Avp.SUPPORTED_VENDOR_ID, Avp.RESULT_CODE),
            range(270, 274), // Session-Binding to Auth-Request-Type
            range(276, Avp.ORIGIN_STATE_ID), // Auth-Grace-Period, Auth-Session-State
            one(285), // Re-Auth-Request-Type
            one(291), // Authorization-Lifetime
            one(Avp.TERMINATION_CAUSE),
            one(Avp.INBAND_SECURITY_ID),
            range(Avp.CC_REQUEST_NUMBER, Avp.CC_REQUEST_TYPE),
            one(Avp.CC_SESSION_FAILOVER),
            one(Avp.CC_TIME),
            one(Avp.CHECK_BALANCE_RESULT),
            range(Avp.CURRENCY_CODE, Avp.EXPONENT), // with Credit-Control and the failure handlings
            range(Avp.RATING_GROUP, Avp.REDIRECT_ADDRESS_TYPE),
            one(Avp.REQUESTED_ACTION),
            one(Avp.SERVICE_IDENTIFIER),
            one(441), // Service-Parameter-Type
            range(Avp.VALIDITY_TIME, 455), // Final-Unit-Action to Multiple-Services-Indicator
            one(459), // User-Equipment-Info-Type
            one(480), // Accounting-Record-Type
            one(483), // Accounting-Realtime-Required
            one(485)); // Accounting-Record-Number

    /** Data of eight octets: Unsigned64, Integer64. */
    private static final long[] EIGHT_OCTETS = bits(
            one(287), // Accounting-Sub-Session-Id
            one(Avp.CC_INPUT_OCTETS),
            one(Avp.CC_OUTPUT_OCTETS),
            one(Avp.CC_SERVICE_SPECIFIC_UNITS),
            one(Avp.CC_SUB_SESSION_ID),
            one(Avp.CC_TOTAL_OCTETS),
            one(Avp.VALUE_DIGITS));

    /** Address of IPv4 (RFC 6733 §4.3.1), the shortest there is. */
    private static final int ADDRESS_MIN = 6;

    private KnownAvps() {}

    private static int[] one(int code) {
        return range(code, code);
    }

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
        return has(Avp.isVendorSpecific(key) ? TGPP : BASE, Avp.code(key));
    }

    private static boolean has(long[] set, int code) {
        int word = code >>> 6;
        return word < set.length && (set[word] & (1L << (code & 63))) != 0;
    }

    /** Whether a request must not carry it, at command level. */
    static boolean isForAnswersOnly(int key) {
        return key >= 0 && has(ANSWERS_ONLY, key);
    }

    /** Whether data of this length may be data of this AVP. */
    static boolean mayHaveLength(int key, int dataLength) {
        if (key < 0 || Avp.isVendorSpecific(key)) {
            return true;
        }
        return has(FOUR_OCTETS, key) ? dataLength == 4 : !has(EIGHT_OCTETS, key) || dataLength == 8;
    }

    /** Smallest data in octets of the AVP of this key: what an example of a missing one holds (RFC 6733 §7.5). */
    static int dataMin(int key) {
        if (has(FOUR_OCTETS, key) || key == Avp.REPORTING_REASON) {
            return 4;
        }
        if (has(EIGHT_OCTETS, key)) {
            return 8;
        }
        return key == Avp.HOST_IP_ADDRESS ? ADDRESS_MIN : 0;
    }
}
