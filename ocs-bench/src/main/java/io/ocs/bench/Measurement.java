package io.ocs.bench;

/** One run of load from both sides: what the generator saw, and what it cost the server for each answer. */
record Measurement(LoadResult load, long serverCpuNanosPerRequest, long serverBytesPerRequest) {}
