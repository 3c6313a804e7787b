/**
 * The executable: {@link io.ocs.server.Main} is the command line, {@code run} reads the configuration and starts
 * {@code OcsServer}, the one place that sees all modules and wires them by hand.
 */
package io.ocs.server;
