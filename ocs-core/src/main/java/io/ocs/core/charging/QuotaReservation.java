package io.ocs.core.charging;

import io.ocs.core.FinalUnit;
import io.ocs.core.FinalUnitAction;
import io.ocs.core.RequestType;
import io.ocs.core.ResultCode;
import io.ocs.core.UnitKind;
import io.ocs.core.journal.ServiceRecord;
import io.ocs.core.request.ServiceGrant;
import io.ocs.core.request.ServiceUsage;

/** Reserves what one service of a session's request asks for, and writes the grant of it. One thread; nothing is allocated. */
final class QuotaReservation {

    private static final long MS = 1000;

    private final AccountBalanceFunction balances;
    private final CreditPool pool = new CreditPool();
    private final Recipients recipients;
    private final PricePosition behindSwitch = new PricePosition();

    private ServiceRecord section;
    private PricePosition position;
    private Tariff tariff;
    private Tariff next;
    private long granted;
    private long switchS;

    QuotaReservation(AccountBalanceFunction balances, Recipients recipients) {
        this.balances = balances;
        this.recipients = recipients;
    }

    /** Reserves by {@code newTariff} from {@code at} on. */
    void reserve(
            Decision d,
            ServiceUsage usage,
            Tariff newTariff,
            PricePosition at,
            ServiceGrant grant,
            ServiceRecord into) {
        section = into;
        position = at;
        tariff = newTariff;
        next = null;
        switchS = untilSwitchS(d);
        long asked = usage.requestedOf(tariff.unit());
        long wanted = Math.min(asked > 0 ? asked : tariff.grantDefault(), tariff.grantMax());
        if (tariff.unit() == UnitKind.TIME) {
            wanted = Math.min(wanted, switchS);
        }
        boolean message = tariff.unit() == UnitKind.SERVICE_SPECIFIC
                && recipients.haveOneUnitEach(d.request, asked > 0 ? asked : d.request.recipientCount());
        granted = message
                ? recipients.reserve(d, usage, tariff, position, balances, section)
                : balances.reserve(position, tariff, wanted, section);
        if (granted <= 0) {
            grantNothing(d, grant);
            return;
        }
        if (message) {
            end(d, grant, false, false);
            return;
        }
        if (!balances.exhausted() && wantsTariffTimeChange(d)) {
            reserveBehindSwitch(d, wanted, grant);
        }
        boolean last = balances.exhausted();
        boolean shared = balances.heldByOthers() || next != null;
        if (!last && d.request.client().creditPools() && d.request.multipleServices()) {
            share(d, usage, grant);
        }
        end(d, grant, last, shared);
    }

    private void end(Decision d, ServiceGrant grant, boolean last, boolean shared) {
        long validityS =
                Math.min(tariff.validityTimeS(), Math.min(switchS, secondsUntil(balances.expiresMs(), d.nowMs)));
        if (last && shared) {
            validityS = Math.min(validityS, d.policy.sharedValidityS());
        } else if (last) {
            grant.finalUnit(tariff.finalUnit());
            section.finalAction(tariff.finalUnit().action());
        }
        grant.granted(tariff.unit(), granted);
        grant.validityTimeS(Math.max(1, validityS));
        grant.quotaThreshold(Math.min(tariff.quotaThreshold(granted), Integer.MAX_VALUE));
        grant.quotaTimes(tariff.quotaHoldingTimeS(), tariff.quotaConsumptionTimeS());
        section.grant(tariff.unit(), granted, (int) grant.validityTimeS(), grant.quotaThreshold());
    }

    /**
     * Nothing can be paid: refused, unless the client's first interrogation can be told to redirect or restrict at once (RFC 8506 §8.34), and to ask again
     * when the validity time is over.
     */
    private void grantNothing(Decision d, ServiceGrant grant) {
        if (granted == Recipients.NO_PRICE) {
            grant.resultCode(ResultCode.RATING_FAILED);
            section.resultCode(ResultCode.RATING_FAILED);
            return;
        }
        FinalUnit finalUnit = tariff.finalUnit();
        boolean atOnce = d.request.type() == RequestType.INITIAL
                && d.request.client().finalUnitAtOnce()
                && finalUnit.action() != FinalUnitAction.TERMINATE;
        if (!atOnce) {
            grant.resultCode(ResultCode.CREDIT_LIMIT_REACHED);
            section.resultCode(ResultCode.CREDIT_LIMIT_REACHED);
            return;
        }
        grant.finalUnit(finalUnit);
        grant.validityTimeS(tariff.validityTimeS());
        section.finalAction(finalUnit.action());
        section.validityTimeS(tariff.validityTimeS());
    }

    /**
     * Whether the client is to be told of a switch that would end the grant otherwise (RFC 8506 §5.1.1). Never for time, which can be split at the
     * switch without its help.
     */
    private boolean wantsTariffTimeChange(Decision d) {
        return d.request.client().tariffTimeChange()
                && d.request.multipleServices()
                && tariff.unit() != UnitKind.TIME
                && switchS < tariff.validityTimeS()
                && tariff.validUntilMs(d.ratedAtMs) > d.nowMs;
    }

    /**
     * Reserves as many units again, by the tariff behind the switch; both quotas are then the smaller one. If there can be fewer than half as many
     * behind it, the first quota stands alone and ends at the switch: it must not shrink for what comes later.
     */
    private void reserveBehindSwitch(Decision d, long wanted, ServiceGrant grant) {
        long changeMs = tariff.validUntilMs(d.ratedAtMs);
        Tariff behind = ServiceCharging.tariffAt(d, tariff, changeMs);
        behindSwitch.copy(position);
        behindSwitch.use(
                tariff.segmentKey(), 0); // the set-up fee and the first step belong to the units before the switch
        long second = balances.reserve(behindSwitch, behind, wanted, section);
        if (second < granted / 2) {
            balances.unreserve(section);
            granted = balances.reserve(position, tariff, wanted, section);
            return;
        }
        next = behind;
        granted = Math.min(granted, second);
        switchS = Integer.MAX_VALUE;
        grant.tariffTimeChangeMs(changeMs);
    }

    /**
     * Makes the units part of the session's credit pool, if they are paid by money alone, in proportion to the units, and if there is money for what a
     * usage may cost beyond that proportion. The last units that can be paid are in no pool.
     */
    private void share(Decision d, ServiceUsage usage, ServiceGrant grant) {
        boolean linear = tariff.poolDigits() > 0 && (next == null || next.poolDigits() > 0);
        if (!linear || !balances.paidByMoney()) {
            return;
        }
        pool.find(d, usage);
        long slack = Math.addExact(tariff.poolSlackMicros(), next == null ? 0 : next.poolSlackMicros());
        if (!pool.hasRoom() || !balances.hold(slack, section)) {
            return;
        }
        section.addFlag(ServiceRecord.POOLED);
        grant.pool(tariff.poolDigits(), tariff.poolExponent());
        if (next != null) {
            grant.poolBehindChange(next.poolDigits(), next.poolExponent());
        }
    }

    /** Seconds to the next tariff switch and a little beyond, the little by session, so that not all ask again at once. */
    private long untilSwitchS(Decision d) {
        long untilMs = tariff.validUntilMs(d.ratedAtMs);
        if (untilMs == Long.MAX_VALUE) {
            return Integer.MAX_VALUE;
        }
        return secondsUntil(untilMs, d.ratedAtMs) + Math.floorMod(d.sessionLow, d.policy.switchSpreadS() + 1);
    }

    private static long secondsUntil(long instantMs, long fromMs) {
        return instantMs == Long.MAX_VALUE ? Integer.MAX_VALUE : Math.max(1, (instantMs - fromMs) / MS);
    }
}
