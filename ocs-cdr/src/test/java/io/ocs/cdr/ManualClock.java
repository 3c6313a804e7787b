package io.ocs.cdr;

import io.ocs.core.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands until it is moved. */
public final class ManualClock implements Clock {

    private static final long BEGIN_MS = 1_767_225_600_000L;

    private final AtomicLong nanos = new AtomicLong();

    @Override
    public long nowMs() {
        return BEGIN_MS + nanos.get() / 1_000_000;
    }

    @Override
    public long nanoTime() {
        return nanos.get();
    }

    public void advance(long ms) {
        advanceNanos(ms * 1_000_000);
    }

    public void advanceNanos(long more) {
        nanos.addAndGet(more);
    }
}
