package io.ocs.sim;

import io.ocs.sim.NetworkElement.ServerRequest;
import io.ocs.sim.NoAnswerException.Reason;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionException;

/**
 * Plays one {@link Script}: sends, waits, thinks, and sends again. Every event runs on the simulation's scheduler, one at a
 * time, since a session has one request or one timer open.
 */
final class SimulatedSession {
    private static final long RECONNECT_POLL_MS = 200;
    private static final long RECONNECT_MAX_NANOS = 60_000_000_000L;

    private final Simulation simulation;
    private final Script script;
    private final SplittableRandom random;
    private final String sessionId;
    private CreditControlRequest request;
    private CreditControlAnswer answer;
    private long endToEndId;
    private long intendedNanos;
    private boolean perhapsSent;
    private long lostSinceNanos;
    private boolean lost;
    private volatile boolean aborted;

    SimulatedSession(Simulation simulation, Script script, SplittableRandom random, String sessionId) {
        this.simulation = simulation;
        this.script = script;
        this.random = random;
        this.sessionId = sessionId;
    }

    void start(long startNanos) {
        simulation.element().addSession(sessionId, this::onServerRequest);
        simulation.meters().sessionStarted();
        begin(script.first().request(), startNanos);
    }

    /** A RAR is answered and nothing follows, as Open5GS does; an ASR ends the session with its next request. */
    private void onServerRequest(ServerRequest asked) {
        if (asked == ServerRequest.ABORT) {
            aborted = true;
        }
    }

    private void begin(CreditControlRequest next, long atNanos) {
        request = next.at(Instant.now());
        answer = null;
        endToEndId = simulation.element().nextEndToEndId();
        intendedNanos = atNanos;
        perhapsSent = false;
        lost = false;
        transmit();
    }

    private void transmit() {
        boolean retransmitted = perhapsSent;
        simulation.send(request, endToEndId, retransmitted, (received, failure) -> {
            if (failure == null) {
                onAnswer(received, retransmitted);
            } else {
                onNoAnswer(failure, retransmitted);
            }
        });
    }

    private void onAnswer(CreditControlAnswer received, boolean retransmitted) {
        long latencyMicros = (System.nanoTime() - intendedNanos) / 1000;
        simulation.log(request, retransmitted, latencyMicros, received, null);
        if (answer != null) {
            simulation.meters().repeated(received, received.equals(answer));
            goOn();
            return;
        }
        answer = received;
        simulation.meters().answered(request, received, latencyMicros);
        if (random.nextInt(1000) < simulation.options().repeatsPerMille()) {
            perhapsSent = true;
            intendedNanos = System.nanoTime();
            transmit();
        } else {
            goOn();
        }
    }

    private void goOn() {
        boolean ending = aborted || simulation.isEnding();
        Optional<Script.Step> next = script.next(answer, ending);
        if (next.isEmpty()) {
            simulation.meters().sessionEnded();
            finish();
            return;
        }
        long delayMs = ending ? 0 : next.get().delayMs();
        long atNanos = System.nanoTime() + delayMs * 1_000_000;
        simulation.schedule(() -> begin(next.get().request(), atNanos), delayMs);
    }

    private void onNoAnswer(Throwable failure, boolean retransmitted) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (!(cause instanceof NoAnswerException noAnswer)) {
            throw new IllegalStateException("request could not be made", cause);
        }
        Reason reason = noAnswer.reason();
        simulation.meters().unanswered(reason);
        if (reason != Reason.NOT_SENT) {
            perhapsSent = true;
            simulation.log(request, retransmitted, (System.nanoTime() - intendedNanos) / 1000, null, reason);
        }
        if (mayComeBack(reason)) {
            simulation.schedule(this::transmit, RECONNECT_POLL_MS);
        } else {
            simulation.meters().sessionAbandoned();
            finish();
        }
    }

    /** Whether the connection is lost, and not yet for too long. */
    private boolean mayComeBack(Reason reason) {
        if (reason != Reason.NOT_SENT && reason != Reason.DISCONNECTED) {
            return false;
        }
        if (!lost) {
            lost = true;
            lostSinceNanos = System.nanoTime();
        }
        return System.nanoTime() - lostSinceNanos < RECONNECT_MAX_NANOS;
    }

    private void finish() {
        simulation.element().removeSession(sessionId);
        simulation.sessionOver();
    }
}
