package io.ocs.bench;

import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What one run has shown. Requests, types, codes and latencies are those of the measured time, by the time at which a request was to
 * leave; failures are counted over the whole run, so that a warm-up cannot hide any.
 *
 * @param requests answered ones
 * @param ratePerSecond answers that came within the measured time, per second
 * @param requestsByType by CC-Request-Type, 1 to 4
 * @param resultCodes how many answers had which Result-Code; 0: none, or not one of Diameter's
 * @param serviceResultCodes the same of the MSCCs in the answers
 * @param latencyNanos from the intended time of sending to the read that brought the answer
 * @param acceptedNanos the same of those answers alone in which the message and all of its services were 2001
 * @param goodputPerSecond such answers that came within the measured time, per second
 * @param refused answers in which the message or one of its services was not 2001
 * @param tooBusy those of them that were refused with 3004 (DIAMETER_TOO_BUSY)
 * @param mismatches answers that no request waited for, or that did not repeat its Session-Id, type and number
 * @param lost requests without an answer within 10 s of the end, or of which the connection broke
 * @param unsent requests of an open loop whose time came, but for which no session was free until the end
 * @param disconnects connections that the server ended
 * @param clientCpuNanosPerRequest CPU time of the generator's event loops for each answer
 */
public record LoadResult(
        LoadPlan plan,
        long requests,
        long ratePerSecond,
        Map<Integer, Long> requestsByType,
        Map<Integer, Long> resultCodes,
        Map<Integer, Long> serviceResultCodes,
        Histogram latencyNanos,
        Histogram acceptedNanos,
        long goodputPerSecond,
        long refused,
        long tooBusy,
        long mismatches,
        long lost,
        long unsent,
        long disconnects,
        long clientCpuNanosPerRequest) {

    /** 0 if every request was answered as it should be. */
    public long failures() {
        return refused + mismatches + lost + unsent + disconnects;
    }

    /** 0 if every request was answered as it should be or refused with 3004, as far as it could be sent. */
    public long failuresInOverload() {
        return failures() - tooBusy - unsent;
    }

    /** Latency that {@code percentile} of the requests did not exceed, in nanoseconds. */
    public long latencyNanosAt(double percentile) {
        return latencyNanos.getValueAtPercentile(percentile);
    }
}
