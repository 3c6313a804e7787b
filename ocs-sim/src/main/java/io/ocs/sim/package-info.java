/**
 * The functional network-element simulator: an independent Credit-Control client on jDiameter's client stack, which plays
 * packet data, voice, SMS and event services against any server and notes all it was told.
 *
 * <p>How data passes through it: {@link io.ocs.sim.Simulation} starts sessions at their intended times; each takes a
 * {@code Script} (pure, seeded) from its {@link io.ocs.sim.Scenario}, which yields the first {@link
 * io.ocs.sim.CreditControlRequest} and, from every {@link io.ocs.sim.CreditControlAnswer}, the next; a {@code
 * SimulatedSession} sends them through the {@link io.ocs.sim.NetworkElement}, which writes AVPs, matches answers and keeps
 * the connection; what came back goes to the counters behind {@link io.ocs.sim.SimulationReport} and, one line a request,
 * to the {@link io.ocs.sim.ClientLog}.
 *
 * <p>Threads: the caller of {@code Simulation.run} paces; a small scheduler runs the sessions; jDiameter's own thread only
 * moves messages. A session has one request open at a time, so its state passes from thread to thread and is never shared.
 */
package io.ocs.sim;
