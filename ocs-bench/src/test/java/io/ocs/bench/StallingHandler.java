package io.ocs.bench;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.locks.LockSupport;

/** Stands still once, as a server does in a long collection of garbage: its only thread does nothing meanwhile. */
final class StallingHandler extends NoLogicHandler {
    private final int stallAt;
    private final long stallMs;
    private int requests;

    StallingHandler(int stallAt, long stallMs) {
        this.stallAt = stallAt;
        this.stallMs = stallMs;
    }

    @Override
    void onCreditControl(ByteBuf in, int offset, int length) {
        if (++requests == stallAt) {
            long untilNanos = System.nanoTime() + stallMs * 1_000_000;
            while (System.nanoTime() < untilNanos) {
                LockSupport.parkNanos(untilNanos - System.nanoTime());
            }
        }
        super.onCreditControl(in, offset, length);
    }
}
