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
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A process that looks like {@code ocs run} from outside: it checks its arguments, says {@code ready}, knows subscribers only after they
 * were created and counts 1,000 octets for each look at its metrics and nothing else.
 */
final class FakeOcs {
    private static final List<String> ARGUMENTS =
            List.of("--set", "diameter.listen=127.0.0.1:0", "--set", "http.listen=127.0.0.1:0", "--set", "shards=1");
    private static final long SCRAPE_BYTES = 1_000;
    private static final String CLEAN_STOP = "clean-stop";

    private FakeOcs() {}

    public static void main(String[] arguments) throws IOException {
        List<String> given = List.of(arguments);
        if (given.get(0).equals("reconcile")) {
            System.exit(reconcile(given));
        }
        if (!given.get(0).equals("run")
                || !given.get(1).equals("--data")
                || !given.subList(3, given.size()).equals(ARGUMENTS)) {
            System.err.println("unexpected arguments " + given);
            System.exit(2);
        }
        System.setProperty("sun.net.httpserver.nodelay", "true");
        AtomicLong subscribers = new AtomicLong();
        AtomicLong allocated = new AtomicLong();
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/admin/v1/subscribers/bulk", exchange -> create(exchange, subscribers));
        http.createContext("/admin/v1/subscribers/", FakeOcs::topUp);
        http.createContext("/metrics", exchange -> {
            String labelled =
                    "# TYPE ocs_jvm_allocated_bytes counter\nocs_jvm_allocated_bytes_total{gc=\"a\"} %d.0E0\n";
            answer(exchange, 200, labelled.formatted(allocated.getAndAdd(SCRAPE_BYTES)));
        });
        http.start();
        NoLogicServer diameter = new NoLogicServer(
                0,
                1,
                () -> subscribers.get() > 0
                        ? new NoLogicHandler()
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
        if (!given.equals(List.of("reconcile", "--data", data.toString(), "--set", "shards=1", "--output", "json"))) {
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
        return rows.size();
    }

    private static void topUp(HttpExchange exchange) throws IOException {
        boolean sound = exchange.getRequestMethod().equals("POST")
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
