package io.ocs.core.charging;

import io.ocs.core.FinalUnit;
import io.ocs.core.FinalUnitAction;
import io.ocs.core.RequestType;
import io.ocs.core.ResultCode;
import io.ocs.core.UnitKind;
import io.ocs.core.journal.ServiceRecord;
import io.ocs.core.request.CreditControlAnswer.Failed;
import io.ocs.core.request.ServiceGrant;
import io.ocs.core.request.ServiceUsage;
import io.ocs.core.state.ServiceEntry;
import io.ocs.core.state.State;
import io.ocs.core.state.Table;

/** One service of a session's request: debits what was used, reserves what is asked for, writes the record of it and the grant. */
final class ServiceCharging {

    private static final long MS = 1000;
    /** As long as time before the session's beginning is looked at band by band: a week has them all. */
    private static final long BANDS_BEFORE_MS = 7 * 24 * 3600 * MS;

    private final AccountBalanceFunction balances;
    private final SessionMachine machine;
    private final ServiceRecord section = new ServiceRecord();
    private final ServiceEntry service = new ServiceEntry();
    private final PricePosition position = new PricePosition();
    private final PricePosition behindSwitch = new PricePosition();
    private boolean known;
    private Tariff tariff;

    ServiceCharging(AccountBalanceFunction balances, SessionMachine machine) {
        this.balances = balances;
        this.machine = machine;
    }

    /**
     * Charges service {@code index} of the request and applies the result, so that the next service sees it.
     *
     * @param reserve whether units may be granted; otherwise usage is debited only
     */
    void charge(Decision d, int index, boolean reserve) {
        ServiceUsage usage = d.request.service(index);
        ServiceGrant grant = d.answer.grantFor(usage.ratingGroup(), usage.serviceIdentifier());
        begin(d, usage);
        tariff = determineTariff(d, usage);
        d.account.wrap(d.state.find(Table.ACCOUNT, d.record.accountId(), 0));
        balances.begin(d.account, d.nowMs);
        if (known) {
            balances.release(service);
        }
        if (tariff != null && tariff.currency() != d.account.currency()) {
            tariff = null;
        }
        if (tariff == null) {
            refuseRating(d, index, usage, grant);
        } else {
            debit(d, usage);
            Tariff used = tariff;
            int chargedAge = d.catalogAge;
            if (!keepsCatalog(d)) {
                d.rateByVersionInForce();
            }
            section.catalogAges(chargedAge, d.catalogAge);
            if (reserve && asksForUnits(d, usage)) {
                grant(d, index, usage, grant, chargedAge);
            }
            section.tariffName(used.name());
            if (grant.tariffTimeChangeMs() > 0) {
                section.tariffChange(grant.tariffTimeChangeMs());
            }
        }
        end(d, usage);
        d.record.endService(section);
        machine.applyService(d.state, d.record, section);
        d.costMicros += balances.chargedMicros();
        d.validityMaxS = Math.max(d.validityMaxS, grant.validityTimeS());
    }

    /** Reserves by the tariff that usage was debited by, or, if that was of another version of the catalogue, by that of this one. */
    private void grant(Decision d, int index, ServiceUsage usage, ServiceGrant grant, int chargedAge) {
        Tariff charged = tariff;
        tariff = chargedAge == d.catalogAge ? tariff : determineAnew(d, usage);
        if (tariff == null) {
            grant.resultCode(ResultCode.RATING_FAILED);
            section.resultCode(ResultCode.RATING_FAILED);
            d.answer.failed(Failed.ofRating(d.request.type(), usage), index);
            tariff = charged;
        } else {
            reserve(d, usage, grant);
        }
    }

    /** The tariff in another version of the catalogue; null if that has no price in the account's currency. */
    private Tariff determineAnew(Decision d, ServiceUsage usage) {
        Tariff same = d.rating.resume(tariff.planKey(), d.ratedAtMs);
        Tariff found = same != null ? same : d.rating.tariff(d.record.offerKey(), d.request, usage, d.ratedAtMs);
        return found == null || found.currency() != d.account.currency() ? null : found;
    }

    /** Whether the service goes on by the earlier version of the catalogue that it goes by: to the next switch of tariffs, if it does so at all. */
    private boolean keepsCatalog(Decision d) {
        if (d.catalogAge == 0 || d.versions.policy() != RatingVersions.RunningSessions.KEEP) {
            return d.catalogAge == 0;
        }
        Tariff before = d.rating.resume(tariff.planKey(), d.session.lastRequestMs());
        return before == null || before.segmentKey() == tariff.segmentKey();
    }

    /** An update that only reports gets no units; an initial request asks for them by naming the service. */
    private static boolean asksForUnits(Decision d, ServiceUsage usage) {
        return usage.hasRequested() || (d.request.type() == RequestType.INITIAL && !usage.hasUsed());
    }

    private void begin(Decision d, ServiceUsage usage) {
        d.record.addService(section, d.batch.buffer());
        section.service(usage.ratingGroup(), usage.serviceIdentifier());
        section.resultCode(ResultCode.SUCCESS);
        section.reportingReason(usage.reportingReason());
        section.currency(d.record.currency());
        long address = d.state.find(
                Table.SERVICE,
                ServiceEntry.keyHigh(d.sessionHigh, usage.ratingGroup(), usage.serviceIdentifier()),
                ServiceEntry.keyLow(d.sessionLow, usage.ratingGroup(), usage.serviceIdentifier()));
        known = address != State.NONE;
        if (known) {
            position.load(service.wrap(address));
        } else {
            position.clear();
            section.addFlag(ServiceRecord.NEW);
        }
        for (int i = 0; i < UnitKind.COUNT; i++) {
            section.reported(UnitKind.of(i), usage.used(UnitKind.of(i)));
        }
    }

    /** What was granted is charged by the version of the catalogue that granted it. */
    private Tariff determineTariff(Decision d, ServiceUsage usage) {
        if (known && service.planKey() != 0) {
            d.rateByVersionOf(service);
        } else {
            d.rateByVersionInForce();
        }
        Tariff found = resumedOrFound(d, usage);
        if (found == null && d.catalogAge > 0) { // it had no price there, so nothing was granted by it
            d.rateByVersionInForce();
            found = resumedOrFound(d, usage);
        }
        return found;
    }

    private Tariff resumedOrFound(Decision d, ServiceUsage usage) {
        Tariff resumed = known && service.planKey() != 0 ? d.rating.resume(service.planKey(), d.ratedAtMs) : null;
        return resumed != null ? resumed : d.rating.tariff(d.record.offerKey(), d.request, usage, d.ratedAtMs);
    }

    private void refuseRating(Decision d, int index, ServiceUsage usage, ServiceGrant grant) {
        grant.resultCode(ResultCode.RATING_FAILED);
        section.resultCode(ResultCode.RATING_FAILED);
        section.tariffName("");
        d.answer.failed(Failed.ofRating(d.request.type(), usage), index);
    }

    /** Time is split at tariff switches exactly; volume and events are charged by the tariff under which they were granted, or as the client says. */
    private void debit(Decision d, ServiceUsage usage) {
        long used = believed(d, usage.usedAgainst(tariff.unit()));
        section.unit(tariff.unit());
        section.usedUnits(used);
        if (used == 0) {
            return;
        }
        if (tariff.unit() == UnitKind.TIME) {
            debitTime(d, used);
        } else {
            debitUnits(d, used, Math.min(used, usage.usedAfterChangeAgainst(tariff.unit())));
        }
        if (balances.overrun()) {
            section.addFlag(ServiceRecord.OVERRUN);
        }
    }

    /** What was used before the change of tariffs that the client was told, and what behind it, each by its tariff. */
    private void debitUnits(Decision d, long used, long after) {
        long changeMs = known ? service.tariffChangeMs() : 0;
        long beforeMs = known ? d.session.lastRequestMs() : d.ratedAtMs;
        if (used > after) {
            boolean told = changeMs > 0 && (after > 0 || spansChange());
            balances.debit(position, tariffAt(d, told ? changeMs - 1 : beforeMs), used - after, section);
        }
        if (after > 0) {
            balances.debit(position, tariffAt(d, changeMs > 0 ? changeMs : d.ratedAtMs), after, section);
        }
    }

    /** Nobody can have used more: what is reported beyond is recorded and flagged, and charged only if the operator wants it so. */
    private long believed(Decision d, long reported) {
        UsageBound policy = d.policy.usageBound();
        long bound = policy.ofGrant(outstanding(), tariff.grantMax());
        if (tariff.unit() == UnitKind.TIME) {
            bound = Math.min(bound, policy.ofElapsed(d.ratedAtMs - reportedUntilMs(d)));
        }
        if (reported <= bound) {
            return reported;
        }
        section.addFlag(ServiceRecord.IMPLAUSIBLE);
        d.implausibleReports++;
        return policy.charge() == UsageBound.Charge.REPORTED ? reported : bound;
    }

    /** Whether the grant that is outstanding has one quota before a change of tariffs and one behind it. */
    private boolean spansChange() {
        int last = service.lastAnswer();
        return last >= 0 && service.answerTariffChangeMs(last) > 0;
    }

    /** Units that the client may have used by now, both quotas of a grant over a change of tariffs. */
    private long outstanding() {
        long granted = known ? service.grantedUnits() : 0;
        return known && spansChange() ? granted + Math.min(granted, Long.MAX_VALUE - granted) : granted;
    }

    /** Until when usage of the service was reported before: its last report, else the beginning of the session. */
    private long reportedUntilMs(Decision d) {
        long last = known ? service.lastUsageMs() : 0;
        return Math.max(last, d.session.openedMs());
    }

    private void debitTime(Decision d, long seconds) {
        long at = d.ratedAtMs - Math.multiplyExact(seconds, MS);
        long left = seconds;
        long earliestMs = d.session.openedMs() - BANDS_BEFORE_MS;
        if (at < earliestMs) { // nobody can have used it then, but an operator may charge what is reported: in one
            // piece, however much it is
            long part = Math.min(left, (earliestMs - at + MS - 1) / MS);
            balances.debit(position, tariffAt(d, earliestMs), part, section);
            left -= part;
            at += part * MS;
        }
        while (left > 0) {
            Tariff band = tariffAt(d, at);
            long untilMs = band.validUntilMs(at);
            long part = untilMs == Long.MAX_VALUE ? left : Math.min(left, (untilMs - at + MS - 1) / MS);
            balances.debit(position, band, part, section);
            left -= part;
            at += part * MS;
        }
    }

    private Tariff tariffAt(Decision d, long atMs) {
        Tariff band = d.rating.resume(tariff.planKey(), atMs);
        return band == null ? tariff : band;
    }

    private void reserve(Decision d, ServiceUsage usage, ServiceGrant grant) {
        long switchS = untilSwitchS(d);
        long asked = usage.requestedOf(tariff.unit());
        long wanted = Math.min(asked > 0 ? asked : tariff.grantDefault(), tariff.grantMax());
        if (tariff.unit() == UnitKind.TIME) {
            wanted = Math.min(wanted, switchS);
        }
        long granted = balances.reserve(position, tariff, wanted, section);
        if (granted == 0) {
            grantNothing(d, grant);
            return;
        }
        boolean exhausted = balances.exhausted();
        boolean heldByOthers = balances.heldByOthers();
        long behind = !exhausted && wantsTariffTimeChange(d, switchS) ? reserveBehindSwitch(d, wanted) : 0;
        if (behind > 0) {
            granted = Math.min(granted, behind);
            exhausted = balances.exhausted();
            switchS = Integer.MAX_VALUE;
            grant.tariffTimeChangeMs(tariff.validUntilMs(d.ratedAtMs));
        }
        long validityS =
                Math.min(tariff.validityTimeS(), Math.min(switchS, secondsUntil(balances.expiresMs(), d.nowMs)));
        if (exhausted && (heldByOthers || behind > 0)) {
            validityS = Math.min(validityS, d.policy.sharedValidityS());
        } else if (exhausted) {
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
    private boolean wantsTariffTimeChange(Decision d, long switchS) {
        return d.request.client().tariffTimeChange()
                && d.request.multipleServices()
                && tariff.unit() != UnitKind.TIME
                && switchS < tariff.validityTimeS()
                && tariff.validUntilMs(d.ratedAtMs) > d.nowMs;
    }

    /** Reserves as many units again, by the tariff behind the switch. @return how many there can be */
    private long reserveBehindSwitch(Decision d, long wanted) {
        Tariff next = tariffAt(d, tariff.validUntilMs(d.ratedAtMs));
        behindSwitch.copy(position);
        behindSwitch.use(
                tariff.segmentKey(), 0); // the set-up fee and the first step belong to the units before the switch
        return balances.reserve(behindSwitch, next, wanted, section);
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

    private void end(Decision d, ServiceUsage usage) {
        long used = section.usedUnits();
        long planKey = known ? service.planKey() : 0;
        section.position(
                tariff == null ? planKey : tariff.planKey(),
                position.segment(),
                position.cumulative(),
                position.continuation());
        section.charged(balances.chargedMicros(), balances.setupMicros());
        section.totals(
                (known ? service.totalUnits() : 0) + used,
                Math.addExact(known ? service.totalMicros() : 0, balances.chargedMicros()));
        if (usage.hasUsed()) {
            section.addFlag(ServiceRecord.REPORTED);
        }
        usageTimes(d, used > 0);
        if (used > 0 || balances.chargedMicros() != 0 || (tariff == null && isReported(usage))) {
            section.recordNumber(d.nextRecordNumber(), partialSequence(d));
        }
    }

    private int partialSequence(Decision d) {
        return d.session
                        .wrap(d.state.find(Table.SESSION, d.sessionHigh, d.sessionLow))
                        .partialRecords()
                + 1;
    }

    private void usageTimes(Decision d, boolean used) {
        long first = known ? service.firstUsageMs() : 0;
        long last = known ? service.lastUsageMs() : 0;
        if (used) {
            long from = known && last > 0 ? last : d.session.openedMs();
            section.usageTimes(first == 0 ? from : first, d.ratedAtMs);
        } else {
            section.usageTimes(first, last);
        }
    }

    private static boolean isReported(ServiceUsage usage) {
        for (int i = 0; i < UnitKind.COUNT; i++) {
            if (usage.used(UnitKind.of(i)) > 0) {
                return true;
            }
        }
        return false;
    }
}
