package io.ocs.rating.rate;

import io.ocs.core.Octets;
import io.ocs.core.ServiceContext;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.core.request.ServiceUsage;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * The price of an offer that applies to a request. Among all prices that match, the most specific one wins: one that names the
 * service identifier, then one that names the rating group, then the service, the access point, the visited network, the access
 * technology, the direction, the QoS class; between equals the one with the longest prefix of the called number (a whole number is longest), and one without zones last. Two prices between which this decides nothing are refused when the
 * catalogue is loaded, so the order is total.
 *
 * <p>Compiled by service and rating group. Immutable; safe on any thread; no allocation.
 */
public final class PriceSelector {

    /** Stands for all rating groups that no rule names. */
    private static final long UNNAMED = Long.MIN_VALUE;

    private final List<Entry> entries;
    private final PrefixTable called;
    private final PrefixTable visited;
    private final Long2ObjectHashMap<Candidates>[] byRatingGroup;
    private final Candidates[] others;

    /** A price and what it applies to. */
    public record Entry(MatchRule rule, PricePlan plan) {}

    /** One price and why it does not apply to a request; {@code refusal} is null for the one that does. */
    public record Trial(PricePlan plan, String refusal) {}

    /**
     * @param called the zones of called numbers that the rules name by number; null if they name none
     * @param visited the zones of visited networks likewise
     */
    public PriceSelector(List<Entry> entries, PrefixTable called, PrefixTable visited) {
        this.entries = List.copyOf(entries);
        this.called = called;
        this.visited = visited;
        int contexts = ServiceContext.values().length;
        byRatingGroup = newMaps(contexts);
        others = new Candidates[contexts];
        Set<Long> named = new HashSet<>();
        entries.forEach(entry -> named.addAll(entry.rule().ratingGroups()));
        Map<List<Entry>, Candidates> shared = new HashMap<>();
        for (ServiceContext context : ServiceContext.values()) {
            byRatingGroup[context.ordinal()] = new Long2ObjectHashMap<>();
            for (long ratingGroup : named) {
                byRatingGroup[context.ordinal()].put(ratingGroup, candidates(entries, context, ratingGroup, shared));
            }
            others[context.ordinal()] = candidates(entries, context, UNNAMED, shared);
        }
    }

    private static Candidates candidates(
            List<Entry> entries, ServiceContext context, long ratingGroup, Map<List<Entry>, Candidates> shared) {
        List<Entry> fitting = entries.stream()
                .filter(entry -> entry.rule().holds(context, ratingGroup))
                .toList();
        return shared.computeIfAbsent(fitting, Candidates::new);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type has no other form
    private static Long2ObjectHashMap<Candidates>[] newMaps(int count) {
        return new Long2ObjectHashMap[count];
    }

    /** The price that applies, or null. */
    public PricePlan select(CreditControlRequest request, ServiceUsage service) {
        int context = request.context().ordinal();
        Candidates named = byRatingGroup[context].get(service.ratingGroup());
        Candidates candidates = named == null ? others[context] : named;
        int visitedZone = visited == null ? -1 : visited.longestZone(request.visitedNetwork);
        return candidates.best(request, service, visitedZone, called);
    }

    /** Every price of the offer, in its order, with the reason why another one applies; for explaining. */
    public List<Trial> trials(CreditControlRequest request, ServiceUsage service) {
        PricePlan chosen = select(request, service);
        int visitedZone = visited == null ? -1 : visited.longestZone(request.visitedNetwork);
        Set<Integer> calledZones = calledZones(request.calledParty);
        return entries.stream()
                .map(entry -> {
                    String refusal = entry.rule().refusal(request, service, calledZones, visitedZone);
                    boolean applies = entry.plan() == chosen;
                    return new Trial(entry.plan(), applies ? null : refusal == null ? "less specific" : refusal);
                })
                .toList();
    }

    /** Whether a price goes by what charging data records do not tell: direction or QoS class. */
    public boolean asksBeyondRecords() {
        return entries.stream()
                .anyMatch(entry -> !entry.rule().roles().isEmpty()
                        || !entry.rule().qosClasses().isEmpty());
    }

    private Set<Integer> calledZones(Octets number) {
        Set<Integer> zones = new HashSet<>();
        if (called != null) {
            zones.add(called.exactZone(number));
            Arrays.stream(called.zones(number)).forEach(zones::add);
        }
        return zones;
    }

    /** The prices for one service and rating group, by zone, each list the most specific first. */
    private static final class Candidates {

        private final Candidate[] anywhere;
        private final Long2ObjectHashMap<Candidate[]> byZone = new Long2ObjectHashMap<>();

        Candidates(List<Entry> entries) {
            anywhere =
                    sorted(entries.stream().filter(entry -> entry.rule().zones().isEmpty()));
            Set<Integer> zones = new HashSet<>();
            entries.forEach(entry -> zones.addAll(entry.rule().zones()));
            for (Integer zone : zones) {
                byZone.put(zone.longValue(), sorted(entries.stream().filter(entry -> entry.rule()
                        .zones()
                        .contains(zone))));
            }
        }

        private static Candidate[] sorted(Stream<Entry> entries) {
            return entries.sorted(Comparator.comparingInt(entry -> entry.rule().rank()))
                    .map(Candidate::new)
                    .toArray(Candidate[]::new);
        }

        PricePlan best(CreditControlRequest request, ServiceUsage service, int visitedZone, PrefixTable called) {
            Candidate best = null;
            if (!byZone.isEmpty()) {
                best = better(null, byZone.get(called.exactZone(request.calledParty)), request, service, visitedZone);
                for (int zone : called.zones(request.calledParty)) {
                    best = better(best, byZone.get(zone), request, service, visitedZone);
                }
            }
            best = better(best, anywhere, request, service, visitedZone);
            return best == null ? null : best.plan;
        }

        /** The first of {@code list} that matches, if it is more specific than {@code best}. */
        private static Candidate better(
                Candidate best, Candidate[] list, CreditControlRequest request, ServiceUsage service, int visitedZone) {
            if (list == null) {
                return best;
            }
            for (Candidate candidate : list) {
                if (best != null && candidate.rank >= best.rank) {
                    return best;
                }
                if (candidate.matches(request, service, visitedZone)) {
                    return candidate;
                }
            }
            return best;
        }
    }

    private static final class Candidate {

        final int rank;
        final PricePlan plan;
        private final long[] serviceIdentifiers;
        private final AccessPoint accessPoints;
        private final int[] visitedZones;
        private final int[] ratTypes;
        private final int[] roles;
        private final int[] qosClasses;

        Candidate(Entry entry) {
            rank = entry.rule().rank();
            plan = entry.plan();
            serviceIdentifiers = entry.rule().sortedServiceIdentifiers();
            accessPoints = new AccessPoint(entry.rule().accessPoints());
            visitedZones = entry.rule().sortedVisitedZones();
            ratTypes = entry.rule().sortedRatTypes();
            roles = entry.rule().sortedRoles();
            qosClasses = entry.rule().sortedQosClasses();
        }

        boolean matches(CreditControlRequest request, ServiceUsage service, int visitedZone) {
            return (serviceIdentifiers.length == 0
                            || Arrays.binarySearch(serviceIdentifiers, service.serviceIdentifier()) >= 0)
                    && (visitedZones.length == 0 || Arrays.binarySearch(visitedZones, visitedZone) >= 0)
                    && (ratTypes.length == 0 || Arrays.binarySearch(ratTypes, request.ratType()) >= 0)
                    && (roles.length == 0 || Arrays.binarySearch(roles, request.roleOfNode()) >= 0)
                    && (qosClasses.length == 0 || Arrays.binarySearch(qosClasses, request.qosClassOf(service)) >= 0)
                    && accessPoints.matches(request.apn);
        }
    }
}
