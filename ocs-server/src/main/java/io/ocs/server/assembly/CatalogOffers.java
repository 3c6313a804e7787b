package io.ocs.server.assembly;

import io.ocs.core.charging.Counter;
import io.ocs.core.command.AccountCommand.OfferTerms;
import io.ocs.core.command.AccountCommand.OpeningBucket;
import io.ocs.rating.catalog.Allowance;
import io.ocs.rating.catalog.Offer;
import io.ocs.server.catalog.LiveCatalog;
import io.ocs.server.http.OfferCatalog;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What provisioning asks of the catalogue. */
final class CatalogOffers implements OfferCatalog {
    private final LiveCatalog live;

    CatalogOffers(LiveCatalog live) {
        this.live = live;
    }

    @Override
    public Optional<OfferTerms> terms(String offer, long nowMs) {
        Optional<Offer> current = live.catalog().current(offer);
        if (current.filter(found -> live.isWithdrawn(found.name())).isPresent()) {
            throw new IllegalArgumentException(
                    "offer '" + offer + "' is in a catalogue that is being replaced by one without it; try again");
        }
        return current.map(found -> terms(found, Instant.ofEpochMilli(nowMs)));
    }

    private static OfferTerms terms(Offer offer, Instant start) {
        if (!offer.isSoldAt(start)) {
            throw new IllegalArgumentException("offer '" + offer.name() + "' is not sold "
                    + (offer.isForNew() ? "now, but" : "any more")
                    + (offer.soldFrom() == null ? "" : " from " + offer.soldFrom())
                    + (offer.soldUntil() == null ? "" : " until " + offer.soldUntil())
                    + "; who has it keeps it");
        }
        List<OpeningBucket> buckets = offer.allowances().stream()
                .map(a -> new OpeningBucket(a.kind(), a.amount(), a.priority(), a.expiresMs(start), a.key()))
                .toList();
        return new OfferTerms(offer.name(), offer.currency().getNumericCode(), offer.creditLimitMicros(), buckets);
    }

    @Override
    public List<String> names() {
        return live.catalog().offers().stream().map(Offer::name).sorted().toList();
    }

    private Stream<Allowance> allowances() {
        return live.catalog().offers().stream().flatMap(offer -> offer.allowances().stream());
    }

    @Override
    public OptionalLong allowanceKey(String allowance) {
        return allowances()
                .filter(a -> a.name().equals(allowance))
                .mapToLong(Allowance::key)
                .findFirst();
    }

    @Override
    public Optional<String> counterName(long key) {
        return live.catalog().counter(key).map(Counter::name);
    }

    @Override
    public boolean countsMoney(long key) {
        return live.catalog()
                .counter(key)
                .filter(counter -> counter.counts() == Counter.Counts.SPEND)
                .isPresent();
    }

    @Override
    public Optional<String> allowanceName(long key) {
        return allowances().filter(a -> a.key() == key).map(Allowance::name).findFirst();
    }
}
