package io.ocs.bench;

import io.netty.buffer.ByteBuf;
import java.util.HashMap;
import java.util.Map;

/** Answers all and remembers which requests came; what it has seen is read when the server is closed. */
final class RecordingHandler extends NoLogicHandler {
    /** Of one event loop. */
    static final class Seen {
        final Map<String, Integer> sessions = new HashMap<>();
        private final long[] requests = new long[5];
        long outOfOrder;

        long requests(int type) {
            return requests[type];
        }
    }

    private final Seen seen;

    RecordingHandler(Seen seen) {
        this.seen = seen;
    }

    @Override
    void onCreditControl(ByteBuf in, int offset, int length) {
        seen.requests[CcrFields.requestType(in, offset)]++;
        int number = CcrFields.requestNumber(in, offset);
        Integer before = seen.sessions.put(CcrFields.sessionId(in, offset), number);
        if (number != (before == null ? 0 : before + 1)) {
            seen.outOfOrder++;
        }
        super.onCreditControl(in, offset, length);
    }
}
