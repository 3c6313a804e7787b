package io.ocs.core.charging;

import io.ocs.core.RequestType;
import io.ocs.core.RequestedAction;
import io.ocs.core.ResultCode;
import io.ocs.core.UnitKind;
import io.ocs.core.charging.LifeCyclePolicy.Answer;
import io.ocs.core.journal.CreditControlRecord;
import io.ocs.core.journal.ServiceRecord;
import io.ocs.core.request.CreditControlAnswer.CheckBalance;
import io.ocs.core.request.CreditControlAnswer.Failed;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.core.request.ServiceGrant;
import io.ocs.core.request.ServiceUsage;
import io.ocs.core.state.LifeCycle;
import io.ocs.core.state.Table;

/**
 * Immediate event charging (IEC, RFC 8506 §6): direct debit, refund, balance check and price enquiry. Only debit and refund move money. A debit is
 * made in full or not at all; units and codes stand where the request has its units, in an MSCC or at command level.
 */
final class EventCharging {

    private final Repeats repeats;
    private final AccountBalanceFunction balances;
    private final SessionMachine machine;
    private final StateChange stateChange;
    private final Counting counting;
    private final ServiceRecord section = new ServiceRecord();
    private final PricePosition position = new PricePosition();
    private final Recipients recipients = new Recipients();
    private Tariff tariff;

    EventCharging(
            Repeats repeats,
            AccountBalanceFunction balances,
            SessionMachine machine,
            StateChange stateChange,
            Counting counting) {
        this.repeats = repeats;
        this.balances = balances;
        this.machine = machine;
        this.stateChange = stateChange;
        this.counting = counting;
    }

    Outcome decide(Decision d) {
        if (d.request.action() == null) {
            return refuse(d, ResultCode.MISSING_AVP, Failed.REQUESTED_ACTION);
        }
        if (d.request.serviceCount() == 0) {
            d.request.addService();
        }
        if (repeats.answerEvent(d)) {
            return Outcome.UNCHANGED;
        }
        if (!d.findSubscriber()) {
            return refuse(d, ResultCode.USER_UNKNOWN, Failed.NONE);
        }
        Answer standing = d.standing();
        if (standing.deniesAll()) {
            return refuse(d, standing.code(), Failed.NONE);
        }
        if (standing != Answer.SERVE) {
            return refuseAll(d, standing.code());
        }
        return switch (d.request.action()) {
            case DIRECT_DEBITING, REFUND_ACCOUNT -> move(d);
            case CHECK_BALANCE, PRICE_ENQUIRY -> enquire(d);
        };
    }

    private static Outcome refuse(Decision d, ResultCode code, Failed failed) {
        return refuse(d, code, failed, Outcome.UNCHANGED);
    }

    private static Outcome refuse(Decision d, ResultCode code, Failed failed, Outcome outcome) {
        d.answer.refuse(code, failed, null);
        return outcome;
    }

    /** What is no matter of the message stands per service. */
    private static Outcome refuseAll(Decision d, ResultCode code) {
        for (int i = 0; i < d.request.serviceCount(); i++) {
            ServiceUsage usage = d.request.service(i);
            d.answer.addGrant(usage.ratingGroup(), usage.serviceIdentifier()).resultCode(code);
        }
        setMessageResult(d);
        return Outcome.UNCHANGED;
    }

    private Outcome move(Decision d) {
        if (d.state.room(Table.OUTCOME) < 1 || !stateChange.hasRoomForFirstUse(d.state, d.subscriber)) {
            return refuse(d, ResultCode.TOO_BUSY, Failed.NONE);
        }
        d.beginRecord(
                CreditControlRecord.EVENT,
                d.account.accountId(),
                d.subscriber.subscriberId(),
                d.subscriber.offerKey(),
                d.nowMs);
        d.record.outcomeExpiresMs(d.nowMs + d.policy.duplicatesWindowMs());
        d.record.cost(0, d.account.currency());
        boolean moved = false;
        for (int i = 0; i < d.request.serviceCount(); i++) {
            moved |= moveService(d, i);
        }
        setMessageResult(d);
        if (!moved) {
            return Outcome.ABANDONED;
        }
        d.record.cost(d.costMicros, d.record.currency());
        if (d.request.client().costInformation()) {
            d.answer.cost(d.costMicros, d.record.currency());
        }
        Advice.give(d, d.record.accountId(), d.costMicros, d.record.currency());
        d.endRecord();
        if (counting.isShortOfRoom()) {
            return refuse(d, ResultCode.TOO_BUSY, Failed.NONE, Outcome.ABANDONED);
        }
        machine.applyEnd(d.state, d.record);
        counting.write(d);
        if (d.subscriber.state() == LifeCycle.PRE_ACTIVE) {
            stateChange.become(d.subscriber, LifeCycle.ACTIVE, d.nowMs, d.state, d.batch, d.nowMs);
        }
        return Outcome.CHANGED;
    }

    private boolean moveService(Decision d, int index) {
        ServiceUsage usage = d.request.service(index);
        ServiceGrant grant = d.answer.addGrant(usage.ratingGroup(), usage.serviceIdentifier());
        ResultCode result = beginService(d, usage);
        if (result == ResultCode.SUCCESS) {
            result = d.request.action() == RequestedAction.REFUND_ACCOUNT ? refund(d, usage) : debit(d, usage);
        }
        if (result == ResultCode.SUCCESS) {
            finish(d, usage, grant);
            givePrice(d);
        } else {
            beginService(d, usage); // as if nothing had been written
            section.resultCode(result);
            grant.resultCode(result);
            noteFailure(d, index, result);
        }
        section.tariffName(tariff == null ? "" : tariff.name());
        d.record.endService(section);
        machine.applyService(d.state, d.record, section);
        d.costMicros += result == ResultCode.SUCCESS ? balances.chargedMicros() : 0;
        return result == ResultCode.SUCCESS;
    }

    private ResultCode beginService(Decision d, ServiceUsage usage) {
        d.record.addService(section, d.batch.buffer());
        section.service(usage.ratingGroup(), usage.serviceIdentifier());
        section.resultCode(ResultCode.SUCCESS);
        section.reportingReason(usage.reportingReason());
        section.qosClass(d.request.qosClassOf(usage));
        section.currency(d.account.currency());
        for (int i = 0; i < UnitKind.COUNT; i++) {
            section.reported(UnitKind.of(i), usage.used(UnitKind.of(i)));
        }
        position.clear();
        balances.begin(d.account.wrap(d.state.find(Table.ACCOUNT, d.record.accountId(), 0)), d.nowMs);
        tariff = null;
        if (isMoney(usage)) {
            section.unit(UnitKind.MONEY);
            return isOfTheAccount(d, usage) ? ResultCode.SUCCESS : ResultCode.RATING_FAILED;
        }
        tariff = tariffFor(d, usage);
        if (tariff == null) {
            return ResultCode.RATING_FAILED;
        }
        section.unit(tariff.unit());
        if (!tariff.isCreditControlled()) {
            return ResultCode.CREDIT_CONTROL_NOT_APPLICABLE;
        }
        counting.place(d, tariff, position);
        balances.limitMoney(counting.remainingMicros(d, tariff));
        return ResultCode.SUCCESS;
    }

    /** The price of the called party; null if the offer has none in the account's currency. */
    static Tariff tariffFor(Decision d, ServiceUsage usage) {
        boolean event = d.request.type() == RequestType.EVENT;
        long offer = event ? d.subscriber.offerKey() : d.record.offerKey();
        Tariff found = d.rating.tariff(offer, d.request, usage, d.ratedAtMs);
        return found == null || found.currency() != d.account.currency() ? null : found;
    }

    private static boolean isMoney(ServiceUsage usage) {
        return usage.requested(UnitKind.MONEY) != ServiceUsage.ABSENT;
    }

    /** Whether money is in the account's currency; without a currency it is. */
    private static boolean isOfTheAccount(Decision d, ServiceUsage usage) {
        return usage.currency() == 0 || usage.currency() == d.account.currency();
    }

    /** Units of the event: those asked for, else those reported, else one for each recipient. */
    private static long units(CreditControlRequest request, ServiceUsage usage, UnitKind kind) {
        long asked = usage.requestedOf(kind);
        long named = asked > 0 ? asked : usage.usedAgainst(kind);
        return named > 0 ? named : request.recipientCount();
    }

    private ResultCode debit(Decision d, ServiceUsage usage) {
        if (tariff == null) {
            balances.debitMoney(usage.requested(UnitKind.MONEY), section);
        } else if (recipients.haveOneUnitEach(d.request, units(d.request, usage, tariff.unit()))) {
            if (!recipients.debit(d, usage, tariff, position, balances, section)) {
                return ResultCode.RATING_FAILED;
            }
        } else {
            balances.debit(position, tariff, units(d.request, usage, tariff.unit()), section);
        }
        return balances.overrun() || balances.beyondLimit() ? ResultCode.CREDIT_LIMIT_REACHED : ResultCode.SUCCESS;
    }

    private ResultCode refund(Decision d, ServiceUsage usage) {
        long micros = price(d, usage);
        if (micros == Recipients.NO_PRICE) {
            return ResultCode.RATING_FAILED;
        }
        balances.refund(micros, section);
        return ResultCode.SUCCESS;
    }

    /** What a debit would take, were there no allowances; {@link Recipients#NO_PRICE} if a recipient has none. */
    private long price(Decision d, ServiceUsage usage) {
        if (tariff == null) {
            return usage.requested(UnitKind.MONEY);
        }
        long units = units(d.request, usage, tariff.unit());
        return recipients.haveOneUnitEach(d.request, units)
                ? recipients.price(d, usage, tariff)
                : Math.addExact(tariff.setupMicros(), priceOf(units));
    }

    private long priceOf(long units) {
        long before = tariff.tierCounter() == null ? 0 : position.countedBefore();
        return tariff.priceMicros(Math.addExact(before, units), false)
                - (before == 0 ? 0 : tariff.priceMicros(before, false));
    }

    private void finish(Decision d, ServiceUsage usage, ServiceGrant grant) {
        boolean debited = d.request.action() == RequestedAction.DIRECT_DEBITING;
        UnitKind kind = tariff == null ? UnitKind.MONEY : tariff.unit();
        long units = tariff == null ? 0 : units(d.request, usage, kind);
        section.usedUnits(debited ? units : -units);
        section.charged(balances.chargedMicros(), balances.setupMicros());
        section.totals(section.usedUnits(), section.chargedMicros());
        section.usageTimes(d.ratedAtMs, d.ratedAtMs);
        if (debited) {
            grantAsked(d.request, usage, grant, kind);
            section.grant(kind, grant.units(), 0, 0);
        }
        if (tariff != null) {
            long paid = debited ? balances.paidUnits() : -units;
            counting.count(d, tariff, section.usedUnits(), paid, section.chargedMicros(), section.usedUnits());
        }
        section.recordNumber(d.nextRecordNumber(), 1);
    }

    /** An event is granted what it asked for. */
    static void grantAsked(CreditControlRequest request, ServiceUsage usage, ServiceGrant grant, UnitKind kind) {
        grant.granted(kind, isMoney(usage) ? usage.requested(UnitKind.MONEY) : units(request, usage, kind));
    }

    private void givePrice(Decision d) {
        if (tariff != null) {
            Advice.givePrice(d, tariff, true);
        }
    }

    private static void noteFailure(Decision d, int index, ResultCode result) {
        if (result == ResultCode.RATING_FAILED) {
            d.answer.failed(Failed.ofRating(d.request.type(), d.request.service(index)), index);
        }
    }

    private static void setMessageResult(Decision d) {
        if (!d.request.multipleServices()) {
            d.answer.resultCode(d.answer.grant(0).resultCode());
        }
    }

    private Outcome enquire(Decision d) {
        boolean enough = true;
        boolean known = true;
        long cost = 0;
        for (int i = 0; i < d.request.serviceCount(); i++) {
            ServiceUsage usage = d.request.service(i);
            ServiceGrant grant = d.answer.addGrant(usage.ratingGroup(), usage.serviceIdentifier());
            tariff = isMoney(usage) ? null : tariffFor(d, usage);
            boolean hasPrice = isMoney(usage) ? isOfTheAccount(d, usage) : tariff != null;
            if (tariff != null) {
                counting.place(d, tariff, position);
            }
            long price = hasPrice ? price(d, usage) : Recipients.NO_PRICE;
            if (price == Recipients.NO_PRICE) {
                known = false;
                grant.resultCode(ResultCode.RATING_FAILED);
                noteFailure(d, i, ResultCode.RATING_FAILED);
            } else {
                cost = Math.addExact(cost, price);
                givePrice(d);
                enough &= canPay(d, usage);
            }
        }
        setMessageResult(d);
        if (d.request.action()
                == RequestedAction.CHECK_BALANCE) { // nobody knows whether it is enough for what has no price
            d.answer.checkBalance(
                    !enough ? CheckBalance.NO_CREDIT : known ? CheckBalance.ENOUGH_CREDIT : CheckBalance.NONE);
        } else {
            d.answer.cost(cost, d.account.currency());
        }
        return Outcome.UNCHANGED;
    }

    /** Debits into a record that is thrown away. */
    private boolean canPay(Decision d, ServiceUsage usage) {
        Tariff asked = tariff;
        d.beginRecord(CreditControlRecord.EVENT, d.account.accountId(), 0, 0, d.nowMs);
        beginService(d, usage);
        tariff = asked;
        return debit(d, usage) == ResultCode.SUCCESS;
    }
}
