package io.ocs.core.charging;

import io.ocs.core.UnitKind;
import io.ocs.core.request.ClientProfile;
import io.ocs.core.state.AccountEntry;
import io.ocs.core.state.Table;

/** What an answer tells about money beside its grants: cost so far and balance, to whom wants to know. A repeat is told them as they are now. */
final class Advice {

    private Advice() {}

    /**
     * Writes both into the answer.
     *
     * @param costMicros of the event, or of the session so far
     */
    static void give(Decision d, long accountId, long costMicros, int currency) {
        ClientProfile client = d.request.client();
        if (client.adviceOfCharge() && d.request.costAdvice()) {
            d.answer.accumulatedCost(costMicros, currency);
        }
        if (client.balance()) {
            AccountEntry account = d.account.wrap(d.state.find(Table.ACCOUNT, accountId, 0));
            long micros = moneyMicros(account, d.nowMs);
            d.answer.balance(micros, account.currency(), micros < client.lowBalanceMicros());
        }
    }

    /** All money that has not expired, what is reserved included. */
    static long moneyMicros(AccountEntry account, long nowMs) {
        long sum = 0;
        for (int i = 0; i < account.bucketCount(); i++) {
            if (account.kind(i) == UnitKind.MONEY && !account.isExpired(i, nowMs)) {
                sum = Math.addExact(sum, account.balance(i));
            }
        }
        return sum;
    }
}
