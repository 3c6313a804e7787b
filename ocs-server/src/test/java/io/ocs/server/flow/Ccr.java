package io.ocs.server.flow;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ocs.core.RequestType;
import io.ocs.core.RequestedAction;
import io.ocs.core.ServiceContext;
import io.ocs.core.SubscriptionIdType;
import io.ocs.core.UnitKind;
import io.ocs.core.request.ClientProfile;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.core.request.ServiceUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A request as a test writes it: {@code Ccr.initial("s1", "491700000001").data().ask(1, 5000)}. */
final class Ccr {

    private final List<Consumer<CreditControlRequest>> steps = new ArrayList<>();
    private UnitKind unit = UnitKind.TOTAL_OCTETS;

    private Ccr(RequestType type, String session, String msisdn, long number) {
        steps.add(request -> {
            request.type(type);
            request.number(number);
            request.sessionId.set(session);
            request.originHost.set("test.example.com");
            if (msisdn != null) {
                byte[] data = msisdn.getBytes(UTF_8);
                request.addSubscription(SubscriptionIdType.END_USER_E164, data, 0, data.length);
            }
        });
        data();
    }

    static Ccr initial(String session, String msisdn) {
        return new Ccr(RequestType.INITIAL, session, msisdn, 0);
    }

    static Ccr update(String session, long number) {
        return new Ccr(RequestType.UPDATE, session, null, number);
    }

    static Ccr terminate(String session, long number) {
        return new Ccr(RequestType.TERMINATION, session, null, number);
    }

    static Ccr event(String session, String msisdn, RequestedAction action) {
        Ccr ccr = new Ccr(RequestType.EVENT, session, msisdn, 0);
        ccr.steps.add(request -> request.action(action));
        return ccr.sms();
    }

    private Ccr context(String id, UnitKind kind) {
        unit = kind;
        steps.add(request -> {
            request.serviceContextId.set(id);
            request.context(ServiceContext.of(request.serviceContextId));
        });
        return this;
    }

    Ccr data() {
        return context("32251@3gpp.org", UnitKind.TOTAL_OCTETS);
    }

    Ccr voice() {
        return context("32260@3gpp.org", UnitKind.TIME);
    }

    Ccr sms() {
        return context("32274@3gpp.org", UnitKind.SERVICE_SPECIFIC);
    }

    Ccr called(String number) {
        steps.add(request -> request.calledParty.set(number));
        return this;
    }

    Ccr recipients(String... numbers) {
        steps.add(request -> {
            for (String number : numbers) {
                request.addRecipient().set(number);
            }
        });
        return this;
    }

    /** A further Subscription-Id. */
    Ccr identity(SubscriptionIdType type, String text) {
        steps.add(request -> {
            byte[] data = text.getBytes(UTF_8);
            request.addSubscription(type, data, 0, data.length);
        });
        return this;
    }

    /** From a client of this kind. */
    Ccr from(ClientProfile client) {
        steps.add(request -> request.client(client));
        return this;
    }

    /** AoC-Request-Type asks for the cost. */
    Ccr advice() {
        steps.add(request -> request.costAdvice(true));
        return this;
    }

    /** AoC-Request-Type asks for the price. */
    Ccr tariffAdvice() {
        steps.add(request -> request.tariffAdvice(true));
        return this;
    }

    /** Called-Station-Id. */
    Ccr apn(String name) {
        steps.add(request -> request.apn.set(name));
        return this;
    }

    /** QoS-Class-Identifier of the last MSCC. */
    Ccr qos(int type) {
        steps.add(request -> request.service(request.serviceCount() - 1).qosClass(type));
        return this;
    }

    Ccr retransmitted() {
        steps.add(request -> request.retransmitted(true));
        return this;
    }

    Ccr at(long eventTimestampMs) {
        steps.add(request -> request.eventTimestampMs(eventTimestampMs));
        return this;
    }

    /** An MSCC; amounts below 0 are absent, an amount of 0 asked for is an empty Requested-Service-Unit. */
    Ccr mscc(long ratingGroup, long used, long asked) {
        UnitKind kind = unit;
        steps.add(request -> {
            request.multipleServices(true);
            fill(request.addService(), kind, used, asked).ratingGroup(ratingGroup);
        });
        return this;
    }

    /** 3GPP-RAT-Type. */
    Ccr rat(int type) {
        steps.add(request -> request.ratType(type));
        return this;
    }

    /** MCC and MNC of the visited network. */
    Ccr visited(String network) {
        steps.add(request -> request.visitedNetwork.set(network));
        return this;
    }

    /** Reporting-Reason of the last MSCC. */
    Ccr reason(int reason) {
        steps.add(request -> request.service(request.serviceCount() - 1).reportingReason(reason));
        return this;
    }

    /** An MSCC that reports usage on both sides of a change of tariffs. */
    Ccr around(long ratingGroup, long before, long after, long asked) {
        UnitKind kind = unit;
        steps.add(request -> {
            request.multipleServices(true);
            ServiceUsage usage = fill(request.addService(), kind, before, asked);
            usage.ratingGroup(ratingGroup);
            usage.addUsedAfterChange(kind, after);
        });
        return this;
    }

    Ccr ask(long ratingGroup, long asked) {
        return mscc(ratingGroup, -1, asked);
    }

    Ccr used(long ratingGroup, long used) {
        return mscc(ratingGroup, used, -1);
    }

    /** Units at command level. */
    Ccr units(long used, long asked) {
        UnitKind kind = unit;
        steps.add(request -> fill(request.addService(), kind, used, asked));
        return this;
    }

    /** Requested CC-Money at command level. */
    Ccr money(long micros, int currency) {
        steps.add(request -> {
            ServiceUsage usage = request.addService();
            usage.hasRequested(true);
            usage.requested(UnitKind.MONEY, micros);
            usage.currency(currency);
        });
        return this;
    }

    private static ServiceUsage fill(ServiceUsage usage, UnitKind kind, long used, long asked) {
        if (used >= 0) {
            usage.hasUsed(true);
            usage.used(kind, used);
        }
        if (asked >= 0) {
            usage.hasRequested(true);
        }
        if (asked > 0) {
            usage.requested(kind, asked);
        }
        return usage;
    }

    void fill(CreditControlRequest request) {
        steps.forEach(step -> step.accept(request));
    }
}
