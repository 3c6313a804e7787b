package io.ocs.core.request;

import io.ocs.core.Hash128;
import io.ocs.core.UnitKind;
import java.util.Arrays;

/**
 * One Multiple-Services-Credit-Control of a request (RFC 8506 §8.16), or the units at command level when the request has none.
 * Reusable; written by the event loop, read by the shard.
 */
public final class ServiceUsage {

    /** Value of an amount, a rating group or a service identifier that the request does not name. */
    public static final long ABSENT = -1;

    /** Most Service-Identifiers of one service; more are answered 5009. */
    public static final int IDENTIFIERS_MAX = 16;

    private final long[] requested = new long[UnitKind.COUNT];
    private final long[] used = new long[UnitKind.COUNT];
    private final long[] usedAfter = new long[UnitKind.COUNT];
    private long ratingGroup;
    private long serviceIdentifier;
    /** Those behind the lowest; made when a service has several. */
    private long[] further = {};

    private int furtherCount;
    private boolean hasRequested;
    private boolean hasUsed;
    private boolean hasUsedAfter;
    private int reportingReason;
    private int qosClass;
    private int currency;

    public ServiceUsage() {
        Arrays.fill(usedAfter, ABSENT);
        clear();
    }

    public void clear() {
        Arrays.fill(requested, ABSENT);
        Arrays.fill(used, ABSENT);
        ratingGroup = ABSENT;
        serviceIdentifier = ABSENT;
        furtherCount = 0;
        hasRequested = false;
        hasUsed = false;
        if (hasUsedAfter) {
            Arrays.fill(usedAfter, ABSENT);
            hasUsedAfter = false;
        }
        reportingReason = (int) ABSENT;
        qosClass = (int) ABSENT;
        currency = 0;
    }

    /** Rating-Group, 0 to 4 294 967 295, or {@link #ABSENT}. */
    public long ratingGroup() {
        return ratingGroup;
    }

    public void ratingGroup(long value) {
        ratingGroup = value;
    }

    /** Service-Identifier, 0 to 4 294 967 295, or {@link #ABSENT}; of several the lowest, so that their order is no matter. */
    public long serviceIdentifier() {
        return serviceIdentifier;
    }

    /** Service-Identifiers of the service: 0, 1 or, where one quota is for several services (RFC 8506 §8.16), more. */
    public int identifierCount() {
        return serviceIdentifier == ABSENT ? 0 : 1 + furtherCount;
    }

    /** A Service-Identifier, ascending; {@code identifier(0)} is {@link #serviceIdentifier()}. */
    public long identifier(int index) {
        return index == 0 ? serviceIdentifier : further[index - 1];
    }

    /** Adds a Service-Identifier; one that is there already is no other. @return false if there are {@value #IDENTIFIERS_MAX} already */
    public boolean addIdentifier(long value) {
        if (serviceIdentifier == ABSENT) {
            serviceIdentifier = value;
            return true;
        }
        int at = furtherCount;
        while (at >= 0 && identifier(at) > value) {
            at--;
        }
        if (at >= 0 && identifier(at) == value) {
            return true;
        }
        return furtherCount < IDENTIFIERS_MAX - 1 && insert(at + 1, value);
    }

    private boolean insert(int index, long value) {
        if (further.length == furtherCount) {
            further = Arrays.copyOf(further, IDENTIFIERS_MAX - 1);
        }
        for (int i = furtherCount; i > Math.max(0, index - 1); i--) {
            further[i] = further[i - 1];
        }
        if (index == 0) {
            further[0] = serviceIdentifier;
            serviceIdentifier = value;
        } else {
            further[index - 1] = value;
        }
        furtherCount++;
        return true;
    }

    public void serviceIdentifier(long value) {
        serviceIdentifier = value;
    }

    /** Whether Requested-Service-Unit is there, empty or not: without it an update only debits (RFC 8506 §8.16). */
    public boolean hasRequested() {
        return hasRequested;
    }

    public void hasRequested(boolean value) {
        hasRequested = value;
    }

    /** Whether Used-Service-Unit is there, empty or not. */
    public boolean hasUsed() {
        return hasUsed;
    }

    public void hasUsed(boolean value) {
        hasUsed = value;
    }

    /** Requested units of a kind (money in micros), at least 0, or {@link #ABSENT}. */
    public long requested(UnitKind kind) {
        return requested[kind.ordinal()];
    }

    public void requested(UnitKind kind, long amount) {
        requested[kind.ordinal()] = amount;
    }

    /** Used units of a kind, summed over all Used-Service-Units, at least 0, or {@link #ABSENT}. */
    public long used(UnitKind kind) {
        return used[kind.ordinal()];
    }

    public void used(UnitKind kind, long amount) {
        used[kind.ordinal()] = amount;
    }

    /** Adds to the used units of a kind; saturates at the largest long. */
    public void addUsed(UnitKind kind, long amount) {
        long before = Math.max(0, used[kind.ordinal()]);
        long sum = before + amount;
        used[kind.ordinal()] = sum < 0 ? Long.MAX_VALUE : sum;
    }

    /** Adds to the used units of a kind, and notes that these were used after a change of tariffs (Tariff-Change-Usage, RFC 8506 §8.27). */
    public void addUsedAfterChange(UnitKind kind, long amount) {
        addUsed(kind, amount);
        hasUsedAfter = true;
        long sum = Math.max(0, usedAfter[kind.ordinal()]) + amount;
        usedAfter[kind.ordinal()] = sum < 0 ? Long.MAX_VALUE : sum;
    }

    /** What of {@link #usedAgainst} was used after a change of tariffs, at least 0; units that straddle it count as used before. */
    public long usedAfterChangeAgainst(UnitKind kind) {
        return hasUsedAfter ? against(usedAfter, kind) : 0;
    }

    /** Used units that count against a grant of {@code kind}: for total octets the sum of both directions if no total came. At least 0. */
    public long usedAgainst(UnitKind kind) {
        return against(used, kind);
    }

    /** Requested units of {@code kind}: for total octets the sum of both directions if no total was asked for. At least 0. */
    public long requestedOf(UnitKind kind) {
        return against(requested, kind);
    }

    private static long against(long[] amounts, UnitKind kind) {
        long direct = amounts[kind.ordinal()];
        if (kind != UnitKind.TOTAL_OCTETS || direct != ABSENT) {
            return Math.max(0, direct);
        }
        long sum = Math.max(0, amounts[UnitKind.INPUT_OCTETS.ordinal()])
                + Math.max(0, amounts[UnitKind.OUTPUT_OCTETS.ordinal()]);
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    /** 3GPP Reporting-Reason (TS 32.299 §7.2.175), or {@link #ABSENT}. */
    public int reportingReason() {
        return reportingReason;
    }

    public void reportingReason(int value) {
        reportingReason = value;
    }

    /** QoS-Class-Identifier of the service's own QoS-Information, or {@link #ABSENT}. */
    public int qosClass() {
        return qosClass;
    }

    public void qosClass(int value) {
        qosClass = value;
    }

    /** ISO 4217 numeric code of requested or used CC-Money, 0 if none. */
    public int currency() {
        return currency;
    }

    public void currency(int numericCode) {
        currency = numericCode;
    }

    long contentHash(long hash) {
        long mixed = Hash128.mix(Hash128.mix(hash, ratingGroup), serviceIdentifier);
        for (int i = 0; i < furtherCount; i++) {
            mixed = Hash128.mix(mixed, further[i]);
        }
        mixed = Hash128.mix(mixed, (hasRequested ? 1 : 0) + (hasUsed ? 2 : 0));
        for (int i = 0; i < UnitKind.COUNT; i++) {
            mixed = Hash128.mix(Hash128.mix(mixed, requested[i]), used[i]);
        }
        for (int i = 0; hasUsedAfter && i < UnitKind.COUNT; i++) {
            mixed = Hash128.mix(mixed, usedAfter[i]);
        }
        return mixed;
    }
}
