package io.ocs.rating;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ocs.core.ServiceContext;
import io.ocs.core.charging.RatingFunction;
import io.ocs.core.charging.Tariff;
import io.ocs.core.request.CreditControlRequest;
import io.ocs.core.request.ServiceUsage;
import io.ocs.rating.catalog.TariffCatalog;
import io.ocs.rating.rate.PrefixTable;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Rating alone, on one thread: a simple price, a price with tiers, discount and tax, a destination among 200,000 prefixes, each with the octets that it allocates;
 * loading of those prefixes, and of 10,000 offers. A main class, no test: {@code RatingBench [seconds]}.
 */
public final class RatingBench {

    private static final int PREFIXES = 200_000;
    private static final int ZONES = 200;
    private static final int OFFERS = 10_000;
    private static final int FILES = 10;
    private static final int DIGITS = 15;
    private static final int ROUNDS = 5;
    private static final int CALLS = 1 << 16;

    private final long roundNanos;
    private long sink;

    private RatingBench(long roundNanos) {
        this.roundNanos = roundNanos;
    }

    public static void main(String[] arguments) throws IOException {
        long seconds = arguments.length == 0 ? 2 : Long.parseLong(arguments[0]);
        new RatingBench(seconds * 1_000_000_000L).run();
    }

    /** One request. */
    private interface Work {
        long rate(int index);
    }

    private void run() throws IOException {
        TariffCatalog catalog = TestCatalog.offer(
                "match: {service: data}, amount: 2.00, per: 1GiB, step: 1",
                """
                match: {service: voice}, set-up: 0.10, per: 60s, step: 1s,
                graduated-tiers: [{up-to: 10m, amount: 0.12}, {up-to: 1h, amount: 0.06}, {amount: 0.01}],
                discounts: [{name: d, percent: 10%}], tax: {included: false, rates: [{name: vat, percent: 19%}]},
                maximum-cost: {amount: 50.00, then: free}""");
        measure("simple price: select, price, units", simple(catalog, ServiceContext.DATA, 1_000));
        measure("tiers, discount, tax, maximum: select, price, units", simple(catalog, ServiceContext.VOICE, 10));
        prefixes();
        offers();
        System.out.println("(sum " + sink + ")");
    }

    private static Work simple(TariffCatalog catalog, ServiceContext context, int unitsEach) {
        CreditControlRequest request = new CreditControlRequest();
        request.context(context);
        ServiceUsage usage = request.addService();
        long offer = RatingFunction.offerKey("test");
        return index -> {
            Tariff tariff = catalog.tariff(offer, request, usage, TestCatalog.NOW_MS + index);
            long used = (long) index * unitsEach;
            return tariff.priceMicros(used + unitsEach, false)
                    - tariff.priceMicros(used, false)
                    + tariff.affordableUnits(used, false, 1_000_000);
        };
    }

    private void prefixes() throws IOException {
        Path folder = Files.createTempDirectory("bench");
        StringBuilder csv = new StringBuilder("prefix\n");
        SplittableRandom random = new SplittableRandom(1);
        Set<String> all = new LinkedHashSet<>();
        while (all.size() < PREFIXES) {
            String digits = Long.toString(random.nextLong(10_000_000L, 999_999_999_999L));
            all.add(digits.substring(0, random.nextInt(4, 9)));
        }
        all.forEach(prefix -> csv.append(prefix).append('\n'));
        Files.writeString(folder.resolve("z.csv"), csv);
        Files.writeString(
                folder.resolve("test.yaml"),
                """
                zones: [{name: listed, prefix-file: z.csv}]
                offers:
                - name: test
                  currency: EUR
                  prices:
                  - {name: listed, match: {service: voice, zones: [listed]}, amount: 1, per: 1s, step: 1s}
                  - {name: rest, match: {service: voice}, amount: 2, per: 1s, step: 1s}
                """);
        load(PREFIXES + " prefixes loaded", folder);
        TariffCatalog catalog = TariffCatalog.load(folder);
        destinations(catalog, all.toArray(String[]::new), random);
        Files.delete(folder.resolve("z.csv"));
        Files.delete(folder.resolve("test.yaml"));
        Files.delete(folder);
    }

    /** Numbers stand in one array and are copied into one request: what is measured are not the misses of requests. */
    private void destinations(TariffCatalog catalog, String[] listed, SplittableRandom random) {
        Map<String, Integer> zones = new HashMap<>();
        byte[] numbers = new byte[CALLS * DIGITS];
        for (int i = 0; i < CALLS; i++) {
            String prefix = listed[random.nextInt(listed.length)];
            byte[] number = (prefix + "12345678901").substring(0, DIGITS).getBytes(UTF_8);
            System.arraycopy(number, 0, numbers, i * DIGITS, DIGITS);
        }
        for (String prefix : listed) {
            zones.put(prefix, random.nextInt(ZONES));
        }
        PrefixTable table = new PrefixTable(new PrefixTable.Content(zones, Map.of(), Map.of()));
        CreditControlRequest request = new CreditControlRequest();
        request.context(ServiceContext.VOICE);
        ServiceUsage usage = request.addService();
        long offer = RatingFunction.offerKey("test");
        measure("a zone among " + PREFIXES + " prefixes of " + ZONES + " zones", index -> {
            request.calledParty.set(numbers, index * DIGITS, DIGITS);
            return table.longestZone(request.calledParty);
        });
        measure("a tariff by destination among " + PREFIXES + " prefixes", index -> {
            request.calledParty.set(numbers, index * DIGITS, DIGITS);
            return catalog.tariff(offer, request, usage, 0).segmentKey() & 1;
        });
    }

    private static void load(String what, Path folder) {
        var threads = ManagementFactory.getThreadMXBean();
        for (int round = 0; round < ROUNDS; round++) {
            long begin = System.nanoTime();
            long cpu = threads.getCurrentThreadCpuTime();
            TariffCatalog.load(folder);
            System.out.printf(
                    Locale.ROOT,
                    "%-60s %8.0f ms, %8.0f ms of CPU%n",
                    what,
                    (System.nanoTime() - begin) / 1e6,
                    (threads.getCurrentThreadCpuTime() - cpu) / 1e6);
        }
    }

    private static void offers() throws IOException {
        Path folder = Files.createTempDirectory("bench");
        for (int file = 0; file < FILES; file++) {
            StringBuilder yaml = new StringBuilder("offers:\n");
            for (int i = 0; i < OFFERS / FILES; i++) {
                yaml.append("- name: o").append(file).append('-').append(i);
                yaml.append("\n  currency: EUR\n  time-zone: Europe/Berlin\n  prices:\n")
                        .append("  - {name: data, match: {service: data}, amount: 2.00, per: 1GiB, step: 1}\n")
                        .append("  - {name: calls, match: {service: voice}, amount: 0.10, per: 60s, step: 1s, ")
                        .append("bands: [{name: day, from: 08:00, to: 19:00}, {name: night, amount: 0.05}]}\n")
                        .append("  - {name: sms, match: {service: sms}, amount: 0.09}\n");
            }
            Files.writeString(folder.resolve("offers" + file + ".yaml"), yaml);
        }
        load(OFFERS + " offers of three prices loaded", folder);
        for (int file = 0; file < FILES; file++) {
            Files.delete(folder.resolve("offers" + file + ".yaml"));
        }
        Files.delete(folder);
    }

    private void measure(String what, Work work) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int round = 0; round < ROUNDS; round++) {
            long calls = 0;
            long allocated = threads.getCurrentThreadAllocatedBytes();
            long begin = System.nanoTime();
            long cpu = threads.getCurrentThreadCpuTime();
            while (System.nanoTime() - begin < roundNanos) {
                for (int i = 0; i < CALLS; i++) {
                    sink += work.rate(i);
                }
                calls += CALLS;
            }
            double nanos = (double) (threads.getCurrentThreadCpuTime() - cpu) / calls;
            double octets = (double) (threads.getCurrentThreadAllocatedBytes() - allocated) / calls;
            System.out.printf(
                    Locale.ROOT, "%-60s %8.1f ns of CPU %12.0f /s %6.2f octets%n", what, nanos, 1e9 / nanos, octets);
        }
    }
}
