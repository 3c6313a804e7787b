package io.ocs.server.assembly;

import io.micrometer.core.instrument.FunctionTimer;
import io.ocs.core.RequestType;
import io.ocs.core.ResultCode;
import io.ocs.core.ServiceContext;
import io.ocs.core.UnitKind;
import io.ocs.core.initiated.ClientAnswer;
import io.ocs.core.initiated.ClientRequest;
import io.ocs.core.shard.Distribution;
import io.ocs.diameter.peer.DiameterListener;
import io.ocs.diameter.peer.MessageTap;
import io.ocs.server.metrics.ServerMetrics;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** Counts answers on the event loops, without allocation; Micrometer reads the counts when it is scraped. */
final class WireMeters implements DiameterListener {
    private static final int UNKNOWN_TYPE = RequestType.values().length;
    private static final int UNKNOWN_CONTEXT = ServiceContext.values().length;
    private static final double SECONDS = 1e-9;
    /** Nanoseconds: 100 µs to 5 s. */
    private static final long[] LATENCY_BOUNDS = {
        100_000,
        200_000,
        500_000,
        1_000_000,
        2_000_000,
        5_000_000,
        10_000_000,
        20_000_000,
        50_000_000,
        100_000_000,
        200_000_000,
        500_000_000,
        1_000_000_000,
        5_000_000_000L
    };

    /** What became of a request, coarsely: exact codes are counted without time. */
    private enum Result {
        GRANTED,
        REFUSED,
        BUSY,
        FAILED;

        private static final Result[] VALUES = values();

        static Result of(ResultCode code) {
            if (code.isSuccess()) {
                return GRANTED;
            }
            if (code == ResultCode.TOO_BUSY) {
                return BUSY;
            }
            return code.isTransient() || code == ResultCode.USER_UNKNOWN ? REFUSED : FAILED;
        }
    }

    private final LongAdder[][] answers = new LongAdder[UNKNOWN_TYPE + 1][ResultCode.values().length];
    private final Distribution[][][] latencies =
            new Distribution[UNKNOWN_TYPE + 1][UNKNOWN_CONTEXT + 1][Result.VALUES.length];
    private final LongAdder[] granted = new LongAdder[UnitKind.COUNT];
    private final LongAdder malformed = new LongAdder();
    private final LongAdder orphans = new LongAdder();
    private final LongAdder restarts = new LongAdder();
    private final LongAdder ratesExceeded = new LongAdder();
    private final LongAdder acceptFailures = new LongAdder();
    private volatile String lastAcceptFailure = "";
    private final AtomicInteger peers = new AtomicInteger();
    private final Consumer<String> onRestart;
    private final MessageTap tap;
    private final ClientRequestMeters clients;

    /**
     * @param onRestart is told the Origin-Hosts that were started again
     * @param tap sees whole messages
     */
    WireMeters(ServerMetrics metrics, Consumer<String> onRestart, MessageTap tap) {
        this.onRestart = onRestart;
        this.tap = tap;
        clients = new ClientRequestMeters(metrics.registry());
        for (int type = 0; type <= UNKNOWN_TYPE; type++) {
            bindAnswers(metrics, type);
            for (int context = 0; context <= UNKNOWN_CONTEXT; context++) {
                bindLatencies(metrics, type, context);
            }
        }
        for (UnitKind kind : UnitKind.values()) {
            LongAdder units = new LongAdder();
            granted[kind.ordinal()] = units;
            metrics.counter(
                    "ocs.granted.units", "Units granted in answers; money in micros", units::sum, "unit", label(kind));
        }
        metrics.counter("ocs.diameter.malformed", "Messages that could not be accepted", malformed::sum);
        metrics.counter("ocs.diameter.answers.orphaned", "Answers whose connection had gone", orphans::sum);
        metrics.counter(
                "ocs.diameter.restarts",
                "Network elements that were started again, by their Origin-State-Id",
                restarts::sum);
        metrics.counter(
                "ocs.diameter.rates.exceeded",
                "Requests answered 3004 because their peer has passed its rate",
                ratesExceeded::sum);
        metrics.counter(
                "ocs.diameter.accept.failures",
                "Seconds in which connections waited that could not be accepted",
                acceptFailures::sum);
        metrics.gauge("ocs.diameter.peers", "Connections of peers that are up", peers::get);
    }

    private void bindAnswers(ServerMetrics metrics, int type) {
        String label = type == UNKNOWN_TYPE ? "unknown" : label(RequestType.values()[type]);
        FunctionTimer.builder(
                        "ocs.requests",
                        this,
                        meters -> meters.count(type),
                        meters -> meters.nanos(type),
                        TimeUnit.NANOSECONDS)
                .description("Credit-control requests answered, with the time from the read to the answer")
                .tag("type", label)
                .register(metrics.registry());
        for (ResultCode code : ResultCode.values()) {
            LongAdder count = new LongAdder();
            answers[type][code.ordinal()] = count;
            metrics.counter(
                    "ocs.answers",
                    "Answers to credit-control requests by Result-Code of the message",
                    count::sum,
                    "type",
                    label,
                    "code",
                    Integer.toString(code.code()));
        }
    }

    private void bindLatencies(ServerMetrics metrics, int type, int context) {
        for (Result result : Result.VALUES) {
            Distribution latency = Distribution.ofManyWriters(LATENCY_BOUNDS);
            latencies[type][context][result.ordinal()] = latency;
            metrics.histogram(
                    "ocs.request.duration.seconds",
                    "Time from the read of a credit-control request to its answer",
                    SECONDS,
                    latency,
                    "type",
                    type == UNKNOWN_TYPE ? "unknown" : label(RequestType.values()[type]),
                    "context",
                    context == UNKNOWN_CONTEXT ? "unknown" : label(ServiceContext.values()[context]),
                    "result",
                    label(result));
        }
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private long count(int type) {
        long sum = 0;
        for (LongAdder adder : answers[type]) {
            sum += adder.sum();
        }
        return sum;
    }

    private double nanos(int type) {
        long sum = 0;
        for (Distribution[] ofContext : latencies[type]) {
            for (Distribution ofResult : ofContext) {
                sum += ofResult.sum();
            }
        }
        return sum;
    }

    @Override
    public MessageTap tap() {
        return tap;
    }

    @Override
    public void onAnswer(RequestType type, ServiceContext context, ResultCode code, long latencyNanos) {
        int index = type == null ? UNKNOWN_TYPE : type.ordinal();
        answers[index][code.ordinal()].increment();
        latencies[index][context == null ? UNKNOWN_CONTEXT : context.ordinal()][
                Result.of(code).ordinal()].record(latencyNanos);
    }

    @Override
    public void onGrant(UnitKind kind, long units) {
        granted[kind.ordinal()].add(units);
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
    public void onClientRequestSent(ClientRequest.Kind kind) {
        clients.onSent(kind);
    }

    @Override
    public void onClientRequestEnded(ClientRequest.Kind kind, ClientAnswer.Status status) {
        clients.onEnded(kind, status);
    }

    @Override
    public void onUnexpectedAnswer() {
        clients.onUnexpectedAnswer();
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
