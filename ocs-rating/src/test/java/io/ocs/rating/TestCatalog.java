package io.ocs.rating;

import io.ocs.core.ServiceContext;
import io.ocs.core.charging.RatingFunction;
import io.ocs.core.charging.Tariff;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.core.request.ServiceUsage;
import io.ocs.rating.catalog.TariffCatalog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** Catalogues from text, and requests to ask them with. */
public final class TestCatalog {

    public static final long NOW_MS = Instant.parse("2026-11-24T12:00:00Z").toEpochMilli();
    public static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private TestCatalog() {}

    /** Loads files, given by name and content, from a folder that is gone afterwards. */
    public static TariffCatalog load(Map<String, String> files) {
        try {
            Path directory = Files.createTempDirectory("catalog");
            try {
                for (Map.Entry<String, String> file : files.entrySet()) {
                    Files.writeString(directory.resolve(file.getKey()), file.getValue());
                }
                return TariffCatalog.load(directory);
            } finally {
                delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** An offer {@code test} in euro and Berlin's time with these prices, each in the form of a YAML flow mapping without braces. */
    public static TariffCatalog offer(String... prices) {
        StringBuilder yaml =
                new StringBuilder("offers:\n- name: test\n  currency: EUR\n  time-zone: Europe/Berlin\n  prices:\n");
        for (int i = 0; i < prices.length; i++) {
            yaml.append("  - {name: p").append(i).append(", ").append(prices[i]).append("}\n");
        }
        return load(Map.of("test.yaml", yaml.toString()));
    }

    /** The tariff of one price, at noon of a working day. */
    public static Tariff price(String price) {
        return voice(offer(price), "", NOW_MS);
    }

    public static Tariff voice(TariffCatalog catalog, String called, long atMs) {
        return ask(catalog, ServiceContext.VOICE, called, -1, -1, atMs);
    }

    public static Tariff ask(
            TariffCatalog catalog,
            ServiceContext service,
            String called,
            long ratingGroup,
            long identifier,
            long atMs) {
        return ask(catalog, "test", service, called, ratingGroup, identifier, atMs);
    }

    public static Tariff ask(
            TariffCatalog catalog,
            String offer,
            ServiceContext service,
            String called,
            long ratingGroup,
            long identifier,
            long atMs) {
        CreditControlRequest request = new CreditControlRequest();
        request.context(service);
        request.calledParty.set(called);
        ServiceUsage usage = request.addService();
        usage.ratingGroup(ratingGroup);
        usage.serviceIdentifier(identifier);
        return catalog.tariff(RatingFunction.offerKey(offer), request, usage, atMs);
    }

    /** An instant by Berlin's clock, such as {@code 2026-11-24T17:30}. */
    public static long berlin(String local) {
        return LocalDateTime.parse(local).atZone(BERLIN).toInstant().toEpochMilli();
    }

    /** What a session that used so many units is charged: set-up fee and usage. */
    public static long chargeMicros(Tariff tariff, long units) {
        return (units == 0 ? 0 : tariff.setupMicros()) + tariff.priceMicros(units, false);
    }

    /** Charges a call that may last over switches of bands, as the charging function does: split, then resume the plan. */
    public static long callMicros(
            TariffCatalog catalog, Tariff tariff, long startMs, long seconds, boolean continuation) {
        long total = continuation ? 0 : tariff.setupMicros();
        boolean continues = continuation;
        Tariff current = tariff;
        long atMs = startMs;
        long endMs = startMs + seconds * 1000;
        while (atMs < endMs) {
            long partEndMs = Math.min(endMs, current.validUntilMs(atMs));
            total += current.priceMicros((partEndMs - atMs) / 1000, continues);
            continues = true;
            atMs = partEndMs;
            current = catalog.resume(tariff.planKey(), atMs);
        }
        return total;
    }
}
