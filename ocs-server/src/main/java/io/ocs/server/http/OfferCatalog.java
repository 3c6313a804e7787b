package io.ocs.server.http;

import io.ocs.core.command.AccountCommand.OfferTerms;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What provisioning needs to know of the catalogue in force. Safe on any thread. */
public interface OfferCatalog {

    /**
     * What a subscriber gets who takes the offer at {@code nowMs}; empty if there is no such offer.
     *
     * @throws IllegalArgumentException if the offer is not sold at that time; the message says when it is
     */
    Optional<OfferTerms> terms(String offer, long nowMs);

    /** Names of all offers, sorted. */
    List<String> names();

    /** The key under which buckets of the named allowance are stored; empty if no offer has such an allowance. */
    OptionalLong allowanceKey(String allowance);

    /** The name behind the key of a counter; empty if it is not in the catalogue any more. */
    Optional<String> counterName(long key);

    /** Whether a counter counts money. */
    boolean countsMoney(long key);

    /** The name behind a bucket's key; empty if it is not in the catalogue any more. */
    Optional<String> allowanceName(long key);
}
