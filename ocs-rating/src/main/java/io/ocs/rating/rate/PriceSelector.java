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
 * service identifier, then one that names the rating group, then one that names the service; between equals the one with the longest
 * prefix of the called number, and one without zones last. Two prices between which this decides nothing are refused when the
 * catalogue is loaded, so the order is total.
 *
 * <p>Compiled by service and rating group. Immutable; safe on any thread; no allocation.
 */
public final class PriceSelector {

    /** Stands for all rating groups that no rule names. */
    private static final long UNNAMED = Long.MIN_VALUE;

    private final PrefixTable prefixes;
    private final Long2ObjectHashMap<Candidates>[] byRatingGroup;
    private final Candidates[] others;

    /** A price and what it applies to. */
    public record Entry(MatchRule rule, PricePlan plan) {}

    /** @param prefixes the zones that the rules name by number; null if they name none */
    public PriceSelector(List<Entry> entries, PrefixTable prefixes) {
        this.prefixes = prefixes;
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
        return candidates.best(service.serviceIdentifier(), prefixes, request.calledParty);
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

        PricePlan best(long serviceIdentifier, PrefixTable prefixes, Octets calledParty) {
            Candidate best = null;
            if (!byZone.isEmpty()) {
                long digits = prefixes.start(calledParty);
                for (; digits != PrefixTable.NO_DIGITS; digits = PrefixTable.shorter(digits)) {
                    best = better(best, byZone.get(prefixes.zone(digits)), serviceIdentifier);
                }
            }
            best = better(best, anywhere, serviceIdentifier);
            return best == null ? null : best.plan;
        }

        /** The first of {@code list} that matches, if it is more specific than {@code best}. */
        private static Candidate better(Candidate best, Candidate[] list, long serviceIdentifier) {
            if (list == null) {
                return best;
            }
            for (Candidate candidate : list) {
                if (best != null && candidate.rank >= best.rank) {
                    return best;
                }
                if (candidate.matches(serviceIdentifier)) {
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

        Candidate(Entry entry) {
            rank = entry.rule().rank();
            plan = entry.plan();
            serviceIdentifiers = entry.rule().sortedServiceIdentifiers();
        }

        boolean matches(long serviceIdentifier) {
            return serviceIdentifiers.length == 0 || Arrays.binarySearch(serviceIdentifiers, serviceIdentifier) >= 0;
        }
    }
}
