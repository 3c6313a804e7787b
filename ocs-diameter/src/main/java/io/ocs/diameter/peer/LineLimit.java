package io.ocs.diameter.peer;

import java.util.concurrent.TimeUnit;

/**
 * How many lines a second whoever may connect can have written into the log; the others are counted. Times are those of {@link System#nanoTime}. Belongs
 * to one event loop.
 */
final class LineLimit {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final int linesMax;
    private long fromNanos;
    private int lines;

    LineLimit(int linesMax, long now) {
        this.linesMax = linesMax;
        fromNanos = now;
    }

    /** Whether one more line may be written in this second. */
    boolean admits() {
        lines++;
        return lines <= linesMax;
    }

    /** Begins the next second if this one is over. @return how many lines were left out in the one that is over; 0 if none is over */
    int leftOut(long now) {
        if (now - fromNanos < SECOND) {
            return 0;
        }
        int leftOut = Math.max(0, lines - linesMax);
        fromNanos = now;
        lines = 0;
        return leftOut;
    }
}
