package io.ocs.bench;

import io.netty.buffer.ByteBuf;
import java.util.function.ToIntFunction;

/** Writes a wrong number into every n-th answer. */
final class TamperingHandler extends NoLogicHandler {
    static final int REFUSAL = 5012;

    /** Where in an answer, from its start, the number stands. */
    static final ToIntFunction<ByteBuf> RESULT_CODE = answer -> top(answer, Protocol.AVP_RESULT_CODE) + 8;

    /** The last AVP of the answer is an MSCC, whose last AVP is its Result-Code. */
    static final ToIntFunction<ByteBuf> SERVICE_RESULT_CODE = answer -> answer.getUnsignedMedium(1) - 4;

    /** What an answer has to repeat. */
    @SuppressWarnings("ImmutableEnumChecker") // the functions keep nothing
    enum Echo {
        HOP_BY_HOP(answer -> 12),
        END_TO_END(answer -> 16),
        SESSION_ID(answer -> ((top(answer, Protocol.AVP_SESSION_ID) + answer.getUnsignedMedium(25) + 3) & ~3) - 8),
        REQUEST_TYPE(answer -> top(answer, Protocol.AVP_CC_REQUEST_TYPE) + 8),
        REQUEST_NUMBER(answer -> top(answer, Protocol.AVP_CC_REQUEST_NUMBER) + 8);

        private final ToIntFunction<ByteBuf> offset;

        Echo(ToIntFunction<ByteBuf> offset) {
            this.offset = offset;
        }

        ToIntFunction<ByteBuf> offset() {
            return offset;
        }
    }

    private final int every;
    private final ToIntFunction<ByteBuf> offset;
    private int requests;

    TamperingHandler(int every, ToIntFunction<ByteBuf> offset) {
        this.every = every;
        this.offset = offset;
    }

    @Override
    void onCreditControl(ByteBuf in, int at, int length) {
        int start = out().writerIndex();
        super.onCreditControl(in, at, length);
        if (++requests % every == 0) {
            ByteBuf answer = out().slice(start, out().writerIndex() - start);
            answer.setInt(offset.applyAsInt(answer), REFUSAL);
        }
    }

    private static int top(ByteBuf answer, int code) {
        int end = answer.getUnsignedMedium(1);
        for (int at = 20; at < end; at += (answer.getUnsignedMedium(at + 5) + 3) & ~3) {
            if (answer.getInt(at) == code) {
                return at;
            }
        }
        throw new AssertionError("no AVP " + code);
    }
}
