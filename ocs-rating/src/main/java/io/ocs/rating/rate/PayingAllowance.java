package io.ocs.rating.rate;

/** An allowance that may pay for a price before money does: key of its buckets, and the step in which it is used up. */
public record PayingAllowance(long key, long stepUnits) {}
