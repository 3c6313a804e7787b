package io.ocs.sim;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/**
 * What a Credit-Control-Request says. Immutable: sent twice, it says the same twice (End-to-End id and T flag are given when
 * sending).
 *
 * @param sessionId Session-Id
 * @param serviceContextId Service-Context-Id, e.g. {@code 32251@3gpp.org}
 * @param type CC-Request-Type
 * @param number CC-Request-Number
 * @param time Event-Timestamp, sent in whole seconds
 * @param subscriptions Subscription-Ids in the order sent
 * @param action Requested-Action; null = none
 * @param serviceIdentifier Service-Identifier at command level, or {@link ServiceUnits#ABSENT}
 * @param requested Requested-Service-Unit at command level; null = none
 * @param services one Multiple-Services-Credit-Control each
 * @param style what this kind of client adds of its own
 */
public record CreditControlRequest(
        String sessionId,
        String serviceContextId,
        RequestType type,
        long number,
        Instant time,
        List<SubscriptionId> subscriptions,
        RequestedAction action,
        long serviceIdentifier,
        ServiceUnits requested,
        List<ServiceUsage> services,
        ClientStyle style) {
    public CreditControlRequest {
        requireNonNull(sessionId, "sessionId");
        requireNonNull(serviceContextId, "serviceContextId");
        requireNonNull(type, "type");
        requireNonNull(time, "time");
        requireNonNull(style, "style");
        subscriptions = List.copyOf(subscriptions);
        services = List.copyOf(services);
    }

    /** A request of a session: units per service. */
    public static CreditControlRequest ofSession(
            String sessionId, RequestType type, long number, ClientStyle style, List<ServiceUsage> services) {
        return new CreditControlRequest(
                sessionId,
                style.serviceContextId(),
                type,
                number,
                Instant.EPOCH,
                style.subscriptions(),
                null,
                ServiceUnits.ABSENT,
                null,
                services,
                style);
    }

    /** A one-time event: units at command level. */
    public static CreditControlRequest ofEvent(
            String sessionId, ClientStyle style, RequestedAction action, long serviceIdentifier, ServiceUnits units) {
        return new CreditControlRequest(
                sessionId,
                style.serviceContextId(),
                RequestType.EVENT,
                0,
                Instant.EPOCH,
                style.subscriptions(),
                action,
                serviceIdentifier,
                units,
                List.of(),
                style);
    }

    /** The same event with its units in a Multiple-Services-Credit-Control. */
    public CreditControlRequest inService(long ratingGroup) {
        return new CreditControlRequest(
                sessionId,
                serviceContextId,
                type,
                number,
                time,
                subscriptions,
                action,
                ServiceUnits.ABSENT,
                null,
                List.of(new ServiceUsage(ratingGroup, serviceIdentifier, requested, null, null)),
                style);
    }

    /** The same request, stamped. */
    public CreditControlRequest at(Instant newTime) {
        return new CreditControlRequest(
                sessionId,
                serviceContextId,
                type,
                number,
                newTime,
                subscriptions,
                action,
                serviceIdentifier,
                requested,
                services,
                style);
    }
}
