package io.ocs.server.catalog;

import io.ocs.core.charging.RatingVersions;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** The shards, as a catalogue sees them. Safe on any thread; what looks at all sessions or subscribers does it a piece at a time. */
public interface Raters {

    /** Hands these versions to all shards; completes when none begins a request by others any more. */
    CompletableFuture<Void> rateBy(RatingVersions versions);

    /** The same where only earlier versions differ. */
    void keepEarlier(RatingVersions versions);

    /** Codes ({@link RatingVersions#code}) of the versions that services of open sessions go by. Waits for the shards. */
    Set<Integer> codes();

    /** Those of these offers, by key, that subscribers have. Waits for the shards. */
    Set<Long> inUse(Set<Long> offers);
}
