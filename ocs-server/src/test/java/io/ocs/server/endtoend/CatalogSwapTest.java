package io.ocs.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ocs.core.SubscriptionId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goal: while catalogues come into force one after the other no request fails, and none is priced by two of them. {@code -Dswaps=1000} does it a
 * thousand times; {@code -Drounds=N} kills the server N times in the middle of it.
 */
@Tag("end-to-end")
class CatalogSwapTest {
    private static final int CLIENTS = 4;
    private static final int SUBSCRIBER = 600;
    private static final String SESSIONS = "sessions.capacity=200000";
    private static final String WITHOUT_TABLE = "database.url=none";

    @TempDir
    Path folder;

    private final AtomicInteger sure = new AtomicInteger(1);
    private final AtomicInteger latest = new AtomicInteger(1);
    private final AtomicBoolean done = new AtomicBoolean();

    private String[] settings(String... more) throws Exception {
        List<String> settings = new ArrayList<>(
                List.of(SESSIONS, WITHOUT_TABLE, "catalog.directory=" + PricedCatalog.directory(folder)));
        settings.addAll(List.of(more));
        return settings.toArray(String[]::new);
    }

    @ParameterizedTest
    @CsvSource({"next-update, 1", "keep, 3"})
    void noRequestFailsAndNoneIsPricedByTwo(String policy, int shards) throws Exception {
        int swaps = Integer.parseInt(Seeds.property("swaps", "20"));
        System.out.println("CatalogSwapTest: " + swaps + " swaps, " + policy);
        try (ServerUnderTest server = ServerUnderTest.start(
                folder.resolve("data"), settings("catalog.running-sessions=" + policy, "shards=" + shards))) {
            ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
            List<Future<Integer>> sessions = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                sessions.add(clients.submit(client(server, i)));
            }
            for (int number = 2; number <= swaps + 1; number++) {
                latest.set(number);
                assertThat(PricedCatalog.apply(server.http(), number)).isEqualTo(number);
                sure.set(number);
            }
            done.set(true);
            int all = 0;
            for (Future<Integer> one : sessions) {
                all += one.get(60, TimeUnit.SECONDS);
            }
            clients.shutdown();
            System.out.println("CatalogSwapTest: " + all + " sessions");
            assertThat(all).isGreaterThan(swaps);
            ServerUnderTest.await("versions to be let go of", () -> held(server) == 0); // no session is open
            assertBothRecordsOfARequestHaveOnePrice(server, swaps);
        }
    }

    private static int held(ServerUnderTest server) {
        try {
            return PricedCatalog.inForce(server.http()).get("held").size();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private Callable<Integer> client(ServerUnderTest server, int index) {
        String number = "4917060000" + (SUBSCRIBER + index);
        server.create(PricedCatalog.OFFER, "100000000.00EUR", SubscriptionId.e164(number));
        return () -> {
            try (PricedSession session =
                    new PricedSession(server, "pgw" + index + ".example.com", number, sure, latest)) {
                while (!done.get()) {
                    session.run();
                }
                return session.sessions();
            }
        };
    }

    /** Both services of a request were granted together, so one catalogue has priced both. */
    private static void assertBothRecordsOfARequestHaveOnePrice(ServerUnderTest server, int swaps) throws Exception {
        server.awaitRecords();
        Map<String, Long> numbers = new HashMap<>();
        for (JsonNode record : records(server.cdrFolder())) {
            long price = record.get("rating_group").intValue() == PricedCatalog.LOW ? 1 : PricedCatalog.FACTOR;
            long whole = price * record.get("charged_units").longValue();
            long number = record.get("charged_micros").longValue() / whole;
            assertThat(record.get("charged_micros").longValue())
                    .as("%s", record)
                    .isEqualTo(number * whole);
            String request = record.get("session_id").textValue() + " " + record.get("request_number");
            assertThat(number).as("%s", record).isEqualTo(numbers.computeIfAbsent(request, first -> number));
        }
        assertThat(new TreeSet<>(numbers.values()))
                .as("catalogues that charged something")
                .hasSizeGreaterThan(swaps / 4);
    }

    private static List<JsonNode> records(Path folder) throws Exception {
        List<JsonNode> records = new ArrayList<>();
        ObjectMapper json = new ObjectMapper();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(name -> name.toString().endsWith(".jsonl")).toList()) {
                for (String line : Files.readAllLines(file)) {
                    JsonNode record = json.readTree(line);
                    if (record.get("record_type").textValue().equals("USAGE")) {
                        records.add(record);
                    }
                }
            }
        }
        return records;
    }

    /** Goal: killed in the middle of a change, the server comes back with one catalogue, whole: the one of before, or the one that came. */
    @Test
    void killedInTheMiddleOfAChangeOneVersionIsThereWhole() throws Exception {
        long seed = Seeds.seed();
        int rounds = Integer.parseInt(Seeds.property("rounds", "2"));
        System.out.println("CatalogSwapTest: seed " + seed + ", " + rounds + " kills");
        SplittableRandom random = new SplittableRandom(seed);
        Path data = folder.resolve("data");
        String[] settings = settings();
        int number = 1;
        for (int round = 0; round < rounds; round++) {
            number = killWhileApplying(data, settings, number, random);
            try (ServerUnderTest server = ServerUnderTest.start(data, settings)) {
                int inForce =
                        PricedCatalog.inForce(server.http()).get("version").intValue();
                assertThat(inForce).as("seed %d, round %d", seed, round).isBetween(number, number + 1);
                number = inForce;
                assertPrices(server, number, "4917061000" + (SUBSCRIBER + round));
            }
        }
    }

    /** @return the last number that was told to be in force */
    private static int killWhileApplying(Path data, String[] settings, int from, SplittableRandom random)
            throws Exception {
        AtomicInteger told = new AtomicInteger(from);
        try (ServerProcess server = ServerProcess.start(data, settings)) {
            Thread applying = new Thread(() -> {
                try {
                    while (true) {
                        told.set(PricedCatalog.apply(server.http(), told.get() + 1));
                    }
                } catch (Exception e) {
                    System.out.println("the server is gone: " + e.getMessage());
                }
            });
            applying.start();
            ServerUnderTest.await("some changes", () -> told.get() > from + 2);
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextLong(50_000)));
            server.kill();
            applying.join(60_000);
            assertThat(applying.isAlive()).isFalse();
        }
        return told.get();
    }

    private void assertPrices(ServerUnderTest server, int number, String msisdn) throws Exception {
        sure.set(number);
        latest.set(number);
        server.create(PricedCatalog.OFFER, "1000.00EUR", SubscriptionId.e164(msisdn));
        try (PricedSession session =
                new PricedSession(server, "after" + number + ".example.com", msisdn, sure, latest)) {
            session.run();
        }
    }
}
