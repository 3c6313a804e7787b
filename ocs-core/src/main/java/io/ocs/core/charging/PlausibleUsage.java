package io.ocs.core.charging;

import io.ocs.core.UnitKind;
import io.ocs.core.journal.ServiceRecord;
import io.ocs.core.state.ServiceEntry;

/**
 * How much of what a service reports is charged: no more than anybody can have used of what was granted, and of a time, no more than has passed. What is
 * reported beyond is recorded, flagged and counted, and charged only if the operator wants it so ({@link UsageBound}). One thread; nothing is allocated.
 */
final class PlausibleUsage {

    /** More is not charged of one report, whatever the operator believes: a thousand million of the currency, and 2⁵⁰ units. */
    private static final long CHARGE_MAX_MICROS = 1_000_000_000_000_000L;

    static final long UNITS_MAX = 1L << 50;

    private final ServiceEntry service;
    private final PricePosition position;
    private final CreditPool pool;

    /** Looks at the service at hand, its position and its credit pool, as they are when asked. */
    PlausibleUsage(ServiceEntry service, PricePosition position, CreditPool pool) {
        this.service = service;
        this.position = position;
        this.pool = pool;
    }

    /**
     * What of a report is charged; flags the rest in the record.
     *
     * @param known whether the service was there before this request
     */
    long of(Decision d, boolean known, Tariff tariff, long reported, ServiceRecord section) {
        UsageBound policy = d.policy.usageBound();
        long bound = Math.min(UNITS_MAX, policy.ofGrant(outstanding(known, tariff), tariff.grantMax()));
        if (tariff.unit() == UnitKind.TIME) {
            bound = Math.min(bound, policy.ofElapsed(elapsedMs(d, known)));
            long inAll = policy.ofElapsed(d.nowMs - d.session.openedMs());
            bound = Math.min(bound, Math.max(0, inAll - (known ? service.totalUnits() : 0)));
        }
        if (reported <= bound) {
            return reported;
        }
        section.addFlag(ServiceRecord.IMPLAUSIBLE);
        d.implausibleReports++;
        return policy.charge() == UsageBound.Charge.REPORTED ? Math.max(bound, chargeable(tariff, reported)) : bound;
    }

    /** What of an implausible report can be charged without an amount that is too large to be written. */
    private long chargeable(Tariff tariff, long reported) {
        return Math.min(reported, Math.min(affordable(tariff, CHARGE_MAX_MICROS), UNITS_MAX));
    }

    private long affordable(Tariff tariff, long micros) {
        long segment = tariff.segmentKey();
        return tariff.affordableUnits(position.cumulativeIn(segment), position.continuationIn(segment), micros);
    }

    /** Whether the grant that is outstanding has one quota before a change of tariffs and one behind it. */
    static boolean spansChange(ServiceEntry service) {
        int last = service.lastAnswer();
        return last >= 0 && service.answerTariffChangeMs(last) > 0;
    }

    /** Units that the client may have used by now: both quotas of a grant over a change of tariffs, and what the others of its credit pool hold. */
    private long outstanding(boolean known, Tariff tariff) {
        long granted = known ? service.grantedUnits() : 0;
        long both = known && spansChange(service) ? granted + Math.min(granted, Long.MAX_VALUE - granted) : granted;
        long held = pool.heldMicros();
        if (held == 0) {
            return both;
        }
        return both + Math.min(affordable(tariff, held), Long.MAX_VALUE - both);
    }

    /**
     * Time in which the usage can have been. Its beginning and the instants of its reports are those of the client's clock, if it is near this one; the
     * session's are those of this clock. One is never taken from the other.
     */
    private long elapsedMs(Decision d, boolean known) {
        long last = known ? service.lastUsageMs() : 0;
        return last == 0
                ? d.nowMs - d.session.openedMs()
                : Math.max(d.ratedAtMs - last, d.nowMs - d.session.lastRequestMs());
    }
}
