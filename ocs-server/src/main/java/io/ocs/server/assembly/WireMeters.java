package io.ocs.server.assembly;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.ocs.core.RequestType;
import io.ocs.core.ResultCode;
import io.ocs.diameter.peer.DiameterListener;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** Counts answers on the event loops, without allocation; Micrometer reads the counts when it is scraped. */
final class WireMeters implements DiameterListener {
    private static final int UNKNOWN_TYPE = RequestType.values().length;

    private final LongAdder[][] answers = new LongAdder[UNKNOWN_TYPE + 1][ResultCode.values().length];
    private final LongAdder[] nanos = new LongAdder[UNKNOWN_TYPE + 1];
    private final LongAdder malformed = new LongAdder();
    private final LongAdder orphans = new LongAdder();
    private final LongAdder restarts = new LongAdder();
    private final LongAdder ratesExceeded = new LongAdder();
    private final LongAdder acceptFailures = new LongAdder();
    private volatile String lastAcceptFailure = "";
    private final AtomicInteger peers = new AtomicInteger();
    private final Consumer<String> onRestart;

    /** @param onRestart is told the Origin-Hosts that were started again */
    WireMeters(MeterRegistry registry, Consumer<String> onRestart) {
        this.onRestart = onRestart;
        for (int type = 0; type <= UNKNOWN_TYPE; type++) {
            nanos[type] = new LongAdder();
            for (ResultCode code : ResultCode.values()) {
                answers[type][code.ordinal()] = new LongAdder();
            }
            bind(registry, type);
        }
        FunctionCounter.builder("ocs.diameter.malformed", malformed, LongAdder::sum)
                .description("Messages that could not be accepted")
                .register(registry);
        FunctionCounter.builder("ocs.diameter.answers.orphaned", orphans, LongAdder::sum)
                .description("Answers whose connection had gone")
                .register(registry);
        FunctionCounter.builder("ocs.diameter.restarts", restarts, LongAdder::sum)
                .description("Network elements that were started again, by their Origin-State-Id")
                .register(registry);
        FunctionCounter.builder("ocs.diameter.rates.exceeded", ratesExceeded, LongAdder::sum)
                .description("Requests answered 3004 because their peer has passed its rate")
                .register(registry);
        FunctionCounter.builder("ocs.diameter.accept.failures", acceptFailures, LongAdder::sum)
                .description("Seconds in which connections waited that could not be accepted")
                .register(registry);
        registry.gauge("ocs.diameter.peers", peers);
    }

    private void bind(MeterRegistry registry, int type) {
        String label = type == UNKNOWN_TYPE
                ? "unknown"
                : RequestType.values()[type].name().toLowerCase(Locale.ROOT);
        FunctionTimer.builder(
                        "ocs.requests",
                        this,
                        meters -> meters.count(type),
                        meters -> meters.nanos[type].sum(),
                        TimeUnit.NANOSECONDS)
                .description("Credit-control requests answered, with the time from the read to the answer")
                .tag("type", label)
                .register(registry);
        for (ResultCode code : ResultCode.values()) {
            FunctionCounter.builder("ocs.answers", answers[type][code.ordinal()], LongAdder::sum)
                    .description("Answers to credit-control requests by Result-Code of the message")
                    .tag("type", label)
                    .tag("code", Integer.toString(code.code()))
                    .register(registry);
        }
    }

    private long count(int type) {
        long sum = 0;
        for (LongAdder adder : answers[type]) {
            sum += adder.sum();
        }
        return sum;
    }

    @Override
    public void onAnswer(RequestType type, ResultCode code, long latencyNanos) {
        int index = type == null ? UNKNOWN_TYPE : type.ordinal();
        answers[index][code.ordinal()].increment();
        nanos[index].add(latencyNanos);
    }

    @Override
    public void onMalformed(ResultCode code) {
        malformed.increment();
    }

    @Override
    public void onAnswerWithoutConnection() {
        orphans.increment();
    }

    @Override
    public void onRestart(String originHost) {
        restarts.increment();
        onRestart.accept(originHost);
    }

    @Override
    public void onRateExceeded() {
        ratesExceeded.increment();
    }

    @Override
    public void onAcceptFailed(Throwable cause) {
        acceptFailures.increment();
        lastAcceptFailure = cause.toString();
    }

    /** How often connections could not be accepted. */
    long acceptFailures() {
        return acceptFailures.sum();
    }

    /** Why the last one could not, or an empty text. */
    String lastAcceptFailure() {
        return lastAcceptFailure;
    }

    /** Requests answered 3004. */
    long refused() {
        long sum = 0;
        for (LongAdder[] ofType : answers) {
            sum += ofType[ResultCode.TOO_BUSY.ordinal()].sum();
        }
        return sum;
    }

    @Override
    public void onPeerUp(String originHost) {
        peers.incrementAndGet();
    }

    @Override
    public void onPeerDown(String originHost) {
        peers.decrementAndGet();
    }
}
