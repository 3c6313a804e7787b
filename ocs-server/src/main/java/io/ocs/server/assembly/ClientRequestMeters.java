package io.ocs.server.assembly;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.ocs.core.initiated.ClientAnswer;
import io.ocs.core.initiated.ClientRequest;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/** Counts what this server asks its clients by itself, and what becomes of it. Safe on any thread. */
final class ClientRequestMeters {
    private static final int STATUSES = ClientAnswer.Status.values().length;

    private final LongAdder[] sent = new LongAdder[ClientRequest.Kind.values().length];
    private final LongAdder[][] ended = new LongAdder[sent.length][STATUSES];
    private final LongAdder unexpected = new LongAdder();

    ClientRequestMeters(MeterRegistry registry) {
        for (ClientRequest.Kind kind : ClientRequest.Kind.values()) {
            sent[kind.ordinal()] = new LongAdder();
            FunctionCounter.builder("ocs.diameter.requests.sent", sent[kind.ordinal()], LongAdder::sum)
                    .description("Requests of the server's own written to connections, repeats included")
                    .tag("command", command(kind))
                    .register(registry);
            for (ClientAnswer.Status status : ClientAnswer.Status.values()) {
                bind(registry, kind, status);
            }
        }
        FunctionCounter.builder("ocs.diameter.answers.unexpected", unexpected, LongAdder::sum)
                .description("Answers to nothing that was asked, or too late")
                .register(registry);
    }

    private void bind(MeterRegistry registry, ClientRequest.Kind kind, ClientAnswer.Status status) {
        LongAdder adder = new LongAdder();
        ended[kind.ordinal()][status.ordinal()] = adder;
        FunctionCounter.builder("ocs.diameter.requests.ended", adder, LongAdder::sum)
                .description("What became of requests of the server's own")
                .tag("command", command(kind))
                .tag("outcome", status.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .register(registry);
    }

    private static String command(ClientRequest.Kind kind) {
        return switch (kind) {
            case RE_AUTHORIZE -> "re-auth";
            case ABORT -> "abort-session";
        };
    }

    void onSent(ClientRequest.Kind kind) {
        sent[kind.ordinal()].increment();
    }

    void onEnded(ClientRequest.Kind kind, ClientAnswer.Status status) {
        ended[kind.ordinal()][status.ordinal()].increment();
    }

    void onUnexpectedAnswer() {
        unexpected.increment();
    }
}
