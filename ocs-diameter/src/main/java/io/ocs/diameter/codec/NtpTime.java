package io.ocs.diameter.codec;

/** The Time format (RFC 6733 §4.3.1): seconds of the NTP eras, the second of which begins on 7 February 2036. */
final class NtpTime {

    private static final long SECONDS_1900_TO_1970 = 2_208_988_800L;
    private static final long SECONDS_OF_ERA = 1L << 32;
    private static final long ERA_BIT = 1L << 31;

    private NtpTime() {}

    /** Milliseconds since 1970 of seconds on the wire; those without the most significant bit are of the second era. */
    static long toMs(long ntpSeconds) {
        long era = (ntpSeconds & ERA_BIT) == 0 ? SECONDS_OF_ERA : 0;
        return (ntpSeconds + era - SECONDS_1900_TO_1970) * 1000;
    }

    /** Seconds on the wire, modulo their era, of milliseconds since 1970. */
    static long ofMs(long ms) {
        return Math.floorMod(Math.floorDiv(ms, 1000) + SECONDS_1900_TO_1970, SECONDS_OF_ERA);
    }
}
