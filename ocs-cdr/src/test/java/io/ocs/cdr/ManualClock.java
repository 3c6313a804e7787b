package io.ocs.cdr;

import io.ocs.core.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands until it is moved. */
public final class ManualClock implements Clock {

    private final AtomicLong nowMs = new AtomicLong(1_767_225_600_000L);

    @Override
    public long nowMs() {
        return nowMs.get();
    }

    public void advance(long ms) {
        nowMs.addAndGet(ms);
    }
}
