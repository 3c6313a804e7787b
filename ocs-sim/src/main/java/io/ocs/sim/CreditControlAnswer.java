package io.ocs.sim;

import java.util.List;
import java.util.Optional;

/**
 * What a Credit-Control-Answer says, as far as network elements look. Two answers are the same answer if these are equal.
 *
 * @param resultCode Result-Code of the message
 * @param type CC-Request-Type as echoed; null if absent, which only an error answer may do
 * @param number CC-Request-Number as echoed, or {@link ServiceUnits#ABSENT}
 * @param services one entry per Multiple-Services-Credit-Control, in the order sent
 * @param granted Granted-Service-Unit at command level; null = none
 * @param cost Cost-Information; null = none
 * @param checkBalanceResult Check-Balance-Result: 0 enough credit, 1 no credit, or {@link ServiceUnits#ABSENT}
 */
public record CreditControlAnswer(
        long resultCode,
        RequestType type,
        long number,
        List<ServiceGrant> services,
        ServiceUnits granted,
        Cost cost,
        long checkBalanceResult) {
    public CreditControlAnswer {
        services = List.copyOf(services);
    }

    /** Whether the message as a whole was served (2xxx). */
    public boolean isSuccess() {
        return resultCode / 1000 == 2;
    }

    /** Whether the message and every service in it was served. */
    public boolean isFullSuccess() {
        return isSuccess() && services.stream().allMatch(ServiceGrant::isSuccess);
    }

    /** The answer to one service of the request, known by what identifies it there. */
    public Optional<ServiceGrant> grantFor(long ratingGroup, long serviceIdentifier) {
        return services.stream()
                .filter(grant -> grant.ratingGroup() == ratingGroup && grant.serviceIdentifier() == serviceIdentifier)
                .findFirst();
    }
}
