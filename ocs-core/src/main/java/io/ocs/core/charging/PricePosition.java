package io.ocs.core.charging;

import io.ocs.core.state.ServiceEntry;

/**
 * Where the cumulative price of a service stands: the segment (tariff and payer), the units used in it, and whether it continues an earlier one.
 * A segment of 0 means that nothing was used yet. Reused; one thread.
 */
public final class PricePosition {

    private long segment;
    private long cumulative;
    private boolean continuation;
    private long countedBefore;

    public void clear() {
        segment = 0;
        cumulative = 0;
        continuation = false;
        countedBefore = 0;
    }

    public void load(ServiceEntry service) {
        segment = service.segment();
        cumulative = service.cumulative();
        continuation = service.continuation();
        countedBefore = 0;
    }

    /** Makes this the same as another one. */
    public void copy(PricePosition other) {
        segment = other.segment;
        cumulative = other.cumulative;
        continuation = other.continuation;
        countedBefore = other.countedBefore;
    }

    public long segment() {
        return segment;
    }

    /** What the counter of the tiers has counted before the request at hand. */
    public long countedBefore() {
        return countedBefore;
    }

    public void countedBefore(long units) {
        countedBefore = units;
    }

    /** Units used in the segment. */
    public long cumulative() {
        return cumulative;
    }

    public boolean continuation() {
        return continuation;
    }

    /** Whether the service has not been used in this session: the set-up fee is still to come. */
    public boolean isStart() {
        return segment == 0;
    }

    /** Units used in {@code other}, were it entered now: 0 unless it is the segment of this position. */
    public long cumulativeIn(long other) {
        return segment == other ? cumulative : 0;
    }

    /** Whether {@code other}, were it entered now, would continue an earlier segment. */
    public boolean continuationIn(long other) {
        return segment == other ? continuation : segment != 0;
    }

    /** Uses {@code units} in {@code newSegment}, which begins with them unless it is the present one. */
    public void use(long newSegment, long units) {
        if (newSegment != segment) {
            continuation = segment != 0;
            segment = newSegment;
            cumulative = 0;
        }
        cumulative = Math.addExact(cumulative, units);
    }
}
