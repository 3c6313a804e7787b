package io.ocs.bench;

import org.HdrHistogram.Histogram;

/** A load under way, as far as it has come. */
interface Progress {
    /** Requests answered so far in this run. */
    long answered();

    /** Latencies of the measured requests that were answered as they should be, since the last call. */
    Histogram takeLatencyNanos() throws InterruptedException;
}
