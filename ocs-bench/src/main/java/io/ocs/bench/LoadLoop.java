package io.ocs.bench;

import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** The connections of one event loop and, in an open loop, the clockwork that sends for them. Belongs to that event loop. */
@SuppressWarnings("FutureReturnValueIgnored") // a task that fails is logged by its event loop
final class LoadLoop {
    /**
     * How often the clockwork looks at the most. What falls due between two looks leaves together, up to this much late; the lateness is
     * part of the latency, as that is counted from the intended time.
     */
    private static final long TICK_NANOS = 50_000;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final EventLoop eventLoop;
    private final List<LoadConnection> connections;
    private final Tally tally;
    private final long ratePerSecond;
    private final long startNanos;
    private final long endNanos;
    private final long cutNanos;

    private long sent;
    private long dueNanos;
    private int turn;
    private boolean abandoned;

    /**
     * {@code ratePerSecond} is this loop's share; 0: closed loop. Sends what falls due from {@code startNanos} on and before
     * {@code endNanos}, and of that nothing after {@code cutNanos}.
     */
    LoadLoop(
            EventLoop eventLoop,
            List<LoadConnection> connections,
            Tally tally,
            long ratePerSecond,
            long startNanos,
            long endNanos,
            long cutNanos) {
        this.eventLoop = eventLoop;
        this.connections = connections;
        this.tally = tally;
        this.ratePerSecond = ratePerSecond;
        this.startNanos = startNanos;
        this.endNanos = endNanos;
        this.cutNanos = cutNanos;
        this.dueNanos = startNanos;
    }

    Tally tally() {
        return tally;
    }

    /** Called from any thread, as the methods below. */
    void start() {
        eventLoop.execute(() -> {
            connections.forEach(connection -> connection.start(this));
            if (isOpen()) {
                tick();
            } else {
                eventLoop.schedule(this::finish, endNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
        });
    }

    /** What the tally has of latencies since the last call. */
    Histogram takeLatencyNanos() throws InterruptedException {
        return eventLoop.submit(tally::takeLatencyNanos).sync().getNow();
    }

    /** Gives up what is not answered, and what was not even sent, and disconnects. */
    void disconnect() {
        eventLoop.execute(() -> {
            abandoned = true;
            tally.unsent(unsent());
            connections.forEach(LoadConnection::disconnect);
        });
    }

    /** Whether requests leave by the clock and not by the answers. */
    boolean isOpen() {
        return ratePerSecond > 0;
    }

    /** After a read: what is due leaves by this connection, as far as it has sessions that do not wait, with what it flushes anyway. */
    void sendDue(LoadConnection connection, long nowNanos) {
        while (isDue(nowNanos) && connection.sendDue(dueNanos)) {
            countSent();
        }
    }

    private void tick() {
        if (abandoned) {
            return;
        }
        long now = System.nanoTime();
        connections.forEach(LoadConnection::readClock);
        while (isDue(now) && sendOne()) {
            countSent();
        }
        connections.forEach(LoadConnection::flush);
        if (dueNanos < endNanos && now < cutNanos) {
            eventLoop.schedule(this::tick, Math.max(TICK_NANOS, dueNanos - now), TimeUnit.NANOSECONDS);
        } else {
            finish();
        }
    }

    private boolean isDue(long nowNanos) {
        return isOpen() && dueNanos <= nowNanos && dueNanos < endNanos && nowNanos < cutNanos;
    }

    /** The next one's time: whole seconds and the rest apart, for neither rounding nor overflow. */
    private void countSent() {
        sent++;
        dueNanos = startNanos
                + sent / ratePerSecond * NANOS_PER_SECOND
                + sent % ratePerSecond * NANOS_PER_SECOND / ratePerSecond;
    }

    /** By the next connection whose sessions do not all wait. */
    private boolean sendOne() {
        for (int tried = 0; tried < connections.size(); tried++) {
            turn = turn + 1 == connections.size() ? 0 : turn + 1;
            if (connections.get(turn).sendDue(dueNanos)) {
                return true;
            }
        }
        return false;
    }

    private void finish() {
        connections.forEach(LoadConnection::finish);
    }

    private int unsent() {
        int count = 0;
        while (isOpen() && dueNanos < endNanos) {
            countSent();
            count++;
        }
        return count;
    }
}
