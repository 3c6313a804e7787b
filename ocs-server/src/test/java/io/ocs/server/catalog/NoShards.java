package io.ocs.server.catalog;

import io.ocs.core.charging.RatingVersions;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Raters without sessions and subscribers but those that a test names. */
public final class NoShards implements Raters {
    public volatile RatingVersions rating;
    public final Set<Integer> codes = ConcurrentHashMap.newKeySet();
    public final Set<Long> offersTaken = ConcurrentHashMap.newKeySet();

    @Override
    public CompletableFuture<Void> rateBy(RatingVersions versions) {
        rating = versions;
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void keepEarlier(RatingVersions versions) {
        rating = versions;
    }

    @Override
    public Set<Integer> codes() {
        return Set.copyOf(codes);
    }

    @Override
    public Set<Long> inUse(Set<Long> offers) {
        Set<Long> used = new HashSet<>(offers);
        used.retainAll(offersTaken);
        return used;
    }
}
