package io.ocs.rating.catalog;

import io.ocs.core.UnitKind;
import io.ocs.core.charging.Counter;
import java.util.List;

/**
 * A counter as written.
 *
 * @param unit of the usage that is counted; null if money or events are
 * @param prices names of the prices that it counts; empty: all prices, of its unit if it has one
 */
record CounterModel(Named name, Counter counter, UnitKind unit, List<Named> prices) {

    /** Whether it counts what is used at a price. */
    boolean counts(PriceModel price) {
        return (unit == null || unit == price.unit())
                && (prices.isEmpty()
                        || prices.stream().anyMatch(name -> name.name()
                                .equals(price.name().name())));
    }
}
