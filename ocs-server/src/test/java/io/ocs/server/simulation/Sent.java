package io.ocs.server.simulation;

import io.ocs.core.RequestType;

/** One sending of a request. */
final class Sent {
    final Request request;
    final boolean again;
    final int port;
    final int generation;
    final long receivedMs;
    byte[] answer;

    Sent(Request request, boolean again, int port, int generation, long receivedMs) {
        this.request = request;
        this.again = again;
        this.port = port;
        this.generation = generation;
        this.receivedMs = receivedMs;
    }

    boolean isLate(long nowMs) {
        return nowMs - receivedMs > Node.WAIT_MAX_MS && request.type() != RequestType.TERMINATION;
    }

    @Override
    public String toString() {
        return request + (again ? " T" : "") + " -> "
                + (answer == null ? "no answer" : Wire.text(answer, request.multiple()));
    }
}
