package io.ocs.bench;

/**
 * One run of load from both sides: what the generator saw, and what it cost the server for each answer, top-ups beside it included;
 * {@link #UNKNOWN} where the server is not ours to look at.
 *
 * @param topUps done beside the load
 * @param topUpsFailed refused or not answered
 */
record Measurement(
        LoadResult load, long serverCpuNanosPerRequest, long serverBytesPerRequest, long topUps, long topUpsFailed) {
    static final long UNKNOWN = -1;

    static Measurement ofLoadOnly(LoadResult load) {
        return new Measurement(load, UNKNOWN, UNKNOWN, 0, 0);
    }

    long failures() {
        return load.failures() + topUpsFailed;
    }
}
