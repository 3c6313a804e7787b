package io.ocs.diameter.codec;

import io.netty.buffer.ByteBuf;
import io.ocs.core.ResultCode;
import io.ocs.core.request.ServiceUsage;

/** Reads the CC-Money (RFC 8506 §8.22) of a service, which has no other members than its grammar names. Belongs to one event loop. */
final class MoneyDecoder {

    private static final int UNIT_VALUE = 0;
    private static final int CURRENCY_CODE = 1;
    private static final int VALUE_DIGITS = 0;
    private static final int EXPONENT = 1;
    private static final int SLOT_COUNT = 2;
    private static final int CURRENCY_MAX = 999;

    private final AvpFlyweight avp = new AvpFlyweight();
    private final AvpFlyweight valueAvp = new AvpFlyweight();
    private final SingleAvps singles = new SingleAvps(SLOT_COUNT);
    private final SingleAvps valueSingles = new SingleAvps(SLOT_COUNT);
    /** Where the Currency-Code lies that the service has its currency from. */
    private int currencyOffset;

    /**
     * The amount of a group in micro-units; its currency becomes that of the service.
     *
     * @throws DiameterException 5004 if it is no amount that can be charged, 5007 if the service has another currency already
     */
    long micros(ByteBuf buffer, AvpFlyweight group, ServiceUsage service) throws DiameterException {
        try {
            return members(buffer, group, service);
        } catch (DiameterException e) {
            throw e.inside(group);
        }
    }

    private long members(ByteBuf buffer, AvpFlyweight group, ServiceUsage service) throws DiameterException {
        singles.reset();
        long micros = 0;
        int limit = group.dataEnd();
        for (int at = group.dataOffset(); at < limit; at = avp.nextOffset()) {
            avp.wrap(buffer, at, limit);
            switch (avp.key()) {
                case Avp.UNIT_VALUE -> micros = singles.first(UNIT_VALUE, avp) ? unitValue(buffer) : micros;
                case Avp.CURRENCY_CODE -> {
                    if (singles.first(CURRENCY_CODE, avp)) {
                        currency(buffer, service, avp.unsigned32());
                    }
                }
                default -> CreditControlDecoder.skipInClosedGroup(avp);
            }
        }
        singles.require(UNIT_VALUE, Avp.UNIT_VALUE);
        return micros;
    }

    private void currency(ByteBuf buffer, ServiceUsage service, long code) throws DiameterException {
        if (code == 0 || code > CURRENCY_MAX) {
            throw DiameterException.refused(ResultCode.INVALID_AVP_VALUE, avp, "no ISO 4217 currency code");
        }
        if (service.currency() == 0) {
            service.currency((int) code);
            currencyOffset = avp.offset();
        } else if (service.currency() != code) {
            byte[] second = avp.copy();
            byte[] first = valueAvp.wrap(buffer, currencyOffset, avp.dataEnd()).copy();
            throw DiameterException.together(
                    ResultCode.CONTRADICTING_AVPS, AvpWriter.join(first, second), "two currencies in one service");
        }
    }

    private long unitValue(ByteBuf buffer) throws DiameterException {
        long micros;
        try {
            micros = value(buffer);
        } catch (DiameterException e) {
            throw e.inside(avp);
        }
        if (micros == UnitValue.INEXACT) {
            throw DiameterException.refused(
                    ResultCode.INVALID_AVP_VALUE,
                    avp,
                    "an amount of money is a whole number of micro-units, not negative");
        }
        return micros;
    }

    private long value(ByteBuf buffer) throws DiameterException {
        valueSingles.reset();
        long digits = 0;
        int exponent = 0;
        int limit = avp.dataEnd();
        for (int at = avp.dataOffset(); at < limit; at = valueAvp.nextOffset()) {
            valueAvp.wrap(buffer, at, limit);
            switch (valueAvp.key()) {
                case Avp.VALUE_DIGITS ->
                    digits = valueSingles.first(VALUE_DIGITS, valueAvp) ? valueAvp.integer64() : digits;
                case Avp.EXPONENT ->
                    exponent = valueSingles.first(EXPONENT, valueAvp) ? valueAvp.integer32() : exponent;
                default -> CreditControlDecoder.skipInClosedGroup(valueAvp);
            }
        }
        valueSingles.require(VALUE_DIGITS, Avp.VALUE_DIGITS);
        return UnitValue.micros(digits, exponent);
    }
}
