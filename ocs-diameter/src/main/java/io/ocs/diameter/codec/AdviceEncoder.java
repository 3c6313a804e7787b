package io.ocs.diameter.codec;

import io.netty.buffer.ByteBuf;
import io.ocs.core.PriceAdvice;
import io.ocs.core.UnitKind;
import io.ocs.core.request.CreditControlAnswer;
import java.util.List;

/**
 * Writes AoC-Information inside Service-Information (TS 32.299 §7.2, TS 32.280): the cost so far and of the request, the price that holds and the next one, in
 * money. Formats without money are not told. No allocation.
 */
final class AdviceEncoder {

    private static final long UNSIGNED32_MAX = 0xffffffffL;
    private static final int NANO_EXPONENT = -9;

    // CC-Unit-Type (RFC 8506 §8.32)
    private static final int TIME = 0;
    private static final int MONEY = 1;
    private static final int TOTAL_OCTETS = 2;
    private static final int INPUT_OCTETS = 3;
    private static final int OUTPUT_OCTETS = 4;
    private static final int SERVICE_SPECIFIC_UNITS = 5;

    private AdviceEncoder() {}

    static void write(CreditControlAnswer answer, ByteBuf out) {
        if (answer.accumulatedCurrency() == 0 && answer.price() == null) {
            return;
        }
        int information = AvpWriter.begin(out, Avp.SERVICE_INFORMATION);
        int advice = AvpWriter.begin(out, Avp.AOC_INFORMATION);
        if (answer.accumulatedCurrency() != 0) {
            cost(answer, out);
        }
        if (answer.price() != null) {
            tariffs(answer, out);
        }
        AvpWriter.end(out, advice);
        AvpWriter.end(out, information);
    }

    private static void cost(CreditControlAnswer answer, ByteBuf out) {
        int cost = AvpWriter.begin(out, Avp.AOC_COST_INFORMATION);
        amount(out, Avp.ACCUMULATED_COST, answer.accumulatedMicros());
        if (answer.hasIncremental()) {
            amount(out, Avp.INCREMENTAL_COST, answer.incrementalMicros());
        }
        AvpWriter.unsigned32(out, Avp.CURRENCY_CODE, answer.accumulatedCurrency());
        AvpWriter.end(out, cost);
    }

    private static void amount(ByteBuf out, int key, long micros) {
        int group = AvpWriter.begin(out, key);
        UnitValue.writeDigits(out, micros);
        AvpWriter.end(out, group);
    }

    private static void tariffs(CreditControlAnswer answer, ByteBuf out) {
        int group = AvpWriter.begin(out, Avp.TARIFF_INFORMATION);
        tariff(out, Avp.CURRENT_TARIFF, answer.price(), answer.isPriceFromStart());
        if (answer.priceChangeMs() > 0) {
            AvpWriter.unsigned32(out, Avp.TARIFF_TIME_CHANGE, NtpTime.ofMs(answer.priceChangeMs()));
            if (answer.priceBehind() != null) {
                tariff(out, Avp.NEXT_TARIFF, answer.priceBehind(), false);
            }
        }
        AvpWriter.end(out, group);
    }

    /** The set-up fee is an element in money, without units. */
    private static void tariff(ByteBuf out, int key, PriceAdvice price, boolean withSetup) {
        int group = AvpWriter.begin(out, key);
        AvpWriter.unsigned32(out, Avp.CURRENCY_CODE, price.currency());
        if (withSetup && price.setupMicros() > 0) {
            int fee = AvpWriter.begin(out, Avp.RATE_ELEMENT);
            AvpWriter.unsigned32(out, Avp.CC_UNIT_TYPE, MONEY);
            amount(out, Avp.UNIT_COST, price.setupMicros());
            AvpWriter.end(out, fee);
        }
        List<PriceAdvice.Rate> rates = price.rates();
        for (int i = 0; i < rates.size(); i++) {
            rate(out, unitType(price.unit()), rates.get(i));
        }
        AvpWriter.end(out, group);
    }

    private static void rate(ByteBuf out, int unitType, PriceAdvice.Rate rate) {
        int element = AvpWriter.begin(out, Avp.RATE_ELEMENT);
        AvpWriter.unsigned32(out, Avp.CC_UNIT_TYPE, unitType);
        UnitValue.write(out, rate.units(), 0);
        int cost = AvpWriter.begin(out, Avp.UNIT_COST);
        UnitValue.writeDigits(out, rate.nanos(), NANO_EXPONENT);
        AvpWriter.end(out, cost);
        if (rate.lasts() != Long.MAX_VALUE) {
            AvpWriter.unsigned32(out, Avp.UNIT_QUOTA_THRESHOLD, Math.min(rate.lasts(), UNSIGNED32_MAX));
        }
        AvpWriter.end(out, element);
    }

    private static int unitType(UnitKind kind) {
        return switch (kind) {
            case TIME -> TIME;
            case TOTAL_OCTETS -> TOTAL_OCTETS;
            case INPUT_OCTETS -> INPUT_OCTETS;
            case OUTPUT_OCTETS -> OUTPUT_OCTETS;
            case SERVICE_SPECIFIC -> SERVICE_SPECIFIC_UNITS;
            case MONEY -> MONEY;
        };
    }
}
