package io.ocs.rating;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.core.Money;
import io.ocs.core.ServiceContext;
import io.ocs.core.UnitKind;
import io.ocs.core.charging.RatingFunction;
import io.ocs.core.charging.Tariff;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.core.request.ServiceUsage;
import io.ocs.rating.MarkdownCases.Case;
import io.ocs.rating.catalog.TariffCatalog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The tables of the product manager's guide and of {@code src/test/resources/cases}. Every usage with a price is charged whole and in pieces,
 * and what it cost buys it again.
 */
class RatingCasesTest {

    private static final Path ROOT = Path.of(System.getProperty("ocs.root"));
    private static final Pattern QUANTITY = Pattern.compile("(\\d+) ?([A-Za-z]*)");
    private static final Map<String, Long> SECONDS = Map.of("s", 1L, "m", 60L, "h", 3_600L, "d", 86_400L);
    private static final Map<String, Long> OCTETS = Map.of(
            "B",
            1L,
            "kB",
            1_000L,
            "MB",
            1_000_000L,
            "GB",
            1_000_000_000L,
            "KiB",
            1L << 10,
            "MiB",
            1L << 20,
            "GiB",
            1L << 30);
    private static final Map<String, TariffCatalog> CATALOGS = new HashMap<>();

    static Stream<Case> cases() {
        try (Stream<Path> files = Files.list(ROOT.resolve("ocs-rating/src/test/resources/cases"))) {
            List<Path> all = Stream.concat(files.sorted(), Stream.of(ROOT.resolve("docs/CATALOG.md")))
                    .toList();
            return all.stream().flatMap(file -> MarkdownCases.read(file).stream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void isAsTheTableSays(Case row) {
        TariffCatalog catalog = catalog(row.yaml());
        long startMs = startMs(row);
        Tariff tariff = tariff(row, catalog, startMs);
        if (row.cell("price").equals("-")) {
            assertThat(tariff).as(row.toString()).isNull();
            return;
        }
        assertThat(tariff).as(row.toString()).isNotNull();
        assertThat(tariff.isCreditControlled())
                .as(row.toString())
                .isEqualTo(!row.cell("credit control").equals("none"));
        if (!row.cell("price").isEmpty()) {
            assertThat(tariff.name()).as(row.toString()).endsWith("/" + row.cell("price"));
        }
        if (!row.cell("costs").isEmpty()) {
            checkCost(row, catalog, tariff, startMs);
        }
        if (!row.cell("gets").isEmpty()) {
            long units = row.cell("gets").equals("unlimited") ? Long.MAX_VALUE : units(row.cell("gets"));
            assertThat(tariff.affordableUnits(0, false, micros(row.cell("money"))))
                    .as(row.toString())
                    .isEqualTo(units);
        }
    }

    private static void checkCost(Case row, TariffCatalog catalog, Tariff tariff, long startMs) {
        long units = units(row.cell("used"));
        long cost = micros(row.cell("costs"));
        assertThat(Money.text(
                        new CaseSession(catalog, tariff, startMs).report(units).chargedMicros()))
                .as(row.toString())
                .isEqualTo(Money.text(cost));
        SplittableRandom random = new SplittableRandom(row.line());
        for (int round = 0; round < 10; round++) {
            CaseSession session = new CaseSession(catalog, tariff, startMs);
            long left = units;
            for (int report = 0; report < round && left > 0; report++) {
                long part = random.nextLong(left + 1);
                session.report(part);
                left -= part;
            }
            assertThat(session.report(left).chargedMicros())
                    .as("in pieces: %s", row)
                    .isEqualTo(cost);
        }
        if (tariff.unit() != UnitKind.TIME || tariff.validUntilMs(startMs) == Long.MAX_VALUE) {
            long held = tariff.holdMicros(0, units, false);
            long buys = tariff.affordableUnits(0, false, held);
            boolean ended = tariff.affordableUnits(0, false, Long.MAX_VALUE / 2) < units;
            assertThat(buys >= units || ended)
                    .as("what it cost buys it again: %s", row)
                    .isTrue();
        }
    }

    private static TariffCatalog catalog(String yaml) {
        return CATALOGS.computeIfAbsent(
                yaml,
                text -> text.lines().anyMatch(line -> line.startsWith("offers:"))
                        ? TestCatalog.load(Map.of("test.yaml", text))
                        : TestCatalog.load(Map.of("test.yaml", oneOffer(text))));
    }

    private static String oneOffer(String price) {
        return "offers:\n- name: test\n  currency: EUR\n  time-zone: Europe/Berlin\n  prices:\n  - name: p\n"
                + price.lines().map(line -> "    " + line + "\n").collect(Collectors.joining());
    }

    private static Tariff tariff(Case row, TariffCatalog catalog, long atMs) {
        CreditControlRequest request = new CreditControlRequest();
        String used = row.cell("used").isEmpty() ? row.cell("gets") : row.cell("used");
        request.context(row.cell("service").isEmpty() ? serviceOf(used, catalog) : service(row.cell("service")));
        request.calledParty.set(row.cell("to"));
        request.apn.set(row.cell("apn"));
        request.visitedNetwork.set(row.cell("visited"));
        if (!row.cell("rat").isEmpty()) {
            request.ratType(Integer.parseInt(row.cell("rat")));
        }
        if (!row.cell("qos").isEmpty()) {
            request.qosClass(Integer.parseInt(row.cell("qos")));
        }
        if (!row.cell("direction").isEmpty()) {
            request.roleOfNode(Integer.parseInt(row.cell("direction")));
        }
        ServiceUsage usage = request.addService();
        usage.ratingGroup(number(row.cell("rating group")));
        usage.serviceIdentifier(number(row.cell("service identifier")));
        String offer = row.cell("offer").isEmpty() ? catalog.offers().get(0).name() : row.cell("offer");
        return catalog.tariff(RatingFunction.offerKey(offer), request, usage, atMs);
    }

    private static long number(String cell) {
        return cell.isEmpty() ? ServiceUsage.ABSENT : Long.parseLong(cell);
    }

    private static ServiceContext service(String name) {
        return name.equals("event") ? ServiceContext.OTHER : ServiceContext.valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** Seconds are of calls, octets of data, events of messages. */
    private static ServiceContext serviceOf(String used, TariffCatalog catalog) {
        String unit = used.replaceAll("[\\d ]", "");
        if (unit.equals("unlimited")) {
            CreditControlRequest request = new CreditControlRequest();
            request.context(ServiceContext.VOICE);
            boolean voice = catalog.tariff(
                            RatingFunction.offerKey(catalog.offers().get(0).name()), request, request.addService(), 0)
                    != null;
            return voice ? ServiceContext.VOICE : ServiceContext.DATA;
        }
        return SECONDS.containsKey(unit)
                ? ServiceContext.VOICE
                : OCTETS.containsKey(unit) ? ServiceContext.DATA : ServiceContext.SMS;
    }

    static long units(String text) {
        Matcher matcher = QUANTITY.matcher(text);
        assertThat(matcher.matches()).as(text).isTrue();
        String unit = matcher.group(2);
        long factor = unit.isEmpty() ? 1 : SECONDS.getOrDefault(unit, OCTETS.getOrDefault(unit, 0L));
        assertThat(factor).as(text).isPositive();
        return Math.multiplyExact(Long.parseLong(matcher.group(1)), factor);
    }

    static long micros(String money) {
        return new BigDecimal(money).movePointRight(6).longValueExact();
    }

    /** Goal: as many cases as promised by rule and place: of rows that lie at the same place of the same price one counts. */
    @Test
    void thereAreAsManyAsPromised() {
        long places = cases().map(row -> row.yaml() + CasePlace.of(row, tariffOf(row), startMs(row)))
                .distinct()
                .count();
        assertThat(places).isGreaterThanOrEqualTo(250);
    }

    private static long startMs(Case row) {
        return row.cell("at").isEmpty()
                ? TestCatalog.NOW_MS
                : TestCatalog.berlin(row.cell("at").replace(' ', 'T'));
    }

    private static Tariff tariffOf(Case row) {
        return tariff(row, catalog(row.yaml()), startMs(row));
    }
}
