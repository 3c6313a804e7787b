package io.ocs.server.replay;

import io.ocs.core.RequestType;
import io.ocs.core.UnitKind;
import io.ocs.core.charging.RatingFunction;
import io.ocs.core.charging.Tariff;
import io.ocs.rating.catalog.TariffCatalog;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Prices usage records, in their order, under a catalogue: by the offer that each was charged by, at its time, over all records of a session cumulatively, as
 * a shard does. Units that allowances have paid stay paid by them; refunds of money and debits of an amount stay as they are. One thread.
 */
public final class UsageReplay implements Consumer<UsageRecord> {

    private static final long MS = 1000;

    private final TariffCatalog catalog;
    private final ReplaySums sums;
    private final Map<String, Session> sessions = new HashMap<>();
    private final CounterBook counters = new CounterBook();

    /** A session that goes on. */
    private static final class Session {
        private final Map<String, ServicePosition> services = new HashMap<>();
        private long lastRequestMs;
    }

    public UsageReplay(TariffCatalog catalog, ReplaySums sums) {
        this.catalog = catalog;
        this.sums = sums;
    }

    /** One record more. */
    @Override
    public void accept(UsageRecord record) {
        if (record.isOfMoney()) {
            sums.priced(record, record.chargedMicros());
            return;
        }
        Session session = record.type() == RequestType.EVENT
                ? new Session()
                : sessions.computeIfAbsent(record.sessionId(), id -> new Session());
        ServicePosition position = session.services.computeIfAbsent(record.service(), id -> new ServicePosition());
        price(record, session, position);
        session.lastRequestMs = record.receivedMs();
        if (record.closed()) {
            sessions.remove(record.sessionId());
        }
    }

    private void price(UsageRecord record, Session session, ServicePosition position) {
        Tariff tariff = tariff(record, position);
        if (tariff == null
                || tariff.currency() != Currency.getInstance(record.currency()).getNumericCode()) {
            sums.unpriced(record);
            return;
        }
        try {
            sums.priced(record, tariff.isCreditControlled() ? charge(record, session, position, tariff) : 0);
        } catch (ArithmeticException e) {
            sums.unpriced(record);
        }
    }

    /** Conditions that change (access, network, QoS) lead to another price from the next record on: the usage before was granted by those before. */
    private Tariff tariff(UsageRecord record, ServicePosition position) {
        Tariff found = found(record);
        long key = found == null ? 0 : found.planKey();
        if (position.planKey() == 0) {
            Tariff own = record.tellsOtherConditions() ? named(record) : null;
            position.planKey(own == null ? key : own.planKey());
        } else if (position.goesOnAnew(record.price()) && position.nextPlanKey() != 0) {
            position.planKey(position.nextPlanKey());
        }
        position.note(record.price(), record.tellsOtherConditions(), key);
        return position.planKey() == key ? found : catalog.resume(position.planKey(), record.ratedMs());
    }

    /** What a record does not tell (direction, QoS class) is told by the name of its price, if the offer asks for that. */
    private Tariff found(UsageRecord record) {
        long offer = RatingFunction.offerKey(record.offer());
        Tariff same = catalog.asksBeyondRecords(offer) ? named(record) : null;
        if (same != null) {
            return same;
        }
        return catalog.tariff(offer, record.request(), record.usage(), record.ratedMs());
    }

    /** The price of the same name. */
    private Tariff named(UsageRecord record) {
        return catalog.resume(RatingFunction.offerKey(record.offer() + "/" + record.price()), record.ratedMs());
    }

    private long charge(UsageRecord record, Session session, ServicePosition position, Tariff tariff) {
        if (record.isRefund()) {
            ServicePosition refunded = new ServicePosition();
            refunded.begin(List.of(), 0);
            return -refunded.charge(tariff, -record.units());
        }
        long units = units(record, tariff);
        long before = record.totalUnits() - record.units();
        boolean first = position.isStart() && before <= 0;
        if (position.isStart() && before > 0) {
            position.usedBefore(at(tariff, record.openedMs()), before);
        }
        position.begin(record.payments(), counters.before(tariff, record));
        long micros = units == 0 ? 0 : charge(record, session, position, tariff, units);
        counters.count(tariff, record, position.paidUnits(), micros, events(record, first));
        return micros;
    }

    private static long events(UsageRecord record, boolean first) {
        return record.type() == RequestType.EVENT ? record.units() : first ? 1 : 0;
    }

    /** Units charged; where nothing was, for want of a price, those reported. */
    private static long units(UsageRecord record, Tariff tariff) {
        boolean other = record.offer().isEmpty() || record.unit() != tariff.unit();
        return other ? record.usage().usedAgainst(tariff.unit()) : record.units();
    }

    private long charge(UsageRecord record, Session session, ServicePosition position, Tariff tariff, long units) {
        if (tariff.unit() == UnitKind.TIME) {
            return chargeTime(record, position, tariff, units);
        }
        if (tariff.unit() == UnitKind.SERVICE_SPECIFIC
                && record.request().recipientCount() > 1
                && record.request().recipientCount() == units) {
            return chargeRecipients(record, position, tariff);
        }
        long sinceMs = session.lastRequestMs == 0 ? record.openedMs() : session.lastRequestMs;
        boolean begins = record.type() == RequestType.EVENT || record.type() == RequestType.INITIAL;
        return position.charge(at(tariff, begins ? record.ratedMs() : sinceMs), units);
    }

    /** Up to the instant of the report, cut at the switches of bands. */
    private long chargeTime(UsageRecord record, ServicePosition position, Tariff tariff, long seconds) {
        long atMs = record.ratedMs() - Math.multiplyExact(seconds, MS);
        long micros = 0;
        long left = seconds;
        while (left > 0) {
            Tariff band = at(tariff, atMs);
            long untilMs = band.validUntilMs(atMs);
            long part = untilMs == Long.MAX_VALUE ? left : Math.min(left, (untilMs - atMs + MS - 1) / MS);
            micros = Math.addExact(micros, position.charge(band, part));
            left -= part;
            atMs += part * MS;
        }
        return micros;
    }

    /** One unit for each recipient, each at its own price; one without a price is charged as the first. */
    private long chargeRecipients(UsageRecord record, ServicePosition position, Tariff first) {
        long micros = 0;
        for (int i = 0; i < record.request().recipientCount(); i++) {
            record.request().address(i);
            Tariff own = catalog.tariff(
                    RatingFunction.offerKey(record.offer()), record.request(), record.usage(), record.ratedMs());
            micros = Math.addExact(micros, position.charge(own == null ? first : own, 1));
        }
        record.request().address(0);
        return micros;
    }

    private Tariff at(Tariff tariff, long atMs) {
        Tariff band = catalog.resume(tariff.planKey(), atMs);
        return band == null ? tariff : band;
    }
}
