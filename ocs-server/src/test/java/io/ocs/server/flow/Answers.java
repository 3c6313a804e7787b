package io.ocs.server.flow;

import io.ocs.core.FinalUnitAction;
import io.ocs.core.Money;
import io.ocs.core.PriceAdvice;
import io.ocs.core.request.CreditControlAnswer;
import io.ocs.core.request.CreditControlAnswer.CheckBalance;
import io.ocs.core.request.CreditControlAnswer.Failed;
import io.ocs.core.request.ServiceGrant;
import java.math.BigDecimal;
import java.time.Instant;

/** An answer as one line: {@code 2001 [rg1 2001 5000 final]}; validity and thresholds are left out. */
final class Answers {

    private Answers() {}

    static String text(CreditControlAnswer answer) {
        StringBuilder text = new StringBuilder().append(answer.resultCode().code());
        for (int i = 0; i < answer.grantCount(); i++) {
            text.append(' ').append(text(answer.grant(i)));
        }
        if (answer.failed() != Failed.NONE) {
            text.append(" failed ").append(answer.failed());
        }
        if (answer.checkBalance() != CheckBalance.NONE) {
            text.append(' ').append(answer.checkBalance());
        }
        if (answer.costCurrency() != 0) {
            text.append(" cost ").append(Money.text(answer.costMicros()));
        }
        if (answer.accumulatedCurrency() != 0) {
            text.append(" so far ").append(Money.text(answer.accumulatedMicros()));
        }
        if (answer.hasIncremental()) {
            text.append(", this ").append(Money.text(answer.incrementalMicros()));
        }
        if (answer.price() != null) {
            text.append(" price ").append(text(answer.price(), answer.isPriceFromStart()));
        }
        if (answer.priceChangeMs() != 0) {
            text.append(", from ").append(Instant.ofEpochMilli(answer.priceChangeMs()));
            text.append(answer.priceBehind() == null ? " another" : " " + text(answer.priceBehind(), false));
        }
        if (answer.balanceCurrency() != 0) {
            text.append(answer.balanceLow() ? " low balance " : " balance ").append(Money.text(answer.balanceMicros()));
        }
        return text.toString();
    }

    /** {@code 0.15 + 0.1/60, behind 120 0.05/60}. */
    private static String text(PriceAdvice price, boolean withSetup) {
        StringBuilder text =
                new StringBuilder(withSetup && price.setupMicros() > 0 ? Money.text(price.setupMicros()) + " + " : "");
        long lasts = 0;
        for (PriceAdvice.Rate rate : price.rates()) {
            text.append(lasts == 0 ? "" : ", behind " + lasts + " ");
            text.append(BigDecimal.valueOf(rate.nanos(), 9).stripTrailingZeros().toPlainString());
            text.append('/').append(rate.units());
            lasts = rate.lasts();
        }
        return text.toString();
    }

    private static String number(long digits, int exponent) {
        return BigDecimal.valueOf(digits, -exponent).toPlainString();
    }

    private static String text(ServiceGrant grant) {
        StringBuilder text = new StringBuilder("[");
        if (grant.ratingGroup() >= 0) {
            text.append("rg").append(grant.ratingGroup()).append(' ');
        }
        text.append(grant.resultCode().code());
        if (grant.kind() != null) {
            text.append(' ').append(grant.units());
        }
        if (grant.tariffTimeChangeMs() != 0) {
            text.append(" and as many from ").append(Instant.ofEpochMilli(grant.tariffTimeChangeMs()));
        }
        if (grant.poolDigits() != 0) {
            text.append(" pool ").append(number(grant.poolDigits(), grant.poolExponent()));
        }
        if (grant.poolDigitsBehind() != 0) {
            text.append(" then ").append(number(grant.poolDigitsBehind(), grant.poolExponentBehind()));
        }
        if (grant.quotaHoldingTimeS() > 0) {
            text.append(" hold ").append(grant.quotaHoldingTimeS());
        }
        if (grant.quotaConsumptionTimeS() > 0) {
            text.append(" consume ").append(grant.quotaConsumptionTimeS());
        }
        if (grant.finalUnit() != null) {
            text.append(" final");
            if (grant.finalUnit().action() != FinalUnitAction.TERMINATE) {
                text.append(' ').append(grant.finalUnit().action());
            }
        }
        return text.append(']').toString();
    }
}
