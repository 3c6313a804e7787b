package io.ocs.bench;

/**
 * One run of load from both sides: what the generator saw, and what it cost the server for each answer; {@link #UNKNOWN} where the
 * server is not ours to look at.
 */
record Measurement(LoadResult load, long serverCpuNanosPerRequest, long serverBytesPerRequest) {
    static final long UNKNOWN = -1;

    static Measurement ofLoadOnly(LoadResult load) {
        return new Measurement(load, UNKNOWN, UNKNOWN);
    }
}
