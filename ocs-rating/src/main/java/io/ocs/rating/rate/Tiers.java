package io.ocs.rating.rate;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * The amounts of a price by the units that the session has used so far, the steps being the same in all tiers.
 *
 * @param tiers ascending by their ends, the last one without end; each ends at a whole step
 */
public record Tiers(Kind kind, List<Tier> tiers) {

    public Tiers {
        requireNonNull(kind, "kind");
        tiers = List.copyOf(tiers);
        if (tiers.isEmpty() || tiers.get(tiers.size() - 1).upTo() != Long.MAX_VALUE) {
            throw new IllegalArgumentException("the last tier has no end");
        }
    }

    /** How a tier applies. */
    public enum Kind {
        /** Each part of the usage at the amount of its tier. */
        GRADUATED,
        /** The whole usage at the amount of the tier that it has reached. */
        VOLUME
    }

    /** One amount for all usage. */
    public static Tiers single(Price price) {
        return new Tiers(Kind.GRADUATED, List.of(new Tier(Long.MAX_VALUE, price.nanos(), price.perUnits())));
    }

    /** Whether the amount depends on the usage. */
    public boolean isSingle() {
        return tiers.size() == 1;
    }
}
