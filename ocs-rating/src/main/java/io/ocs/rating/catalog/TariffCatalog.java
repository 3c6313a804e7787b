package io.ocs.rating.catalog;

import io.ocs.core.charging.Counter;
import io.ocs.core.charging.Fee;
import io.ocs.core.charging.RatingFunction;
import io.ocs.core.charging.Tariff;
import io.ocs.core.charging.Threshold;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.core.request.ServiceUsage;
import io.ocs.rating.catalog.CatalogCompiler.CompiledOffer;
import io.ocs.rating.rate.PricePlan;
import io.ocs.rating.rate.PriceSelector;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * The compiled catalogue: the rating function (Re, TS 32.296), and for provisioning the list of offers. Immutable; safe on any
 * thread; the methods of {@link RatingFunction} allocate nothing.
 */
public final class TariffCatalog implements RatingFunction {

    private final String version;
    private final List<Offer> offers;
    private final Long2ObjectHashMap<PriceSelector> selectors = new Long2ObjectHashMap<>();
    private final Long2ObjectHashMap<Threshold[]> thresholds = new Long2ObjectHashMap<>();
    private final Long2ObjectHashMap<Fee[]> fees = new Long2ObjectHashMap<>();
    private final Long2ObjectHashMap<List<Counter>> counters = new Long2ObjectHashMap<>();
    private final Long2ObjectHashMap<PricePlan> plans = new Long2ObjectHashMap<>();
    private final SaleRules saleRules;

    private TariffCatalog(String version, List<CompiledOffer> compiled, SaleRules saleRules) {
        this.version = version;
        this.saleRules = saleRules;
        offers = compiled.stream().map(CompiledOffer::offer).toList();
        for (CompiledOffer offer : compiled) {
            putNew(selectors, offer.offer().key(), offer.selector());
            if (!offer.thresholds().isEmpty()) {
                thresholds.put(offer.offer().key(), offer.thresholds().toArray(Threshold[]::new));
            }
            if (!offer.fees().isEmpty()) {
                fees.put(offer.offer().key(), offer.fees().toArray(Fee[]::new));
            }
            counters.put(offer.offer().key(), offer.counters());
            offer.plans().forEach(plan -> putNew(plans, plan.key(), plan));
        }
    }

    /** Two names of one hash: with 64 bits nobody will see it, but nobody shall pay another's price. */
    private static <T> void putNew(Long2ObjectHashMap<T> map, long key, T value) {
        if (map.put(key, value) != null) {
            throw new IllegalStateException("two names of the catalogue have the same key " + key + "; rename one");
        }
    }

    /**
     * Reads and compiles all files {@code *.yaml} and {@code *.yml} of a directory, and the CSV files that they name.
     *
     * @throws CatalogException if anything is wrong, with all that is wrong in all files
     */
    public static TariffCatalog load(Path directory) {
        return load(CatalogFiles.in(directory));
    }

    /** The same for files that need not lie in a directory; {@link CatalogFiles#contents()} then has all that the catalogue consists of. */
    public static TariffCatalog load(CatalogFiles files) {
        Problems problems = new Problems();
        TariffCatalog catalog = compile(files, problems, false);
        problems.throwIfAny();
        return catalog;
    }

    /**
     * The same for a catalogue that shall come into force: refused also for what is hardly meant and costs money or trust ({@link Rule#refusesChange}). A
     * server that starts goes on with what it had.
     */
    public static TariffCatalog loadForChange(CatalogFiles files) {
        Problems problems = new Problems();
        TariffCatalog catalog = compile(files, problems, true);
        problems.throwIfAnyRefusesChange();
        return catalog;
    }

    /** Everything that is wrong with a catalogue, or probably wrong, in the order of files and lines; never throws a CatalogException. */
    public static List<CatalogProblem> validate(Path directory) {
        Problems problems = new Problems();
        compile(CatalogFiles.in(directory), problems, true);
        return problems.all();
    }

    /**
     * The catalogue, or null if there are mistakes.
     *
     * @param review whether to look for what is hardly meant, which takes longer
     */
    private static TariffCatalog compile(CatalogFiles files, Problems problems, boolean review) {
        CatalogSource source = CatalogSource.read(files, problems);
        ZonePlan zones = new ZonePlan(source.zones(), problems);
        List<OfferModel> models = new Generations(problems).expand(source.offers());
        Bundles bundles = new Bundles(models, problems);
        CatalogCompiler compiler = new CatalogCompiler(zones, source.holidaysByName(problems), problems);
        List<CompiledOffer> compiled =
                bundles.sellable().stream().map(compiler::compile).toList();
        SaleRules saleRules = SaleRules.compile(models, problems);
        zones.check();
        if (review) {
            bundles.review();
            zones.review(compiler.usedZones());
        }
        return problems.count() > 0 ? null : new TariffCatalog(source.version(), compiled, saleRules);
    }

    /** SHA-256 of the sources, 64 hexadecimal digits: the same files, the same version. */
    public String version() {
        return version;
    }

    /** All offers, in the order of files and within them. */
    public List<Offer> offers() {
        return offers;
    }

    /** What somebody gets who takes the offer of that name: the generation that is sold. The one of exactly that name if none is. */
    public Optional<Offer> current(String name) {
        return offers.stream()
                .filter(offer -> offer.isForNew() && offer.product().equals(name))
                .findFirst()
                .or(() -> offer(name));
    }

    /** The offer of that name, that of its generation included. */
    public Optional<Offer> offer(String name) {
        return offers.stream().filter(offer -> offer.name().equals(name)).findFirst();
    }

    /**
     * Every price of an offer and why it does not apply to a request; none if there is no such offer. For explaining, not for the path.
     */
    public List<PriceSelector.Trial> trials(long offer, CreditControlRequest request, ServiceUsage service) {
        PriceSelector selector = selectors.get(offer);
        return selector == null ? List.of() : selector.trials(request, service);
    }

    /** Whether a price of the offer goes by what charging data records do not tell: direction or QoS class. */
    public boolean asksBeyondRecords(long offer) {
        PriceSelector selector = selectors.get(offer);
        return selector != null && selector.asksBeyondRecords();
    }

    @Override
    public Tariff tariff(long offer, CreditControlRequest request, ServiceUsage service, long atMs) {
        PriceSelector selector = selectors.get(offer);
        PricePlan plan = selector == null ? null : selector.select(request, service);
        return plan == null ? null : plan.at(atMs);
    }

    @Override
    public Tariff resume(long planKey, long atMs) {
        PricePlan plan = plans.get(planKey);
        return plan == null ? null : plan.at(atMs);
    }

    @Override
    public Threshold[] thresholds(long offer) {
        Threshold[] found = thresholds.get(offer);
        return found == null ? Threshold.NONE : found;
    }

    @Override
    public Fee[] fees(long offer) {
        Fee[] found = fees.get(offer);
        return found == null ? Fee.NONE : found;
    }

    @Override
    public String offerRefusal(long offer, long present, LongPredicate others) {
        return saleRules.refusal(offer, present, others);
    }

    @Override
    public long counterLimitMicros(long offer, long counterKey) {
        List<Counter> some = counters.get(offer);
        for (int i = 0; some != null && i < some.size(); i++) {
            if (some.get(i).key() == counterKey) {
                return some.get(i).limitMicros();
            }
        }
        return Long.MAX_VALUE;
    }

    /** A counter by its key. */
    public Optional<Counter> counter(long key) {
        return counters.values().stream()
                .flatMap(List::stream)
                .filter(counter -> counter.key() == key)
                .findFirst();
    }

    @Override
    public boolean knowsOffer(long offer) {
        return selectors.get(offer) != null;
    }
}
