package io.ocs.core.charging;

import io.ocs.core.FinalUnitAction;
import io.ocs.core.RequestType;
import io.ocs.core.ResultCode;
import io.ocs.core.ServiceContext;
import io.ocs.core.UnitKind;
import io.ocs.core.charging.LifeCyclePolicy.Answer;
import io.ocs.core.journal.ServiceRecord;
import io.ocs.core.request.CreditControlAnswer.Failed;
import io.ocs.core.request.CreditControlRequest;
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
    /** Reporting-Reason (TS 32.299 §7.2.175). */
    private static final int RATING_CONDITION_CHANGE = 6;

    private final AccountBalanceFunction balances;
    private final SessionMachine machine;
    private final Counting counting;
    private final ServiceRecord section = new ServiceRecord();
    private final ServiceEntry service = new ServiceEntry();
    private final PricePosition position = new PricePosition();
    private final CreditPool pool = new CreditPool();
    private final PlausibleUsage plausible = new PlausibleUsage(service, position, pool);
    private final Recipients recipients = new Recipients();
    private final QuotaReservation quota;
    private boolean known;
    private Tariff tariff;

    ServiceCharging(AccountBalanceFunction balances, SessionMachine machine, Counting counting) {
        this.balances = balances;
        this.machine = machine;
        quota = new QuotaReservation(balances, recipients);
        this.counting = counting;
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
        } else if (!tariff.isCreditControlled()) {
            passOver(d, index, usage, grant, reserve);
        } else {
            chargeUnits(d, index, usage, grant, reserve);
            Advice.givePrice(d, tariff, position.isStart());
        }
        end(d, usage);
        d.record.endService(section);
        machine.applyService(d.state, d.record, section);
        d.costMicros += balances.chargedMicros();
        d.validityMaxS = Math.max(d.validityMaxS, grant.validityTimeS());
    }

    private void chargeUnits(Decision d, int index, ServiceUsage usage, ServiceGrant grant, boolean reserve) {
        boolean first = position.isStart();
        counting.place(d, tariff, position);
        boolean draws = findPool(d, usage);
        debit(d, usage);
        count(d, first);
        if (draws) {
            pool.holdAgain(balances);
        }
        Tariff used = tariff;
        int chargedAge = d.catalogAge;
        if (!keepsCatalog(d)) {
            d.rateByVersionInForce();
        }
        section.catalogAges(chargedAge, d.catalogAge);
        if (asksForUnits(d, usage)) {
            if (reserve) {
                grantUnits(d, index, usage, grant, chargedAge);
            } else {
                answerState(d, grant);
            }
        }
        name(used, grant);
        if (draws) {
            d.poolDraws += pool.write(section) ? 1 : 0;
        }
    }

    /**
     * Reserves by the tariff that usage was debited by, or, if that was of another version of the catalogue, by that of this one; by the price of what the
     * request says if it says that conditions have changed, or is of a client that always says what they are.
     */
    private void grantUnits(Decision d, int index, ServiceUsage usage, ServiceGrant grant, int chargedAge) {
        Tariff used = tariff;
        if (usage.reportingReason() == RATING_CONDITION_CHANGE) {
            tariff = determineAnew(d, usage);
        } else if (chargedAge != d.catalogAge) {
            tariff = inOtherVersion(d, usage);
        } else if (known && tellsConditions(d.request, usage)) {
            Tariff told = determineAnew(d, usage);
            tariff = told == null ? tariff : told;
        }
        if (tariff == null) {
            grant.resultCode(ResultCode.RATING_FAILED);
            section.resultCode(ResultCode.RATING_FAILED);
            d.answer.failed(Failed.ofRating(d.request.type(), usage), index);
            tariff = used;
        } else if (tariff.isCreditControlled()) {
            if (tariff != used) {
                counting.place(d, tariff, position);
            }
            balances.limitMoney(counting.remainingMicros(d, tariff));
            quota.reserve(d, usage, tariff, position, grant, section);
            if (grant.resultCode() == ResultCode.RATING_FAILED) { // a recipient has no price
                d.answer.failed(Failed.ofRating(d.request.type(), usage), index);
            }
        } else {
            notApplicable(d, grant);
        }
    }

    /** The state of the subscriber lets nothing be granted. What denies all is said by the message. */
    private void answerState(Decision d, ServiceGrant grant) {
        if (d.answersAs == Answer.CREDIT_LIMIT_REACHED) {
            grant.resultCode(ResultCode.CREDIT_LIMIT_REACHED);
            section.resultCode(ResultCode.CREDIT_LIMIT_REACHED);
        } else if (d.answersAs == Answer.REDIRECT) {
            int validityS = d.lifeCycle.redirectValidityS();
            grant.finalUnit(d.lifeCycle.redirect());
            grant.validityTimeS(validityS);
            section.finalAction(FinalUnitAction.REDIRECT);
            section.validityTimeS(validityS);
        }
    }

    /**
     * Looks who shares a credit pool with the service, if its grant is part of one. If more was used than that grant, what the others hold may pay.
     *
     * @return whether it may
     */
    private boolean findPool(Decision d, ServiceUsage usage) {
        pool.clear();
        if (!known || !service.isPooled()) {
            return false;
        }
        pool.find(d, usage);
        boolean draws = usage.usedAgainst(tariff.unit()) > service.grantedUnits() && d.poolDraws < CreditPool.DRAWS_MAX;
        if (draws) {
            pool.release(balances);
        }
        return draws;
    }

    /** After a change that may have another price (TS 32.299: RATING_CONDITION_CHANGE) the request is rated as if it were the first; null: it has no price. */
    private static Tariff determineAnew(Decision d, ServiceUsage usage) {
        Tariff tariff = d.rating.tariff(d.record.offerKey(), d.request, usage, d.ratedAtMs);
        return tariff == null || tariff.currency() != d.account.currency() ? null : tariff;
    }

    /** Whether an update of a client that always says what conditions are does so, of data: all of them, since what is left out would be taken for another one. */
    private static boolean tellsConditions(CreditControlRequest request, ServiceUsage usage) {
        return request.client().conditionsInUpdates()
                && request.context() == ServiceContext.DATA
                && !request.apn.isEmpty()
                && !request.visitedNetwork.isEmpty()
                && request.ratType() != CreditControlRequest.ABSENT
                && request.qosClassOf(usage) != CreditControlRequest.ABSENT;
    }

    /** The tariff in another version of the catalogue; null if that has no price in the account's currency. */
    private Tariff inOtherVersion(Decision d, ServiceUsage usage) {
        Tariff same = d.rating.resume(tariff.planKey(), d.ratedAtMs);
        return same != null && same.currency() == d.account.currency() ? same : determineAnew(d, usage);
    }

    /** Whether the service goes on by the earlier version of the catalogue that it goes by: to the next switch of tariffs, if it does so at all. */
    private boolean keepsCatalog(Decision d) {
        if (d.catalogAge == 0 || d.versions.policy() != RatingVersions.RunningSessions.KEEP) {
            return d.catalogAge == 0;
        }
        Tariff before = d.rating.resume(tariff.planKey(), d.session.lastRequestMs());
        return before == null || before.segmentKey() == tariff.segmentKey();
    }

    /**
     * The offer says that nobody counts this service (RFC 8506 §9.1): what is reported is recorded, at no price. A client that goes on asking may come under
     * another price, as from any other one.
     */
    private void passOver(Decision d, int index, ServiceUsage usage, ServiceGrant grant, boolean reserve) {
        Tariff used = tariff;
        section.unit(used.unit());
        section.catalogAges(d.catalogAge, d.catalogAge);
        section.usedUnits(Math.min(usage.usedAgainst(used.unit()), PlausibleUsage.UNITS_MAX));
        boolean otherwise =
                usage.reportingReason() == RATING_CONDITION_CHANGE || (known && tellsConditions(d.request, usage));
        if (reserve && otherwise && asksForUnits(d, usage)) {
            grantUnits(d, index, usage, grant, d.catalogAge);
        } else {
            notApplicable(d, grant);
        }
        name(used, grant);
    }

    /** Ends the lists of the record. */
    private void name(Tariff used, ServiceGrant grant) {
        section.tariffName(used.name());
        if (grant.tariffTimeChangeMs() > 0) {
            section.tariffChange(grant.tariffTimeChangeMs());
        }
    }

    private void notApplicable(Decision d, ServiceGrant grant) {
        if (d.request.type() != RequestType.TERMINATION) {
            grant.resultCode(ResultCode.CREDIT_CONTROL_NOT_APPLICABLE);
            section.resultCode(ResultCode.CREDIT_CONTROL_NOT_APPLICABLE);
        }
    }

    private void count(Decision d, boolean first) {
        if (tariff.counters().length > 0 && section.usedUnits() > 0) {
            counting.count(
                    d, tariff, section.usedUnits(), balances.paidUnits(), balances.chargedMicros(), first ? 1 : 0);
        }
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
        section.qosClass(d.request.qosClassOf(usage));
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
        long used = plausible.of(d, known, tariff, usage.usedAgainst(tariff.unit()), section);
        section.unit(tariff.unit());
        section.usedUnits(used);
        if (used == 0) {
            return;
        }
        if (tariff.unit() == UnitKind.TIME) {
            debitTime(d, used);
        } else if (isForEachRecipient(d, usage, used)) {
            recipients.debit(d, usage, tariff, position, balances, section);
        } else {
            debitUnits(d, used, Math.min(used, usage.usedAfterChangeAgainst(tariff.unit())));
        }
        if (balances.overrun()) {
            section.addFlag(ServiceRecord.OVERRUN);
        }
    }

    /** One unit of a message for each of its recipients, each at its own price; if one of them has none, all are charged as the first. */
    private boolean isForEachRecipient(Decision d, ServiceUsage usage, long used) {
        return tariff.unit() == UnitKind.SERVICE_SPECIFIC
                && recipients.haveOneUnitEach(d.request, used)
                && recipients.price(d, usage, tariff) != Recipients.NO_PRICE;
    }

    /** What was used before the change of tariffs that the client was told, and what behind it, each by its tariff. */
    private void debitUnits(Decision d, long used, long after) {
        long changeMs = known ? service.tariffChangeMs() : 0;
        long beforeMs = known ? d.session.lastRequestMs() : d.ratedAtMs;
        if (used > after) {
            boolean told = changeMs > 0 && (after > 0 || PlausibleUsage.spansChange(service));
            balances.debit(position, tariffAt(d, tariff, told ? changeMs - 1 : beforeMs), used - after, section);
        }
        if (after > 0) {
            balances.debit(position, tariffAt(d, tariff, changeMs > 0 ? changeMs : d.ratedAtMs), after, section);
        }
    }

    private void debitTime(Decision d, long seconds) {
        long at = d.ratedAtMs - Math.multiplyExact(seconds, MS);
        long left = seconds;
        long earliestMs = d.session.openedMs() - BANDS_BEFORE_MS;
        if (at < earliestMs) { // nobody can have used it then, but an operator may charge what is reported: in one
            // piece, however much it is
            long part = Math.min(left, (earliestMs - at + MS - 1) / MS);
            balances.debit(position, tariffAt(d, tariff, earliestMs), part, section);
            left -= part;
            at += part * MS;
        }
        while (left > 0) {
            Tariff band = tariffAt(d, tariff, at);
            long untilMs = band.validUntilMs(at);
            long part = untilMs == Long.MAX_VALUE ? left : Math.min(left, (untilMs - at + MS - 1) / MS);
            balances.debit(position, band, part, section);
            left -= part;
            at += part * MS;
        }
    }

    /** The time band of the tariff that holds at an instant. */
    static Tariff tariffAt(Decision d, Tariff tariff, long atMs) {
        Tariff band = d.rating.resume(tariff.planKey(), atMs);
        return band == null ? tariff : band;
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
