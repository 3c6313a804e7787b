package io.ocs.rating.rate;

import io.ocs.core.ServiceContext;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.core.request.ServiceUsage;
import java.util.Arrays;
import java.util.Set;

/**
 * What a price applies to. An empty set is any; -1 in a set of numbers is "the request names none".
 *
 * @param zones numbers of zones of called numbers in the offer's {@link PrefixTable}
 * @param accessPoints access point names, small letters
 * @param visitedZones numbers of zones of visited networks in the offer's table of them
 * @param ratTypes 3GPP-RAT-Type, 0 to 255
 * @param roles Role-Of-Node: 0 the side of the caller, 1 that of the called party
 * @param qosClasses QoS-Class-Identifier, 1 to 255
 */
public record MatchRule(
        Set<ServiceContext> services,
        Set<Long> ratingGroups,
        Set<Long> serviceIdentifiers,
        Set<Integer> zones,
        Set<String> accessPoints,
        Set<Integer> visitedZones,
        Set<Integer> ratTypes,
        Set<Integer> roles,
        Set<Integer> qosClasses) {

    public MatchRule {
        services = Set.copyOf(services);
        ratingGroups = Set.copyOf(ratingGroups);
        serviceIdentifiers = Set.copyOf(serviceIdentifiers);
        zones = Set.copyOf(zones);
        accessPoints = Set.copyOf(accessPoints);
        visitedZones = Set.copyOf(visitedZones);
        ratTypes = Set.copyOf(ratTypes);
        roles = Set.copyOf(roles);
        qosClasses = Set.copyOf(qosClasses);
    }

    /**
     * Lower is more specific: a named service identifier counts most, then a rating group, then a service, then an access point, then a
     * visited network, then an access technology, then a direction, then a QoS class.
     */
    int rank() {
        return (serviceIdentifiers.isEmpty() ? 128 : 0)
                + (ratingGroups.isEmpty() ? 64 : 0)
                + (services.isEmpty() ? 32 : 0)
                + (accessPoints.isEmpty() ? 16 : 0)
                + (visitedZones.isEmpty() ? 8 : 0)
                + (ratTypes.isEmpty() ? 4 : 0)
                + (roles.isEmpty() ? 2 : 0)
                + (qosClasses.isEmpty() ? 1 : 0);
    }

    /** Whether a request exists that both rules match and between which no order decides. */
    public boolean clashesWith(MatchRule other) {
        return rank() == other.rank()
                && zones.isEmpty() == other.zones.isEmpty()
                && meet(services, other.services)
                && meet(ratingGroups, other.ratingGroups)
                && meet(serviceIdentifiers, other.serviceIdentifiers)
                && meet(zones, other.zones)
                && meet(accessPoints, other.accessPoints)
                && meet(visitedZones, other.visitedZones)
                && meet(ratTypes, other.ratTypes)
                && meet(roles, other.roles)
                && meet(qosClasses, other.qosClasses);
    }

    /** Whether it goes before another rule, wherever both match. */
    public boolean isMoreSpecificThan(MatchRule other) {
        return rank() < other.rank();
    }

    /** Whether it matches each request of a service and rating group that another rule matches. */
    public boolean hasAllOf(MatchRule other, ServiceContext service, long ratingGroup) {
        return holds(service, ratingGroup)
                && covers(serviceIdentifiers, other.serviceIdentifiers)
                && covers(zones, other.zones)
                && covers(accessPoints, other.accessPoints)
                && covers(visitedZones, other.visitedZones)
                && covers(ratTypes, other.ratTypes)
                && covers(roles, other.roles)
                && covers(qosClasses, other.qosClasses);
    }

    private static <T> boolean covers(Set<T> one, Set<T> other) {
        return one.isEmpty() || (!other.isEmpty() && one.containsAll(other));
    }

    boolean holds(ServiceContext service, long ratingGroup) {
        return (services.isEmpty() || services.contains(service))
                && (ratingGroups.isEmpty() || ratingGroups.contains(ratingGroup));
    }

    /**
     * Why the rule does not match a request, for people; null if it does.
     *
     * @param calledZones zones of the called number
     * @param visitedZone zone of the visited network, or -1
     */
    String refusal(CreditControlRequest request, ServiceUsage usage, Set<Integer> calledZones, int visitedZone) {
        if (!services.isEmpty() && !services.contains(request.context())) {
            return "another service";
        }
        if (!ratingGroups.isEmpty() && !ratingGroups.contains(usage.ratingGroup())) {
            return "another rating group";
        }
        if (!serviceIdentifiers.isEmpty() && !serviceIdentifiers.contains(usage.serviceIdentifier())) {
            return "another service identifier";
        }
        if (!new AccessPoint(accessPoints).matches(request.apn)) {
            return "another access point";
        }
        if (!visitedZones.isEmpty() && !visitedZones.contains(visitedZone)) {
            return "another visited network";
        }
        if (!ratTypes.isEmpty() && !ratTypes.contains(request.ratType())) {
            return "another access technology";
        }
        if (!roles.isEmpty() && !roles.contains(request.roleOfNode())) {
            return "another direction";
        }
        if (!qosClasses.isEmpty() && !qosClasses.contains(request.qosClassOf(usage))) {
            return "another QoS class";
        }
        return zones.isEmpty() || zones.stream().anyMatch(calledZones::contains) ? null : "another destination";
    }

    long[] sortedServiceIdentifiers() {
        long[] sorted = serviceIdentifiers.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return sorted;
    }

    int[] sortedRatTypes() {
        return sorted(ratTypes);
    }

    int[] sortedRoles() {
        return sorted(roles);
    }

    int[] sortedQosClasses() {
        return sorted(qosClasses);
    }

    int[] sortedVisitedZones() {
        return sorted(visitedZones);
    }

    private static int[] sorted(Set<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).sorted().toArray();
    }

    private static <T> boolean meet(Set<T> one, Set<T> other) {
        return one.isEmpty() || other.isEmpty() || one.stream().anyMatch(other::contains);
    }
}
