package io.ocs.core.charging;

import io.ocs.core.RequestType;
import io.ocs.core.UnitKind;
import io.ocs.core.request.ClientProfile;
import io.ocs.core.state.AccountEntry;
import io.ocs.core.state.Table;

/**
 * What an answer tells about money beside its grants: cost so far, price and balance, to whom wants to know. A repeat is told them as they are now, and not
 * what the request alone has cost.
 */
final class Advice {

    private Advice() {}

    /** Writes what this request of a session has cost beside the cost so far, where that is told. */
    static void giveIncrement(Decision d) {
        if (d.answer.accumulatedCurrency() != 0 && d.request.type() != RequestType.INITIAL) {
            d.answer.incrementalCost(d.costMicros);
        }
    }

    /**
     * Writes into the answer by what price a service goes on, and the next one; of several services that of the first that has one (AoC-Information has one
     * tariff).
     *
     * @param fromStart whether the set-up fee is still to come
     */
    static void givePrice(Decision d, Tariff tariff, boolean fromStart) {
        boolean wanted = d.request.tariffAdvice() && d.request.client().adviceOfCharge() && d.answer.price() == null;
        if (!wanted || d.request.type() == RequestType.TERMINATION || !tariff.isCreditControlled()) {
            return;
        }
        long changeMs = tariff.validUntilMs(d.ratedAtMs);
        Tariff behind = changeMs == Long.MAX_VALUE ? tariff : ServiceCharging.tariffAt(d, tariff, changeMs);
        boolean changes = behind.segmentKey() != tariff.segmentKey();
        d.answer.price(tariff.advice(), fromStart, changes ? changeMs : 0, changes ? behind.advice() : null);
    }

    /**
     * Writes cost so far and balance into the answer.
     *
     * @param costMicros of the event, or of the session so far
     */
    static void give(Decision d, long accountId, long costMicros, int currency) {
        giveCost(d, costMicros, currency);
        giveBalance(d, accountId);
    }

    /** Writes the cost so far, where that is told. */
    static void giveCost(Decision d, long costMicros, int currency) {
        if (d.request.client().adviceOfCharge() && d.request.costAdvice()) {
            d.answer.accumulatedCost(costMicros, currency);
        }
    }

    /** Writes the balance, where that is told. */
    static void giveBalance(Decision d, long accountId) {
        ClientProfile client = d.request.client();
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
