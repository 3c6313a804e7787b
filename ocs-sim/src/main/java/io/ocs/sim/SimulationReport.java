package io.ocs.sim;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a simulation has seen so far. Repeats count as requests and answers, but what they report and were told is counted
 * once.
 *
 * @param elapsed since the start
 * @param requests sent, repeats included
 * @param answers received, repeats included
 * @param resultCodes answers by Result-Code of the message
 * @param serviceResultCodes services in answers by their own Result-Code; one without counts as 2001
 * @param timeouts requests that the server left unanswered
 * @param disconnects requests whose connection broke; they are sent again after the reconnect
 * @param malformed answers no client could use
 * @param repeats requests sent a second time on purpose
 * @param mismatches repeats with an answer other than the original's
 * @param sessionsStarted sessions and rows of events begun
 * @param sessionsEnded ended as their scenario meant it, refusals included
 * @param sessionsAbandoned given up for lack of an answer
 * @param octetsUsed octets reported
 * @param secondsUsed seconds of voice reported
 * @param unitsUsed service-specific units debited
 * @param charged micros told by currency: sessions at their end, and debits
 * @param refunded micros told by currency: refunds, as positive amounts
 * @param latency of answers to first sendings, from the intended time of sending
 */
public record SimulationReport(
        Duration elapsed,
        long requests,
        long answers,
        SortedMap<Long, Long> resultCodes,
        SortedMap<Long, Long> serviceResultCodes,
        long timeouts,
        long disconnects,
        long malformed,
        long repeats,
        long mismatches,
        long sessionsStarted,
        long sessionsEnded,
        long sessionsAbandoned,
        long octetsUsed,
        long secondsUsed,
        long unitsUsed,
        SortedMap<Long, Long> charged,
        SortedMap<Long, Long> refunded,
        Latency latency) {
    public SimulationReport {
        resultCodes = copy(resultCodes);
        serviceResultCodes = copy(serviceResultCodes);
        charged = copy(charged);
        refunded = copy(refunded);
    }

    /** Latency in microseconds; all 0 before the first answer. */
    public record Latency(long p50, long p90, long p99, long p999, long max) {}

    /** Sessions begun and not over. */
    public long sessionsOpen() {
        return sessionsStarted - sessionsEnded - sessionsAbandoned;
    }

    /** Whether the server did all that a network element can ask: answered everything, readably, and alike to repeats. */
    public boolean isSound() {
        return timeouts == 0 && malformed == 0 && mismatches == 0 && sessionsAbandoned == 0 && sessionsOpen() == 0;
    }

    private static SortedMap<Long, Long> copy(Map<Long, Long> map) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(map));
    }
}
