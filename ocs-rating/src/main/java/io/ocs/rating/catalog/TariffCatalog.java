package io.ocs.rating.catalog;

import io.ocs.core.charging.RatingFunction;
import io.ocs.core.charging.Tariff;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.core.request.ServiceUsage;
import io.ocs.rating.catalog.CatalogCompiler.CompiledOffer;
import io.ocs.rating.rate.PricePlan;
import io.ocs.rating.rate.PriceSelector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * The compiled catalogue: the rating function (Re, TS 32.296), and for provisioning the list of offers. Immutable; safe on any
 * thread; the methods of {@link RatingFunction} allocate nothing.
 */
public final class TariffCatalog implements RatingFunction {

    private static final List<String> FILE_KEYS = List.of("offers", "zones");

    private final String version;
    private final List<Offer> offers;
    private final Long2ObjectHashMap<PriceSelector> selectors = new Long2ObjectHashMap<>();
    private final Long2ObjectHashMap<PricePlan> plans = new Long2ObjectHashMap<>();

    private TariffCatalog(String version, List<CompiledOffer> compiled) {
        this.version = version;
        offers = compiled.stream().map(CompiledOffer::offer).toList();
        for (CompiledOffer offer : compiled) {
            putNew(selectors, offer.offer().key(), offer.selector());
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
        Problems problems = new Problems();
        Sources sources = new Sources(directory);
        List<OfferModel> offers = new ArrayList<>();
        List<ZoneModel> zones = new ArrayList<>();
        for (String file : sources.yamlFiles(problems)) {
            readFile(file, sources, problems, offers, zones);
        }
        CatalogCompiler compiler = new CatalogCompiler(new ZonePlan(zones, problems), problems);
        List<CompiledOffer> compiled = offers.stream().map(compiler::compile).toList();
        problems.throwIfAny();
        return new TariffCatalog(sources.version(), compiled);
    }

    private static void readFile(
            String file, Sources sources, Problems problems, List<OfferModel> offers, List<ZoneModel> zones) {
        byte[] content = sources.read(file, new Location(file, 0), problems);
        YamlNode.Mapping document = content == null ? null : YamlReader.read(file, content, problems);
        if (document == null) {
            return;
        }
        Fields fields = new Fields(document, problems, "a catalogue file", FILE_KEYS);
        fields.blocks("offers").forEach(block -> offers.add(OfferReader.read(block, problems)));
        fields.blocks("zones").forEach(block -> zones.add(ZoneReader.read(block, sources, problems)));
    }

    /** SHA-256 of the sources, 64 hexadecimal digits: the same files, the same version. */
    public String version() {
        return version;
    }

    /** All offers, in the order of files and within them. */
    public List<Offer> offers() {
        return offers;
    }

    /** The offer of that name. */
    public Optional<Offer> offer(String name) {
        return offers.stream().filter(offer -> offer.name().equals(name)).findFirst();
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
    public boolean knowsOffer(long offer) {
        return selectors.get(offer) != null;
    }
}
