package io.ocs.bench;

import io.netty.buffer.ByteBuf;

/** Refuses with 3004 what is over its capacity. */
final class CapacityHandler extends NoLogicHandler {
    private final Capacity capacity;

    CapacityHandler(Capacity capacity) {
        this.capacity = capacity;
    }

    @Override
    void onCreditControl(ByteBuf in, int at, int length) {
        int start = out().writerIndex();
        super.onCreditControl(in, at, length);
        if (!capacity.take()) {
            ByteBuf answer = out().slice(start, out().writerIndex() - start);
            answer.setInt(TamperingHandler.RESULT_CODE.applyAsInt(answer), Protocol.TOO_BUSY);
        }
    }
}
