package io.ocs.sim;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A row of one-time events; it stops at the first that is refused, or told that the credit does not suffice. */
final class EventScript implements Script {
    private static final int NO_CREDIT = 1;

    private final Deque<CreditControlRequest> events;
    private final long thinkTimeMs;

    EventScript(List<CreditControlRequest> events, long thinkTimeMs) {
        this.events = new ArrayDeque<>(events);
        this.thinkTimeMs = thinkTimeMs;
    }

    @Override
    public Step first() {
        return new Step(events.remove(), 0);
    }

    @Override
    public Optional<Step> next(CreditControlAnswer answer, boolean ending) {
        boolean goesOn = answer.isFullSuccess() && answer.checkBalanceResult() != NO_CREDIT && !ending;
        return goesOn
                ? Optional.ofNullable(events.poll()).map(event -> new Step(event, thinkTimeMs))
                : Optional.empty();
    }
}
