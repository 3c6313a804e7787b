package io.ocs.core.journal;

import io.ocs.core.state.LifeCycle;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** A new charging account, with an empty main money bucket; or the state and credit limit that an account has from now on. */
public final class AccountOpenedRecord extends RecordBody {

    // 0 account | 8 credit limit | 16 currency i32 | 20 state u8
    public static final int LENGTH = 24;

    public AccountOpenedRecord wrap(DirectBuffer source, int at) {
        look(source, at);
        return this;
    }

    public AccountOpenedRecord build(MutableDirectBuffer batch, int at) {
        build(batch, at, LENGTH);
        return this;
    }

    public void account(long accountId, int currency, long creditLimitMicros, LifeCycle state) {
        longAt(0, accountId);
        longAt(8, creditLimitMicros);
        intAt(16, currency);
        byteAt(20, state.ordinal());
    }

    public long accountId() {
        return longAt(0);
    }

    public long creditLimitMicros() {
        return longAt(8);
    }

    public int currency() {
        return intAt(16);
    }

    public LifeCycle state() {
        return LifeCycle.of(byteAt(20));
    }
}
