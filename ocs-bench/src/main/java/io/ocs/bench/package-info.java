/**
 * Measures a charging server from outside, over its sockets, beside the physical limit of the same network library.
 *
 * <p>{@link io.ocs.bench.BenchCommand} starts the server under test and a {@link io.ocs.bench.NoLogicServer} in turn, each as a
 * process of its own ({@link io.ocs.bench.ServerProcess}), and drives the same {@link io.ocs.bench.LoadPlan} against both. A
 * {@link io.ocs.bench.LoadGenerator} opens the connections; on each, a {@code LoadConnection} keeps a window of virtual sessions,
 * copies the {@code Template} of the next request of a session into the outgoing buffer, patches the few octets that differ, and
 * matches the answers by their hop-by-hop id. What it sees goes into the {@code Tally} of its event loop; the tallies add up to a
 * {@link io.ocs.bench.LoadResult}, the results of both servers to the table.
 *
 * <p>Nothing here depends on the server's own modules: the octets are written and read by this package alone, so that a mistake
 * of the server's codec cannot hide in its own measurement.
 */
package io.ocs.bench;
