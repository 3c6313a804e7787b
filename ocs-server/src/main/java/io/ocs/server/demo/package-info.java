/**
 * {@code ocs demo}: the whole system on one machine, started, used, watched and audited.
 *
 * <p>{@link io.ocs.server.demo.DemoCommand} lays out a folder, starts the server, provisions {@link io.ocs.server.demo.DemoSubscribers} over HTTP,
 * lets a {@link io.ocs.server.demo.DemoLoad} of simulated network elements charge them through sockets, shows it in a
 * {@link io.ocs.server.demo.DemoView}, and at the end reads everything again and reconciles it ({@link io.ocs.server.demo.DemoAudit}).
 */
package io.ocs.server.demo;
