package io.ocs.server.rate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.core.Money;
import io.ocs.core.UnitKind;
import io.ocs.core.charging.RatingFunction;
import io.ocs.rating.catalog.CatalogFiles;
import io.ocs.rating.catalog.Offer;
import io.ocs.rating.catalog.TariffCatalog;
import io.ocs.server.rate.GuideTables.Row;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Goal: what the guide says of allowances and counters is what they do. Its other tables are checked where prices are compiled. */
class GuideCasesTest {

    private static final Path GUIDE = Path.of(System.getProperty("ocs.root"), "docs", "CATALOG.md");
    private static final TariffCatalog DEMO =
            TariffCatalog.load(Path.of(System.getProperty("ocs.root"), "config", "catalog"));
    private static final long START_MS = Instant.parse("2026-11-24T12:00:00Z").toEpochMilli();
    private static final Pattern QUANTITY = Pattern.compile("(\\d+) ?([A-Za-z]*)");
    private static final Map<String, Long> FACTORS = Map.of(
            "",
            1L,
            "s",
            1L,
            "m",
            60L,
            "h",
            3_600L,
            "kB",
            1_000L,
            "MB",
            1_000_000L,
            "GB",
            1_000_000_000L,
            "GiB",
            1L << 30);

    static List<Row> rows() throws IOException {
        return GuideTables.read(GUIDE);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void isAsTheGuideSays(Row row) {
        boolean demo = !row.cell("demo offer").isEmpty();
        TariffCatalog catalog = demo
                ? DEMO
                : TariffCatalog.load(
                        CatalogFiles.of(Map.of("guide.yaml", row.yaml().getBytes(UTF_8))));
        Offer offer = demo
                ? catalog.current(row.cell("demo offer")).orElseThrow()
                : catalog.offers().get(0);
        Holdings fresh = Holdings.ofNewSubscriber(offer, null, START_MS);
        Holdings holdings =
                new Holdings(null, fresh.creditLimitMicros(), fresh.buckets(), counted(row.cell("counted before")));
        Matcher used = QUANTITY.matcher(row.cell("uses"));
        assertThat(used.matches()).as(row.toString()).isTrue();
        UnitKind kind = kind(used.group(2));
        long units = Long.parseLong(used.group(1)) * FACTORS.get(used.group(2));
        RatingAnswer answer = OfflineRating.answer(new UsageDescription(
                        UsageDescription.service(service(row, kind)),
                        Map.of(kind, units),
                        text(row.cell("to")),
                        null,
                        row.cell("identifier").isEmpty() ? null : Long.valueOf(row.cell("identifier")),
                        null,
                        text(row.cell("visited")),
                        null,
                        null,
                        null)
                .question(catalog, offer.name(), START_MS, holdings));
        assertThat(Money.text(answer.chargedMicros()))
                .as(row.toString())
                .isEqualTo(Money.text(
                        new BigDecimal(row.cell("costs")).movePointRight(6).longValueExact()));
        if (!row.cell("is paid by").isEmpty()) {
            assertThat(answer.payments().stream().map(GuideCasesTest::text).collect(Collectors.joining(", ")))
                    .as(row.toString())
                    .isEqualTo(row.cell("is paid by"));
        }
        long explained = answer.parts().stream()
                .filter(part -> part.price() != null)
                .mapToLong(part -> part.price().totalMicros())
                .sum();
        boolean byMoneyOnly = answer.payments().stream().allMatch(payment -> payment.kind() == UnitKind.MONEY);
        assertThat(!byMoneyOnly || explained == answer.chargedMicros())
                .as("the explanation ends at what is charged: %s", row)
                .isTrue();
    }

    private static String text(String cell) {
        return cell.isEmpty() ? null : cell;
    }

    private static String text(RatingAnswer.Payment payment) {
        return payment.bucket() + " "
                + (payment.kind() == UnitKind.MONEY ? Money.text(payment.amount()) : Long.toString(payment.amount()));
    }

    private static Map<Long, Long> counted(String cell) {
        if (cell.isEmpty()) {
            return Map.of();
        }
        String[] words = cell.split(" ");
        return Map.of(RatingFunction.offerKey(words[0]), Long.parseLong(words[1]));
    }

    private static UnitKind kind(String unit) {
        return unit.isEmpty() ? UnitKind.SERVICE_SPECIFIC : unit.endsWith("B") ? UnitKind.TOTAL_OCTETS : UnitKind.TIME;
    }

    private static String service(Row row, UnitKind kind) {
        return row.cell("service").isEmpty() && kind == UnitKind.TOTAL_OCTETS ? "data" : row.cell("service");
    }

    @Test
    void thereAreSome() throws IOException {
        assertThat(rows()).hasSizeGreaterThan(30);
    }
}
