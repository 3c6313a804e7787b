package io.ocs.diameter.peer;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * How long a connection may be silent, in nanoseconds; all are looked at once per {@code tick}.
 *
 * @param watchdogNanos Tw of RFC 3539 §3.4.1
 * @param jitterNanos each interval is Tw plus or minus up to this, so that peers do not ask in step
 * @param messageNanos from connecting to the end of the CER, and from the first octet of any message to its last
 * @param probeNanos for the DWA of a connection whose peer has come again
 * @param closingNanos for the peer to go after a DPA, and for a stop in all
 * @param reconnectMinNanos from a failed attempt to connect to the next one, the first time
 * @param reconnectMaxNanos the longest that this becomes: Tc of RFC 6733 §2.1
 */
record PeerTimers(
        long tickNanos,
        long watchdogNanos,
        long jitterNanos,
        long messageNanos,
        long probeNanos,
        long closingNanos,
        long reconnectMinNanos,
        long reconnectMaxNanos) {

    static PeerTimers of(Duration watchdogInterval, Duration messageTimeMax) {
        return new PeerTimers(
                Duration.ofMillis(250).toNanos(),
                watchdogInterval.toNanos(),
                Duration.ofSeconds(2).toNanos(),
                messageTimeMax.toNanos(),
                Duration.ofSeconds(2).toNanos(),
                Duration.ofSeconds(5).toNanos(),
                Duration.ofSeconds(1).toNanos(),
                Duration.ofSeconds(30).toNanos());
    }

    long nextWatchdogNanos(SplittableRandom random) {
        return watchdogNanos - jitterNanos + random.nextLong(2 * jitterNanos + 1);
    }
}
