/**
 * Rating without a server: what a usage would cost under an offer of a catalogue's directory, and how that comes about. It asks the same
 * catalogue and the same account balance function as a shard does, on an account of its own in memory; nothing is written.
 */
package io.ocs.server.rate;
