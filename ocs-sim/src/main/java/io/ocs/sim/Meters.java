package io.ocs.sim;

import io.ocs.sim.NoAnswerException.Reason;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** The counters of a running simulation; safe on any thread. */
final class Meters {
    private static final long SUCCESS = 2001;
    private static final int DIGITS = 3;

    private final long startNanos = System.nanoTime();
    private final LongAdder requests = new LongAdder();
    private final LongAdder answers = new LongAdder();
    private final Map<Long, LongAdder> resultCodes = new ConcurrentHashMap<>();
    private final Map<Long, LongAdder> serviceResultCodes = new ConcurrentHashMap<>();
    private final Map<Reason, LongAdder> unanswered = new ConcurrentHashMap<>();
    private final LongAdder repeats = new LongAdder();
    private final LongAdder mismatches = new LongAdder();
    private final LongAdder started = new LongAdder();
    private final LongAdder ended = new LongAdder();
    private final LongAdder abandoned = new LongAdder();
    private final LongAdder octets = new LongAdder();
    private final LongAdder seconds = new LongAdder();
    private final LongAdder units = new LongAdder();
    private final Map<Long, LongAdder> charged = new ConcurrentHashMap<>();
    private final Map<Long, LongAdder> refunded = new ConcurrentHashMap<>();
    private final Recorder recorder = new Recorder(DIGITS);
    private final Histogram latency = new Histogram(DIGITS);

    void sessionStarted() {
        started.increment();
    }

    void sessionEnded() {
        ended.increment();
    }

    void sessionAbandoned() {
        abandoned.increment();
    }

    void unanswered(Reason reason) {
        if (reason != Reason.NOT_SENT) {
            requests.increment();
        }
        add(unanswered, reason, 1);
    }

    /** The first answer to a request. */
    void answered(CreditControlRequest request, CreditControlAnswer answer, long latencyMicros) {
        countCodes(answer);
        recorder.recordValue(Math.max(0, latencyMicros));
        countUsage(request);
        countEvent(request, answer);
        countMoney(request, answer.cost());
    }

    private void countMoney(CreditControlRequest request, Cost cost) {
        if (cost == null || request.action() == RequestedAction.PRICE_ENQUIRY) {
            return;
        }
        boolean refund = request.action() == RequestedAction.REFUND_ACCOUNT;
        // Some servers tell a refund as a negative cost, others as the amount.
        long micros = refund ? Math.abs(cost.micros()) : cost.micros();
        add(refund ? refunded : charged, (long) cost.currency(), micros);
    }

    /** The answer to a repeat. */
    void repeated(CreditControlAnswer answer, boolean alike) {
        countCodes(answer);
        repeats.increment();
        if (!alike) {
            mismatches.increment();
        }
    }

    private void countCodes(CreditControlAnswer answer) {
        requests.increment();
        answers.increment();
        add(resultCodes, answer.resultCode(), 1);
        for (ServiceGrant service : answer.services()) {
            boolean silent = service.resultCode() == ServiceUnits.ABSENT;
            add(serviceResultCodes, silent ? SUCCESS : service.resultCode(), 1);
        }
    }

    private void countUsage(CreditControlRequest request) {
        for (ServiceUsage service : request.services()) {
            ServiceUnits used = service.used();
            if (used == null) {
                continue;
            }
            if (used.hasOctets()) {
                octets.add(used.allOctets());
            } else {
                seconds.add(Math.max(0, used.seconds()));
            }
        }
    }

    private void countEvent(CreditControlRequest request, CreditControlAnswer answer) {
        if (request.action() != RequestedAction.DIRECT_DEBITING || !answer.isFullSuccess()) {
            return;
        }
        if (answer.granted() != null) {
            units.add(Math.max(0, answer.granted().specific()));
        }
        for (ServiceGrant service : answer.services()) {
            if (service.granted() != null) {
                units.add(Math.max(0, service.granted().specific()));
            }
        }
    }

    SimulationReport report() {
        return new SimulationReport(
                Duration.ofNanos(System.nanoTime() - startNanos),
                requests.sum(),
                answers.sum(),
                sums(resultCodes),
                sums(serviceResultCodes),
                sum(Reason.TIMED_OUT),
                sum(Reason.DISCONNECTED),
                sum(Reason.MALFORMED),
                repeats.sum(),
                mismatches.sum(),
                started.sum(),
                ended.sum(),
                abandoned.sum(),
                octets.sum(),
                seconds.sum(),
                units.sum(),
                sums(charged),
                sums(refunded),
                latency());
    }

    private synchronized SimulationReport.Latency latency() {
        latency.add(recorder.getIntervalHistogram());
        return new SimulationReport.Latency(
                latency.getValueAtPercentile(50),
                latency.getValueAtPercentile(90),
                latency.getValueAtPercentile(99),
                latency.getValueAtPercentile(99.9),
                latency.getMaxValue());
    }

    private long sum(Reason reason) {
        LongAdder adder = unanswered.get(reason);
        return adder == null ? 0 : adder.sum();
    }

    private static <K> void add(Map<K, LongAdder> map, K key, long amount) {
        map.computeIfAbsent(key, absent -> new LongAdder()).add(amount);
    }

    private static SortedMap<Long, Long> sums(Map<Long, LongAdder> map) {
        SortedMap<Long, Long> sums = new TreeMap<>();
        map.forEach((key, adder) -> sums.put(key, adder.sum()));
        return sums;
    }
}
