package io.ocs.diameter.peer;

import io.ocs.diameter.codec.OverloadReport;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells the clients of one connection to send less, if they understand that (RFC 7683). Once a second it looks at how many of their requests were refused
 * with 3004, because a ring was too full or the peer's rate was passed, and how full the rings are, and asks for that much less; when it was too much it lets go
 * by halves, and ends the report with one of no reduction and no validity, repeated until the last one before it is over. Exists only for connections over
 * which a request with OC-Supported-Features has come. Belongs to its event loop; times are those of {@link System#nanoTime}.
 */
final class OverloadControl {

    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** The default of OC-Validity-Duration (§7.5). */
    private static final int VALIDITY_S = 30;

    private static final long VALIDITY_NANOS = TimeUnit.SECONDS.toNanos(VALIDITY_S);
    /** Some requests always come, so that the end of overload is seen. */
    private static final int REDUCTION_MAX = 90;
    /** Reductions are multiples of this many percent, so that the report is not another one each second. */
    private static final int STEP = 5;
    /** Fullness of a ring in percent beyond which new sessions are refused. */
    private static final int CROWDED = 60;

    private final OverloadReport report = new OverloadReport();
    private final AtomicLong sequence;
    private long intervalFromNanos;
    private int offered;
    private int refused;
    private int reduction;
    private long validUntilNanos;
    private boolean telling;

    /** @param sequence that of this server, which has risen since before its last start */
    OverloadControl(AtomicLong sequence, long now) {
        this.sequence = sequence;
        intervalFromNanos = now;
    }

    /** What to tell now. */
    OverloadReport report() {
        return report;
    }

    /** A request has come. */
    void onRequest() {
        offered++;
    }

    /** A request was answered 3004. */
    void onRefused() {
        refused++;
    }

    /** Looks once a second; {@code fullnessPercent} is that of the fullest ring. */
    void tick(int fullnessPercent, long now) {
        if (now - intervalFromNanos < INTERVAL_NANOS) {
            return;
        }
        intervalFromNanos = now;
        int next = next(fullnessPercent);
        offered = 0;
        refused = 0;
        boolean renewed = next > 0 && validUntilNanos - now < VALIDITY_NANOS / 2;
        if (next != reduction || renewed) {
            reduction = next;
            tell(now);
        } else if (telling && reduction == 0 && now - validUntilNanos >= 0) {
            telling = false;
            report.clear();
        }
    }

    private void tell(long now) {
        telling = true;
        if (reduction > 0) {
            validUntilNanos = now + VALIDITY_NANOS;
            report.set(sequence.incrementAndGet(), reduction, VALIDITY_S);
        } else {
            report.set(sequence.incrementAndGet(), 0, 0);
        }
    }

    /** The reduction in percent, of what clients would send without any. */
    private int next(int fullnessPercent) {
        int share = offered == 0 ? 0 : (int) Math.min(100, (100L * refused + offered - 1) / offered); // rounded up
        int crowd = Math.max(0, fullnessPercent - CROWDED);
        if (share == 0 && crowd == 0) {
            return reduction / 2 / STEP * STEP;
        }
        int passed = (100 - reduction) * (100 - share) / 100; // rounded down
        return Math.min(REDUCTION_MAX, stepUp(Math.max(crowd, 100 - passed)));
    }

    private static int stepUp(int percent) {
        return (percent + STEP - 1) / STEP * STEP;
    }
}
