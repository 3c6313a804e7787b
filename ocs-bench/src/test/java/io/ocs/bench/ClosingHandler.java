package io.ocs.bench;

import io.netty.buffer.ByteBuf;

/** Ends the connection at some request. */
@SuppressWarnings("FutureReturnValueIgnored")
final class ClosingHandler extends NoLogicHandler {
    private final int closeAt;
    private int requests;

    ClosingHandler(int closeAt) {
        this.closeAt = closeAt;
    }

    @Override
    void onCreditControl(ByteBuf in, int offset, int length) {
        if (++requests == closeAt) {
            context().close();
        } else if (requests < closeAt) {
            super.onCreditControl(in, offset, length);
        }
    }
}
