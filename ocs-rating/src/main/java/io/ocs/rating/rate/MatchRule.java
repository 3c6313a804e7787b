package io.ocs.rating.rate;

import io.ocs.core.ServiceContext;
import java.util.Arrays;
import java.util.Set;

/**
 * What a price applies to. An empty set is any; -1 in a set of numbers is "the request names none".
 *
 * @param zones numbers of zones in the offer's {@link PrefixTable}
 */
public record MatchRule(
        Set<ServiceContext> services, Set<Long> ratingGroups, Set<Long> serviceIdentifiers, Set<Integer> zones) {

    public MatchRule {
        services = Set.copyOf(services);
        ratingGroups = Set.copyOf(ratingGroups);
        serviceIdentifiers = Set.copyOf(serviceIdentifiers);
        zones = Set.copyOf(zones);
    }

    /** Lower is more specific: a named service identifier counts most, then a rating group, then a service. */
    int rank() {
        return (serviceIdentifiers.isEmpty() ? 4 : 0) + (ratingGroups.isEmpty() ? 2 : 0) + (services.isEmpty() ? 1 : 0);
    }

    /** Whether a request exists that both rules match and between which no order decides. */
    public boolean clashesWith(MatchRule other) {
        return rank() == other.rank()
                && zones.isEmpty() == other.zones.isEmpty()
                && meet(services, other.services)
                && meet(ratingGroups, other.ratingGroups)
                && meet(serviceIdentifiers, other.serviceIdentifiers)
                && meet(zones, other.zones);
    }

    boolean holds(ServiceContext service, long ratingGroup) {
        return (services.isEmpty() || services.contains(service))
                && (ratingGroups.isEmpty() || ratingGroups.contains(ratingGroup));
    }

    long[] sortedServiceIdentifiers() {
        long[] sorted = serviceIdentifiers.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return sorted;
    }

    private static <T> boolean meet(Set<T> one, Set<T> other) {
        return one.isEmpty() || other.isEmpty() || one.stream().anyMatch(other::contains);
    }
}
