package io.ocs.sim;

import static java.util.Objects.requireNonNull;

/**
 * Who uses a service.
 *
 * @param msisdn E.164 digits, without a plus
 * @param imsi 15 digits
 */
record Subscriber(String msisdn, String imsi) {
    private static final long IMSI_BASE = 1_010_000_000_000L;

    Subscriber {
        requireNonNull(msisdn, "msisdn");
        requireNonNull(imsi, "imsi");
    }

    /** The {@code index}-th subscriber of a number range; its IMSI is 001010000000000 + index. */
    static Subscriber of(long firstMsisdn, long index) {
        String imsi = "00" + (IMSI_BASE + index);
        return new Subscriber(Long.toString(firstMsisdn + index), imsi);
    }
}
