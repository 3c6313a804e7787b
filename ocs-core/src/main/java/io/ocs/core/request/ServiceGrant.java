package io.ocs.core.request;

import io.ocs.core.FinalUnit;
import io.ocs.core.ResultCode;
import io.ocs.core.UnitKind;

/** What one service is told: one Multiple-Services-Credit-Control of the answer. Reusable; written by the shard. */
public final class ServiceGrant {

    private long ratingGroup;
    private long serviceIdentifier;
    private ResultCode resultCode;
    private UnitKind kind;
    private long units;
    private long validityTimeS;
    private long quotaThreshold;
    private int quotaHoldingTimeS;
    private int quotaConsumptionTimeS;
    private FinalUnit finalUnit;
    private long tariffTimeChangeMs;
    private long poolDigits;
    private int poolExponent;
    private long poolDigitsBehind;
    private int poolExponentBehind;

    /** Back to a success without units for the service named. */
    public void clear(long newRatingGroup, long newServiceIdentifier) {
        ratingGroup = newRatingGroup;
        serviceIdentifier = newServiceIdentifier;
        resultCode = ResultCode.SUCCESS;
        kind = null;
        units = 0;
        validityTimeS = 0;
        quotaThreshold = 0;
        quotaHoldingTimeS = 0;
        quotaConsumptionTimeS = 0;
        finalUnit = null;
        tariffTimeChangeMs = 0;
        pool(0, 0);
        poolBehindChange(0, 0);
    }

    /** Rating-Group as in the request, or {@link ServiceUsage#ABSENT}. */
    public long ratingGroup() {
        return ratingGroup;
    }

    /** Service-Identifier as in the request, or {@link ServiceUsage#ABSENT}. */
    public long serviceIdentifier() {
        return serviceIdentifier;
    }

    /** Result-Code of this service; always sent. */
    public ResultCode resultCode() {
        return resultCode;
    }

    public void resultCode(ResultCode value) {
        resultCode = value;
    }

    /** Kind of the granted units; null if nothing is granted (no Granted-Service-Unit). */
    public UnitKind kind() {
        return kind;
    }

    /** Granted units; for an event of money, micros. At least 0. */
    public long units() {
        return units;
    }

    public void granted(UnitKind newKind, long newUnits) {
        kind = newKind;
        units = newUnits;
    }

    /** Validity-Time in whole seconds; 0: none is sent. */
    public long validityTimeS() {
        return validityTimeS;
    }

    public void validityTimeS(long value) {
        validityTimeS = value;
    }

    /** Time-, Volume- or Unit-Quota-Threshold (TS 32.299) by the granted kind; 0: none is sent; less than the units. */
    public long quotaThreshold() {
        return quotaThreshold;
    }

    public void quotaThreshold(long value) {
        quotaThreshold = value;
    }

    /** Quota-Holding-Time in seconds; 0: none is sent. */
    public int quotaHoldingTimeS() {
        return quotaHoldingTimeS;
    }

    /** Quota-Consumption-Time in seconds; 0: none is sent. */
    public int quotaConsumptionTimeS() {
        return quotaConsumptionTimeS;
    }

    public void quotaTimes(int holdingS, int consumptionS) {
        quotaHoldingTimeS = holdingS;
        quotaConsumptionTimeS = consumptionS;
    }

    /** What to do behind these units; null: they are not the last. */
    public FinalUnit finalUnit() {
        return finalUnit;
    }

    public void finalUnit(FinalUnit value) {
        finalUnit = value;
    }

    /** When the tariff changes, milliseconds since 1970: {@link #units()} may be used before, and as many behind it; 0: no such thing is told. */
    public long tariffTimeChangeMs() {
        return tariffTimeChangeMs;
    }

    public void tariffTimeChangeMs(long value) {
        tariffTimeChangeMs = value;
    }

    /** Value-Digits of the multiplier by which the units are part of the session's credit pool (G-S-U-Pool-Reference, RFC 8506 §8.30); 0: they are not. */
    public long poolDigits() {
        return poolDigits;
    }

    /** Exponent of the multiplier. */
    public int poolExponent() {
        return poolExponent;
    }

    public void pool(long digits, int exponent) {
        poolDigits = digits;
        poolExponent = exponent;
    }

    /** As {@link #poolDigits}, for the units behind a change of tariffs. */
    public long poolDigitsBehind() {
        return poolDigitsBehind;
    }

    public int poolExponentBehind() {
        return poolExponentBehind;
    }

    public void poolBehindChange(long digits, int exponent) {
        poolDigitsBehind = digits;
        poolExponentBehind = exponent;
    }
}
