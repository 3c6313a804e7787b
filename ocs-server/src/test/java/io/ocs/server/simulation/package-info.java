/**
 * A seeded simulator of the whole pipeline in one thread: octets of Diameter, codec, gateway, shards, segment journal on a disk in memory that fails
 * as it is told, image, projector of charging data records; and a model of it that shares no arithmetic with the product.
 *
 * <p>{@link io.ocs.server.simulation.Simulator} draws one operation after the other from its seed and gives it to a
 * {@link io.ocs.server.simulation.Node} ({@link io.ocs.server.simulation.DutyCycle}, {@link io.ocs.server.simulation.Lives}); {@link io.ocs.server.simulation.Books} says what the answer and the balances must be;
 * {@link io.ocs.server.simulation.Audit} reads what the journal and the sinks have made of it. After every step all of them must agree, or an
 * {@link io.ocs.server.simulation.Violation} names the invariant, the seed and the step. {@link io.ocs.server.simulation.PlantedBug} shows that they
 * would: each of its bugs sits in a wrapper around one port and is caught.
 */
package io.ocs.server.simulation;
