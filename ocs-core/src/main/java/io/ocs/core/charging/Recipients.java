package io.ocs.core.charging;

import io.ocs.core.journal.ServiceRecord;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.core.request.ServiceUsage;

/** The recipients of one message, each at the price of its own destination. One thread; nothing is allocated. */
final class Recipients {

    /** There is a recipient that the offer has no price for. */
    static final long NO_PRICE = -1;

    private final PricePosition position = new PricePosition();

    /** Whether the units are to be rated by recipient: there are several, and as many units. Otherwise all units have the price of the first. */
    boolean haveOneUnitEach(CreditControlRequest request, long units) {
        return request.recipientCount() > 1 && request.recipientCount() == units;
    }

    /** Debits one unit for each of them. @return false if one of them cannot be rated; what was written is then to be forgotten */
    boolean debit(
            Decision d,
            ServiceUsage usage,
            Tariff first,
            PricePosition at,
            AccountBalanceFunction balances,
            ServiceRecord section) {
        boolean rated = true;
        for (int i = 0; rated && i < d.request.recipientCount(); i++) {
            Tariff tariff = tariff(d, usage, first, i);
            rated = tariff != null;
            if (rated) {
                balances.debit(at, tariff, 1, section);
            }
        }
        d.request.address(0);
        return rated;
    }

    /**
     * Reserves one unit for each of them: for all, or for none.
     *
     * @return units; 0 if not all can be paid; {@link #NO_PRICE} if one of them cannot be rated
     */
    long reserve(
            Decision d,
            ServiceUsage usage,
            Tariff first,
            PricePosition at,
            AccountBalanceFunction balances,
            ServiceRecord section) {
        position.copy(at);
        long granted = 0;
        boolean paid = true;
        for (int i = 0; paid && i < d.request.recipientCount(); i++) {
            Tariff tariff = tariff(d, usage, first, i);
            paid = tariff != null && balances.reserve(position, tariff, 1, section) > 0;
            if (paid) {
                position.use(tariff.segmentKey(), 1);
                granted++;
            } else {
                balances.unreserve(section);
                granted = tariff == null ? NO_PRICE : 0;
            }
        }
        d.request.address(0);
        return granted;
    }

    /** The money that {@link #debit} takes where no allowance pays; {@link #NO_PRICE} if one of them cannot be rated. */
    long price(Decision d, ServiceUsage usage, Tariff first) {
        position.clear();
        long sum = first.setupMicros();
        for (int i = 0; sum != NO_PRICE && i < d.request.recipientCount(); i++) {
            Tariff tariff = tariff(d, usage, first, i);
            sum = tariff == null ? NO_PRICE : Math.addExact(sum, priceOfOne(tariff));
        }
        d.request.address(0);
        return sum;
    }

    private long priceOfOne(Tariff tariff) {
        long segment = tariff.segmentKey();
        boolean continuation = position.continuationIn(segment);
        long before = position.cumulativeIn(segment);
        long price =
                tariff.priceMicros(Math.addExact(before, 1), continuation) - tariff.priceMicros(before, continuation);
        position.use(segment, 1);
        return price;
    }

    /** The price of a recipient, in the unit of the first one; null if there is none. */
    private static Tariff tariff(Decision d, ServiceUsage usage, Tariff first, int recipient) {
        d.request.address(recipient);
        Tariff tariff = EventCharging.tariffFor(d, usage);
        return tariff == null || tariff.unit() != first.unit() ? null : tariff;
    }
}
