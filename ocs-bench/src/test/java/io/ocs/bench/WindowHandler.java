package io.ocs.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/** Holds the answers back until a whole window of requests waits, and some time longer, in which no further request may come. */
@SuppressWarnings("FutureReturnValueIgnored")
final class WindowHandler extends NoLogicHandler {
    static final class Seen {
        int inFlightMax;
        int fullWindows;
    }

    private static final long PATIENCE_MS = 5;

    private final int window;
    private final Seen seen;
    private final Queue<ByteBuf> waiting = new ArrayDeque<>();

    WindowHandler(int window, Seen seen) {
        this.window = window;
        this.seen = seen;
    }

    @Override
    void onCreditControl(ByteBuf in, int offset, int length) {
        waiting.add(Unpooled.copiedBuffer(in.slice(offset, length)));
        seen.inFlightMax = Math.max(seen.inFlightMax, waiting.size());
        if (waiting.size() == window) {
            seen.fullWindows++;
            context().executor().schedule(this::answerAll, PATIENCE_MS, TimeUnit.MILLISECONDS);
        } else if (waiting.size() == 1) {
            // The last requests of a run are fewer than a window.
            context().executor().schedule(this::answerAll, 20 * PATIENCE_MS, TimeUnit.MILLISECONDS);
        }
    }

    private void answerAll() {
        while (!waiting.isEmpty()) {
            ByteBuf request = waiting.remove();
            answer(request, 0, request.readableBytes());
        }
        flush();
    }
}
