package io.ocs.server.trace;

import io.netty.buffer.ByteBuf;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.core.time.Clock;
import io.ocs.diameter.peer.MessageTap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The traces of this server, {@value #TRACES_MAX} at most, those that are over included: beginning another one forgets the oldest of these. While none runs, the tap
 * is off, which is all that a message looks at. Safe on any thread.
 */
public final class Traces implements MessageTap {
    static final int TRACES_MAX = 8;
    private static final Trace[] NONE = {};

    private final Clock clock;
    private final List<Trace> all = new ArrayList<>();
    private volatile Trace[] running = NONE;
    private int lastId;

    public Traces(Clock clock) {
        this.clock = clock;
    }

    /** Begins one; empty: as many as there may be are running. */
    public synchronized Optional<Trace> begin(Trace.Subject subject) {
        expire();
        if (all.size() >= TRACES_MAX) {
            Optional<Trace> oldest = all.stream().filter(Trace::isOver).findFirst();
            if (oldest.isEmpty()) {
                return Optional.empty();
            }
            all.remove(oldest.get());
        }
        Trace trace = new Trace(++lastId, subject);
        all.add(trace);
        expire();
        return Optional.of(trace);
    }

    /** Ends those whose time is over. */
    public synchronized void expire() {
        long nowMs = clock.nowMs();
        all.stream().filter(trace -> nowMs >= trace.subject().untilMs()).forEach(Trace::end);
        running = all.stream().filter(trace -> !trace.isOver()).toArray(Trace[]::new);
    }

    /** Those that are kept, the oldest first. */
    public synchronized List<Trace> all() {
        return List.copyOf(all);
    }

    public synchronized Optional<Trace> find(int id) {
        return all.stream().filter(trace -> trace.id() == id).findFirst();
    }

    /** Ends one before its time; it is kept. @return empty if there is none */
    public synchronized Optional<Trace> end(int id) {
        Optional<Trace> found = find(id);
        found.ifPresent(Trace::end);
        expire();
        return found;
    }

    /** Ends one and forgets it. @return false if there is none */
    public synchronized boolean remove(int id) {
        Optional<Trace> found = find(id);
        found.ifPresent(trace -> {
            trace.end();
            all.remove(trace);
        });
        expire();
        return found.isPresent();
    }

    @Override
    public boolean isOn() {
        return running.length > 0;
    }

    @Override
    public void onRequest(CreditControlRequest request, ByteBuf message, int offset, int length) {
        for (Trace trace : running) {
            trace.take(true, request, message, offset, length, clock);
        }
    }

    @Override
    public void onAnswer(CreditControlRequest request, ByteBuf message, int offset, int length) {
        for (Trace trace : running) {
            trace.take(false, request, message, offset, length, clock);
        }
    }
}
