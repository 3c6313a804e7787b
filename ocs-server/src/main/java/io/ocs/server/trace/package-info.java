/**
 * Traces of one subscriber: {@link io.ocs.server.trace.Traces} takes the octets of its messages on the event loops while a trace runs, {@link
 * io.ocs.server.trace.TraceReport} puts them in one order with the records that the journal has of its account, and the rest tells that: as text, as one HTML
 * file, as a capture file for Wireshark.
 */
package io.ocs.server.trace;
