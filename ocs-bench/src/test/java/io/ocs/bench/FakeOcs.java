package io.ocs.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A process that looks like {@code ocs run} from outside: it checks its arguments, says {@code ready}, knows subscribers only after they
 * were created and counts 1,000 octets for each look at its metrics and nothing else.
 */
final class FakeOcs {
    private static final List<String> LISTEN = List.of("diameter.listen=127.0.0.1:0", "http.listen=127.0.0.1:0");
    private static final String SHARDS = "shards=1";
    private static final String SNAPSHOTS = "snapshot.interval=";

    /** Requests a second that are answered, the others with 3004; the real server has no such key. */
    private static final String CAPACITY = "capacity=";

    private static final long SCRAPE_BYTES = 1_000;
    private static final String CLEAN_STOP = "clean-stop";

    /** Whom it tops up: families only. */
    private static final AtomicBoolean TOPS_UP = new AtomicBoolean();

    private FakeOcs() {}

    public static void main(String[] arguments) throws IOException {
        List<String> given = List.of(arguments);
        if (given.get(0).equals("reconcile")) {
            System.exit(reconcile(given));
        }
        List<String> settings = settings(given.subList(3, given.size()));
        if (!given.get(0).equals("run")
                || !given.get(1).equals("--data")
                || !settings.containsAll(LISTEN)
                || !areKnown(settings.subList(LISTEN.size(), settings.size()))) {
            System.err.println("unexpected arguments " + given);
            System.exit(2);
        }
        System.setProperty("sun.net.httpserver.nodelay", "true");
        AtomicLong subscribers = new AtomicLong();
        AtomicLong allocated = new AtomicLong();
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/admin/v1/subscribers/bulk", exchange -> create(exchange, subscribers));
        http.createContext("/admin/v1/subscribers/", FakeOcs::topUp);
        int snapshots = value(settings, SNAPSHOTS).isPresent() ? 3 : 0;
        http.createContext("/metrics", exchange -> {
            String labelled =
                    """
                    # TYPE ocs_jvm_allocated_bytes counter
                    ocs_jvm_allocated_bytes_total{gc="a"} %d.0E0
                    ocs_jvm_memory_used_bytes{area="heap",id="a"} 2048.0
                    ocs_jvm_memory_used_bytes{area="nonheap",id="b"} 9999.0
                    ocs_snapshots_written_total{shard="0"} %d.0
                    ocs_journal_position{shard="0"} 4096.0
                    ocs_snapshot_position{shard="0"} 1024.0
                    ocs_cdr_lag_bytes{shard="0",sink="file"} 5120.0
                    """;
            answer(exchange, 200, labelled.formatted(allocated.getAndAdd(SCRAPE_BYTES), snapshots));
        });
        http.createContext("/admin/v1/cdrs/flush", exchange -> answer(exchange, isJson(exchange) ? 202 : 415, "{}"));
        http.createContext("/admin/v1/catalog/versions", FakeOcs::applyCatalog);
        Capacity capacity =
                new Capacity(value(settings, CAPACITY).map(Long::parseLong).orElse(Long.MAX_VALUE));
        http.start();
        NoLogicServer diameter = new NoLogicServer(
                0,
                1,
                () -> subscribers.get() > 0
                        ? new CapacityHandler(capacity)
                        : new TamperingHandler(1, TamperingHandler.RESULT_CODE));
        Path data = Path.of(given.get(2));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(data)));
        System.out.println("starting");
        System.out.println("ready diameter=127.0.0.1:" + diameter.address().getPort() + " http=127.0.0.1:"
                + http.getAddress().getPort() + " sync=batch");
    }

    /** As {@code ocs reconcile} on the folder of a server that has ended; a cent is missing if there is a file {@code loss} beside it. */
    private static int reconcile(List<String> given) {
        Path data = Path.of(given.get(2));
        int end = given.size() - 2;
        if (!given.subList(0, 2).equals(List.of("reconcile", "--data"))
                || !areKnown(settings(given.subList(3, end)))
                || !given.subList(end, end + 2).equals(List.of("--output", "json"))) {
            System.err.println("unexpected arguments " + given);
            return 2;
        }
        if (!Files.exists(data.resolve(CLEAN_STOP))) {
            System.err.println("data folder " + data + " is in use");
            return 1;
        }
        boolean equal = !Files.exists(data.resolveSibling("loss"));
        System.out.printf(
                "{\"equal\":%s,\"firstDifference\":%s,\"comparisons\":[{\"what\":\"credited = spent, EUR\",\"left\":\"1.00\"}]}%n",
                equal, equal ? "null" : "\"credited 1.00, accounted for 0.99\"");
        return equal ? 0 : 1;
    }

    private static List<String> settings(List<String> words) {
        List<String> settings = new ArrayList<>();
        for (int word = 0; word + 1 < words.size(); word += 2) {
            settings.add(words.get(word).equals("--set") ? words.get(word + 1) : "unexpected " + words.get(word));
        }
        return settings;
    }

    private static boolean areKnown(List<String> settings) {
        return settings.contains(SHARDS)
                && settings.stream()
                        .allMatch(
                                each -> each.equals(SHARDS) || each.startsWith(SNAPSHOTS) || each.startsWith(CAPACITY));
    }

    private static Optional<String> value(List<String> settings, String key) {
        return settings.stream()
                .filter(each -> each.startsWith(key))
                .map(each -> each.substring(key.length()))
                .findFirst();
    }

    private static void stop(Path data) {
        try {
            Files.createFile(data.resolve(CLEAN_STOP));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void create(HttpExchange exchange, AtomicLong subscribers) throws IOException {
        JsonNode body = new ObjectMapper().readTree(exchange.getRequestBody());
        boolean keyed = exchange.getRequestMethod().equals("POST")
                && exchange.getRequestHeaders().getFirst("Idempotency-Key") != null;
        long created = body.has("rows") ? families(body.path("rows")) : range(body);
        if (keyed && created > 0) {
            subscribers.addAndGet(created);
            answer(exchange, 200, "{\"created\":%d,\"failed\":0}".formatted(created));
        } else {
            answer(exchange, 400, body.toString());
        }
    }

    private static long range(JsonNode body) {
        boolean sound = body.path("from").asText().equals("491700000000")
                && body.path("offer").asText().equals("prepaid-data")
                && body.path("balance").asText().equals("1000000.00EUR");
        return sound ? body.path("count").asLong() : 0;
    }

    /** Families of 64: the first one has the money, the others join it. */
    private static long families(JsonNode rows) {
        for (int row = 0; row < rows.size(); row++) {
            JsonNode subscriber = rows.get(row);
            String first = rows.get(row - row % 64).path("identities").path(0).asText();
            boolean joins = subscriber.path("memberOf").asText().equals(first) && !subscriber.has("balance");
            boolean pays = subscriber.path("balance").asText().equals("1000000.00EUR") && !subscriber.has("memberOf");
            if (!subscriber.path("offer").asText().equals("family") || !(row % 64 == 0 ? pays : joins)) {
                return 0;
            }
        }
        TOPS_UP.set(true);
        return rows.size();
    }

    /** The real server takes nothing else, also where there is no body. */
    private static boolean isJson(HttpExchange exchange) {
        return "application/json".equals(exchange.getRequestHeaders().getFirst("Content-Type"));
    }

    private static void applyCatalog(HttpExchange exchange) throws IOException {
        JsonNode body = new ObjectMapper().readTree(exchange.getRequestBody());
        boolean changed =
                body.path("files").path("offers.yaml").asText().equals("offers: []\n\n# Swapped under load.\n")
                        && body.path("files").path("zones/a.csv").asText().equals("49\n")
                        && body.path("files").size() == 2
                        && isJson(exchange)
                        && !body.path("reason").asText().isEmpty();
        answer(exchange, changed ? 201 : 422, "{}");
    }

    private static void topUp(HttpExchange exchange) throws IOException {
        boolean sound = TOPS_UP.get()
                && isJson(exchange)
                && exchange.getRequestMethod().equals("POST")
                && exchange.getRequestURI().getPath().matches("/admin/v1/subscribers/4917000000[0-9]{2}/top-ups")
                && exchange.getRequestHeaders().getFirst("Idempotency-Key") != null
                && new ObjectMapper()
                        .readTree(exchange.getRequestBody())
                        .path("amount")
                        .asText()
                        .equals("0.01EUR");
        answer(exchange, sound ? 200 : 400, "{}");
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] octets = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, octets.length);
        exchange.getResponseBody().write(octets);
        exchange.close();
    }
}
