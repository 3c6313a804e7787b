package io.ocs.rating.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.core.ServiceContext;
import io.ocs.core.charging.RatingFunction;
import io.ocs.rating.TestCatalog;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who gets which generation of an offer, and who may take it. */
class OfferSaleTest {

    private static final String PRICE = "prices: [{name: sms, match: {service: sms}, amount: %s}]}\n";

    private static TariffCatalog load(String... offers) {
        return TestCatalog.load(Map.of("test.yaml", "offers:\n" + String.join("", offers)));
    }

    private static String offer(String terms, String amount) {
        return "- {currency: EUR, " + terms + ", " + PRICE.formatted(amount);
    }

    private static long micros(TariffCatalog catalog, String offer) {
        return TestCatalog.ask(catalog, offer, ServiceContext.SMS, "", -1, -1, TestCatalog.NOW_MS)
                .priceMicros(1, false);
    }

    /** Goal: who had it keeps his terms, who takes it has the new ones. */
    @Test
    void whoHadItKeepsItAndWhoTakesItHasTheNewOne() {
        TariffCatalog catalog = load(
                offer("name: a, applies-to: existing", "1"),
                offer("name: a, generation: 2, applies-to: existing", "2"),
                offer("name: a, generation: 3, applies-to: new", "3"));
        assertThat(catalog.current("a").orElseThrow().name()).isEqualTo("a@3");
        assertThat(catalog.current("a").orElseThrow().product()).isEqualTo("a");
        assertThat(catalog.offers().stream().filter(offer -> offer.isSoldAt(Instant.EPOCH)))
                .extracting(Offer::name)
                .containsExactly("a@3");
        assertThat(micros(catalog, "a")).isEqualTo(1_000_000);
        assertThat(micros(catalog, "a@2")).isEqualTo(2_000_000);
        assertThat(micros(catalog, "a@3")).isEqualTo(3_000_000);
    }

    /** Goal: it ends when the catalogue says so, for those of every generation that it names. */
    @Test
    void oneDayTheTermsApplyToAll() {
        TariffCatalog catalog = load(offer("name: a, applies-to: all, generations: [2, 3]", "4"));
        assertThat(catalog.current("a").orElseThrow().name()).isEqualTo("a");
        assertThat(Stream.of("a", "a@2", "a@3").map(name -> micros(catalog, name)))
                .containsOnly(4_000_000L);
        assertThat(catalog.offer("a@3").orElseThrow().isSoldAt(Instant.EPOCH)).isFalse();
        assertThat(catalog.knowsOffer(RatingFunction.offerKey("a@4"))).isFalse();
    }

    @Test
    void anOfferThatIsNotSoldAnyMoreIsStillFound() {
        TariffCatalog catalog = load(offer("name: a, applies-to: existing", "1"));
        assertThat(catalog.current("a").orElseThrow().isForNew()).isFalse();
        assertThat(catalog.current("b")).isEmpty();
    }

    private static TariffCatalog rules() {
        return load(
                offer("name: base, applies-to: existing", "1"),
                offer("name: base, generation: 2, applies-to: new", "1"),
                offer("name: switch, eligibility: [{name: from-base, has: [base]}]", "1"),
                offer("name: fresh, eligibility: [{name: newcomers, has: none}]", "1"),
                offer("name: kid, eligibility: [{name: in-a-family, with: [family, home]}]", "1"),
                offer("name: family", "1"),
                "- {name: home, currency: EUR, includes: [family]}\n",
                offer("name: firm, exclusions: [{name: no-families, with: [family]}]", "1"),
                offer("name: solo, exclusions: [{name: one-only, with: [solo]}]", "1"));
    }

    @ParameterizedTest(name = "{0} for somebody with {1} beside {2}: {3}")
    @CsvSource(
            nullValues = "-",
            value = {
                "switch, base,   -,      -",
                "switch, base@2, -,      -",
                "switch, -,      -,      rule 'from-base' of offer 'switch': only who has 'base' may take it",
                "switch, family, -,      rule 'from-base' of offer 'switch': only who has 'base' may take it",
                "switch, switch, -,      -",
                "fresh,  -,      -,      -",
                "fresh,  base,   -,      rule 'newcomers' of offer 'fresh': only a new subscriber may take it",
                "kid,    -,      family, -",
                "kid,    -,      home,   -",
                "kid,    -,      base,   rule 'in-a-family' of offer 'kid': only beside a member of the account who has 'family' or 'home'",
                "kid,    family, -,      rule 'in-a-family' of offer 'kid': only beside a member of the account who has 'family' or 'home'",
                "firm,   -,      family, rule 'no-families' of offer 'firm': not on one account with 'family'",
                "firm,   -,      home,   rule 'no-families' of offer 'firm': not on one account with 'family'",
                "firm,   family, -,      -",
                "family, -,      firm,   rule 'no-families' of offer 'firm': not on one account with 'family'",
                "home,   -,      firm,   rule 'no-families' of offer 'firm': not on one account with 'family'",
                "solo,   -,      solo,   rule 'one-only' of offer 'solo': not on one account with 'solo'",
                "solo,   -,      firm,   -",
                "base@2, -,      firm,   -",
                "base@2, -,      -,      -"
            })
    void whoMayTakeWhat(String offer, String present, String others, String refusal) {
        Set<Long> besides = Stream.of(others == null ? "" : others)
                .map(RatingFunction::offerKey)
                .collect(Collectors.toSet());
        long before = present == null ? 0 : RatingFunction.offerKey(present);
        assertThat(rules().offerRefusal(RatingFunction.offerKey(offer), before, besides::contains))
                .isEqualTo(refusal);
    }
}
