package io.ocs.server.reconcile;

import java.util.List;

/**
 * One credit-control request as the journal charged it.
 *
 * @param supervised nobody sent it: the server ended a silent session
 * @param currency letters of ISO 4217
 * @param micros money charged for all its services; negative for a refund
 */
record Requested(boolean supervised, String currency, long micros, List<Service> services) {

    /** Identity of a request: Session-Id, {@code INITIAL}, {@code UPDATE}, {@code TERMINATION} or {@code EVENT}, CC-Request-Number. */
    record Key(String session, String type, long number) {
        @Override
        public String toString() {
            return type + " " + number + " of session " + session;
        }
    }

    /** What one service reported: used units by kind, -1 where nothing was reported. */
    record Service(String service, List<Long> used) {}

    /** Used units of a service; null if it is not in the request. */
    List<Long> used(String service) {
        return services.stream()
                .filter(one -> one.service.equals(service))
                .map(Service::used)
                .findFirst()
                .orElse(null);
    }
}
