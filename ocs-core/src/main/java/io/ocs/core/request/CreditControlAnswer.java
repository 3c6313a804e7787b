package io.ocs.core.request;

import io.ocs.core.PriceAdvice;
import io.ocs.core.RequestType;
import io.ocs.core.ResultCode;
import io.ocs.core.UnitKind;

/**
 * The decision on a request: everything of the Credit-Control-Answer (RFC 8506 §3.2) that is no echo. Reusable; written by the
 * shard, read by the event loop after the ring has published it.
 */
public final class CreditControlAnswer {

    /** What a Failed-AVP names. */
    public enum Failed {
        NONE,
        SUBSCRIPTION_ID,
        SERVICE_CONTEXT_ID,
        RATING_GROUP,
        SERVICE_IDENTIFIER,
        REQUESTED_ACTION,
        CALLED_PARTY,
        REQUESTED_SERVICE_UNIT,
        CC_MONEY;

        private static final Failed[] VALUES = values();

        /** The constant stored as {@code ordinal}. */
        public static Failed of(int ordinal) {
            return VALUES[ordinal];
        }

        /** What names a service that cannot be rated (5031): the money of an event, else its Rating-Group, Service-Identifier or context. */
        public static Failed ofRating(RequestType type, ServiceUsage usage) {
            if (type == RequestType.EVENT && usage.requested(UnitKind.MONEY) != ServiceUsage.ABSENT) {
                return CC_MONEY;
            }
            if (usage.ratingGroup() != ServiceUsage.ABSENT) {
                return RATING_GROUP;
            }
            return usage.serviceIdentifier() != ServiceUsage.ABSENT ? SERVICE_IDENTIFIER : SERVICE_CONTEXT_ID;
        }
    }

    /** What Check-Balance-Result says (RFC 8506 §8.6). */
    public enum CheckBalance {
        NONE,
        ENOUGH_CREDIT,
        NO_CREDIT;

        private static final CheckBalance[] VALUES = values();

        /** The constant stored as {@code ordinal}. */
        public static CheckBalance of(int ordinal) {
            return VALUES[ordinal];
        }
    }

    private final ServiceGrant[] grants = new ServiceGrant[CreditControlRequest.SERVICES_MAX];
    private int grantCount;
    private ResultCode resultCode;
    private Failed failed;
    private int failedService;
    private String errorMessage;
    private CheckBalance checkBalance;
    private long costMicros;
    private int costCurrency;
    private long accumulatedMicros;
    private int accumulatedCurrency;
    private long incrementalMicros;
    private boolean hasIncremental;
    private PriceAdvice price;
    private boolean priceFromStart;
    private long priceChangeMs;
    private PriceAdvice priceBehind;
    private long balanceMicros;
    private int balanceCurrency;
    private boolean balanceLow;

    public CreditControlAnswer() {
        clear();
    }

    public void clear() {
        grantCount = 0;
        resultCode = ResultCode.SUCCESS;
        failed = Failed.NONE;
        failedService = 0;
        errorMessage = null;
        checkBalance = CheckBalance.NONE;
        costMicros = 0;
        costCurrency = 0;
        accumulatedMicros = 0;
        accumulatedCurrency = 0;
        incrementalMicros = 0;
        hasIncremental = false;
        price(null, false, 0, null);
        balanceMicros = 0;
        balanceCurrency = 0;
        balanceLow = false;
    }

    /** Result-Code of the message. */
    public ResultCode resultCode() {
        return resultCode;
    }

    /** Refuses the whole message; what was granted before is gone from the answer. */
    public void refuse(ResultCode code, Failed failedAvp, String message) {
        clear();
        resultCode = code;
        failed = failedAvp;
        errorMessage = message;
    }

    public void resultCode(ResultCode value) {
        resultCode = value;
    }

    /**
     * What the Failed-AVP of a refused message names; of service {@link #failedService()} where it stands in an MSCC. Grants that are refused with
     * 5031 have a Failed-AVP each, by {@link Failed#ofRating}.
     */
    public Failed failed() {
        return failed;
    }

    public int failedService() {
        return failedService;
    }

    public void failed(Failed failedAvp, int serviceIndex) {
        failed = failedAvp;
        failedService = serviceIndex;
    }

    /** Error-Message, or null. A constant of the program, so nothing is allocated. */
    public String errorMessage() {
        return errorMessage;
    }

    public void errorMessage(String value) {
        errorMessage = value;
    }

    public int grantCount() {
        return grantCount;
    }

    /** Grants in the order in which the request names its services. When the request has no MSCC, grant 0 stands at command level. */
    public ServiceGrant grant(int index) {
        return grants[index];
    }

    /**
     * The grant of a service of a session, cleared: a request that names a service in several MSCCs gets one grant for it, what it was told for the
     * last of them, because that is what is reserved.
     */
    public ServiceGrant grantFor(long ratingGroup, long serviceIdentifier) {
        for (int i = 0; i < grantCount; i++) {
            if (grants[i].ratingGroup() == ratingGroup && grants[i].serviceIdentifier() == serviceIdentifier) {
                grants[i].clear(ratingGroup, serviceIdentifier);
                return grants[i];
            }
        }
        return addGrant(ratingGroup, serviceIdentifier);
    }

    /** The next grant, cleared. */
    public ServiceGrant addGrant(long ratingGroup, long serviceIdentifier) {
        ServiceGrant grant = grants[grantCount];
        if (grant == null) {
            grant = new ServiceGrant();
            grants[grantCount] = grant;
        }
        grant.clear(ratingGroup, serviceIdentifier);
        grantCount++;
        return grant;
    }

    public CheckBalance checkBalance() {
        return checkBalance;
    }

    public void checkBalance(CheckBalance value) {
        checkBalance = value;
    }

    /** Cost-Information (RFC 8506 §8.7) in micros: of the event, or of the session so far; sent if {@link #costCurrency()} is not 0. */
    public long costMicros() {
        return costMicros;
    }

    /** ISO 4217 numeric code of the cost; 0: no Cost-Information. */
    public int costCurrency() {
        return costCurrency;
    }

    public void cost(long micros, int currencyCode) {
        costMicros = micros;
        costCurrency = currencyCode;
    }

    /** Accumulated-Cost of AoC-Information (TS 32.299) in micros: of the event, or of the session so far. */
    public long accumulatedMicros() {
        return accumulatedMicros;
    }

    /** ISO 4217 numeric code of the accumulated cost; 0: no AoC-Cost-Information. */
    public int accumulatedCurrency() {
        return accumulatedCurrency;
    }

    public void accumulatedCost(long micros, int currencyCode) {
        accumulatedMicros = micros;
        accumulatedCurrency = currencyCode;
    }

    /** Incremental-Cost of AoC-Information (TS 32.299) in micros: of the request; 0 unless {@link #hasIncremental()}. */
    public long incrementalMicros() {
        return incrementalMicros;
    }

    /** Whether the cost of the request is told beside that of the session. */
    public boolean hasIncremental() {
        return hasIncremental;
    }

    public void incrementalCost(long micros) {
        incrementalMicros = micros;
        hasIncremental = true;
    }

    /** Current-Tariff of AoC-Information (TS 32.299); null: no Tariff-Information. */
    public PriceAdvice price() {
        return price;
    }

    /** Whether the set-up fee of {@link #price()} is still to come. */
    public boolean isPriceFromStart() {
        return priceFromStart;
    }

    /** When another price holds, milliseconds since 1970; 0: none will. */
    public long priceChangeMs() {
        return priceChangeMs;
    }

    /** Next-Tariff: the price from then on, which a session goes on with; null if there is no other, or it cannot be told. */
    public PriceAdvice priceBehind() {
        return priceBehind;
    }

    public void price(PriceAdvice now, boolean fromStart, long changeMs, PriceAdvice behind) {
        price = now;
        priceFromStart = fromStart;
        priceChangeMs = changeMs;
        priceBehind = behind;
    }

    /** Remaining-Balance (TS 32.299): all money of the account that has not expired, micros; may be negative. */
    public long balanceMicros() {
        return balanceMicros;
    }

    /** ISO 4217 numeric code of the balance; 0: neither Remaining-Balance nor Low-Balance-Indication. */
    public int balanceCurrency() {
        return balanceCurrency;
    }

    /** Low-Balance-Indication (TS 32.299). */
    public boolean balanceLow() {
        return balanceLow;
    }

    public void balance(long micros, int currencyCode, boolean low) {
        balanceMicros = micros;
        balanceCurrency = currencyCode;
        balanceLow = low;
    }
}
