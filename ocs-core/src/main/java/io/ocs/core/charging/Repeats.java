package io.ocs.core.charging;

import io.ocs.core.FinalUnit;
import io.ocs.core.FinalUnitAction;
import io.ocs.core.RequestType;
import io.ocs.core.ResultCode;
import io.ocs.core.UnitKind;
import io.ocs.core.request.CreditControlAnswer;
import io.ocs.core.request.CreditControlAnswer.CheckBalance;
import io.ocs.core.request.CreditControlAnswer.Failed;
import io.ocs.core.request.ServiceGrant;
import io.ocs.core.request.ServiceUsage;
import io.ocs.core.state.OutcomeEntry;
import io.ocs.core.state.ServiceEntry;
import io.ocs.core.state.State;
import io.ocs.core.state.Table;

/**
 * Answers repeats from what was kept: the same answer, and nothing changes. A request is known by Session-Id, type and number; the same with other
 * content is refused.
 */
final class Repeats {

    private static final String OTHER_CONTENT = "this CC-Request-Number was used for another request";
    private static final String FORGOTTEN = "the answer to this request is not known any more";
    private static final String ENDED = "this session has ended";

    private final OutcomeEntry outcome = new OutcomeEntry();
    private final ServiceEntry service = new ServiceEntry();

    /** Answers a request of the open session {@code d.session} if it is a repeat. */
    boolean answerInSession(Decision d) {
        int kept = d.session.answerTo(d.request.type().value(), d.request.number());
        if (kept < 0) {
            return false;
        }
        if (d.session.answerContentHash(kept) != d.contentHash) {
            d.answer.refuse(ResultCode.UNABLE_TO_COMPLY, Failed.NONE, OTHER_CONTENT);
            return true;
        }
        ResultCode result = d.session.answerResult(kept);
        if (result == ResultCode.END_USER_SERVICE_DENIED || result == ResultCode.USER_UNKNOWN) {
            d.answer.refuse(result, Failed.NONE, null);
            return true;
        }
        for (int i = 0; i < d.request.serviceCount(); i++) {
            if (!restore(d, d.request.service(i))) {
                d.answer.refuse(ResultCode.UNABLE_TO_COMPLY, Failed.NONE, FORGOTTEN);
                return true;
            }
        }
        d.answer.resultCode(result);
        d.answer.failed(Failed.of(d.session.answerFailed(kept)), d.session.answerFailedService(kept));
        d.account.wrap(d.state.find(Table.ACCOUNT, d.session.accountId(), 0));
        Advice.give(d, d.session.accountId(), d.session.costMicros(), d.account.currency());
        return true;
    }

    private boolean restore(Decision d, ServiceUsage usage) {
        ServiceGrant grant = d.answer.grantFor(usage.ratingGroup(), usage.serviceIdentifier());
        long address = d.state.find(
                Table.SERVICE,
                ServiceEntry.keyHigh(d.sessionHigh, usage.ratingGroup(), usage.serviceIdentifier()),
                ServiceEntry.keyLow(d.sessionLow, usage.ratingGroup(), usage.serviceIdentifier()));
        int kept = address == State.NONE
                ? -1
                : service.wrap(address).answerTo(d.request.type().value(), d.request.number());
        if (kept < 0) {
            return false;
        }
        grant.resultCode(service.answerResult(kept));
        grant.validityTimeS(service.answerValidityS(kept));
        UnitKind kind = service.answerKind(kept);
        FinalUnitAction finalAction = service.answerFinal(kept);
        if (kind == null && finalAction == null) {
            return true;
        }
        d.rateByVersionOf(service);
        Tariff tariff = d.rating.resume(service.planKey(), d.nowMs);
        if (kind != null) {
            grant.granted(kind, service.answerGranted(kept));
            grant.quotaThreshold(service.answerThreshold(kept));
            if (d.request.client().tariffTimeChange()) { // a repeat may come over a connection of another kind
                grant.tariffTimeChangeMs(service.answerTariffChangeMs(kept));
            }
            if (tariff != null) {
                Advice.givePrice(d, tariff, service.segment() == 0);
                grant.quotaTimes(tariff.quotaHoldingTimeS(), tariff.quotaConsumptionTimeS());
                restorePool(d, tariff, grant, kept);
            }
        }
        if (finalAction != null) {
            grant.finalUnit(finalUnit(d, tariff, finalAction, kind));
        }
        return true;
    }

    private void restorePool(Decision d, Tariff tariff, ServiceGrant grant, int kept) {
        if (!service.answerPooled(kept) || !d.request.client().creditPools()) {
            return;
        }
        long changeMs = grant.tariffTimeChangeMs();
        Tariff first = ServiceCharging.tariffAt(d, tariff, changeMs > 0 ? changeMs - 1 : d.ratedAtMs);
        grant.pool(first.poolDigits(), first.poolExponent());
        if (changeMs > 0) {
            Tariff behind = ServiceCharging.tariffAt(d, tariff, changeMs);
            grant.poolBehindChange(behind.poolDigits(), behind.poolExponent());
        }
    }

    private static FinalUnit finalUnit(Decision d, Tariff tariff, FinalUnitAction action, UnitKind granted) {
        if (granted == null && isRedirected(d)) {
            return d.lifeCycle.redirect().orPlain(action);
        }
        return tariff == null ? FinalUnit.of(action) : tariff.finalUnit().orPlain(action);
    }

    private static boolean isRedirected(Decision d) {
        d.account.wrap(d.state.find(Table.ACCOUNT, d.session.accountId(), 0));
        d.subscriber.wrap(d.state.find(Table.SUBSCRIBER, d.session.subscriberId(), 0));
        return d.standing() == LifeCyclePolicy.Answer.REDIRECT;
    }

    /** Answers a request of a session that has ended not long ago: the repeat of its termination, or something late. */
    boolean answerEnded(Decision d) {
        if (!find(d, Outcomes.sessionHigh(d.sessionHigh), Outcomes.sessionLow(d.sessionLow))) {
            return false;
        }
        switch (d.request.type()) {
            case TERMINATION -> {
                if (outcome.contentHash() == d.contentHash) {
                    restoreOutcome(d);
                }
            }
            case UPDATE -> d.answer.refuse(ResultCode.UNKNOWN_SESSION_ID, Failed.NONE, ENDED);
            case INITIAL, EVENT -> d.answer.refuse(ResultCode.UNABLE_TO_COMPLY, Failed.NONE, ENDED);
        }
        return true;
    }

    /** Answers an event if it is a repeat. */
    boolean answerEvent(Decision d) {
        long number = d.request.number();
        if (!find(d, Outcomes.eventHigh(d.sessionHigh, number), Outcomes.eventLow(d.sessionLow, number))) {
            return false;
        }
        if (outcome.contentHash() != d.contentHash) {
            d.answer.refuse(ResultCode.UNABLE_TO_COMPLY, Failed.NONE, OTHER_CONTENT);
            return true;
        }
        restoreOutcome(d);
        for (int i = 0; i < d.answer.grantCount(); i++) {
            if (outcome.grantedKind(i) > 0) {
                EventCharging.grantAsked(
                        d.request, d.request.service(i), d.answer.grant(i), UnitKind.of(outcome.grantedKind(i) - 1));
            }
        }
        return true;
    }

    private boolean find(Decision d, long high, long low) {
        long address = d.state.find(Table.OUTCOME, high, low);
        return address != State.NONE && outcome.wrap(address).expiresMs() > d.nowMs;
    }

    private void restoreOutcome(Decision d) {
        CreditControlAnswer answer = d.answer;
        for (int i = 0; i < outcome.serviceCount(); i++) {
            ServiceUsage usage = d.request.service(i);
            ServiceGrant grant = d.request.type() == RequestType.EVENT
                    ? answer.addGrant(usage.ratingGroup(), usage.serviceIdentifier())
                    : answer.grantFor(usage.ratingGroup(), usage.serviceIdentifier());
            grant.resultCode(ResultCode.of(outcome.serviceResult(i)));
        }
        answer.resultCode(ResultCode.of(outcome.resultCode()));
        answer.failed(Failed.of(outcome.failed()), outcome.failedService());
        answer.checkBalance(CheckBalance.of(outcome.checkBalance()));
        if (d.request.client().costInformation()) {
            answer.cost(outcome.costMicros(), outcome.currency());
        }
        Advice.giveCost(d, outcome.costMicros(), outcome.currency());
        if (d.findSubscriber()) {
            Advice.giveBalance(d, d.account.accountId());
        }
    }
}
