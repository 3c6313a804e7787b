package io.ocs.core.charging;

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

    private final AccountBalanceFunction balances;
    private final SessionMachine machine;
    private final ServiceRecord section = new ServiceRecord();
    private final ServiceEntry service = new ServiceEntry();
    private final PricePosition position = new PricePosition();
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
            if (reserve && asksForUnits(d, usage)) {
                reserve(d, usage, grant);
            }
            section.tariffName(tariff.name());
        }
        end(d, usage);
        d.record.endService(section);
        machine.applyService(d.state, d.record, section);
        d.costMicros += balances.chargedMicros();
        d.validityMaxS = Math.max(d.validityMaxS, grant.validityTimeS());
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

    private Tariff determineTariff(Decision d, ServiceUsage usage) {
        Tariff resumed = known && service.planKey() != 0 ? d.rating.resume(service.planKey(), d.ratedAtMs) : null;
        return resumed != null ? resumed : d.rating.tariff(d.record.offerKey(), d.request, usage, d.ratedAtMs);
    }

    private void refuseRating(Decision d, int index, ServiceUsage usage, ServiceGrant grant) {
        grant.resultCode(ResultCode.RATING_FAILED);
        section.resultCode(ResultCode.RATING_FAILED);
        section.tariffName("");
        d.answer.failed(Failed.ofRating(d.request.type(), usage), index);
    }

    /** Time is split at tariff switches exactly; volume and events are charged by the tariff under which they were granted. */
    private void debit(Decision d, ServiceUsage usage) {
        long used = believed(usage.usedAgainst(tariff.unit()));
        section.unit(tariff.unit());
        section.usedUnits(used);
        if (used == 0) {
            return;
        }
        if (tariff.unit() == UnitKind.TIME) {
            debitTime(d, used);
        } else {
            balances.debit(position, known ? tariffAt(d, d.session.lastRequestMs()) : tariff, used, section);
        }
        if (balances.overrun()) {
            section.addFlag(ServiceRecord.OVERRUN);
        }
    }

    /** Nobody can have used more than was granted and one largest grant on top: what is reported beyond is recorded, not charged. */
    private long believed(long reported) {
        long bound = (known ? service.grantedUnits() : 0) + tariff.grantMax();
        if (reported > bound && bound > 0) {
            section.addFlag(ServiceRecord.IMPLAUSIBLE);
            return bound;
        }
        return reported;
    }

    private void debitTime(Decision d, long seconds) {
        long at = d.ratedAtMs - Math.multiplyExact(seconds, MS);
        long left = seconds;
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
            grant.resultCode(ResultCode.CREDIT_LIMIT_REACHED);
            section.resultCode(ResultCode.CREDIT_LIMIT_REACHED);
            return;
        }
        long validityS =
                Math.min(tariff.validityTimeS(), Math.min(switchS, secondsUntil(balances.expiresMs(), d.nowMs)));
        if (balances.exhausted() && balances.heldByOthers()) {
            validityS = Math.min(validityS, d.policy.sharedValidityS());
        } else if (balances.exhausted()) {
            grant.finalUnit(tariff.finalUnitAction(), tariff.redirectAddress());
            section.finalAction(tariff.finalUnitAction());
        }
        grant.granted(tariff.unit(), granted);
        grant.validityTimeS(Math.max(1, validityS));
        grant.quotaThreshold(Math.min(tariff.quotaThreshold(granted), Integer.MAX_VALUE));
        section.grant(tariff.unit(), granted, (int) grant.validityTimeS(), grant.quotaThreshold());
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
