package io.ocs.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ocs.server.reconcile.Reconciler;
import io.ocs.server.reconcile.Reconciliation;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a process that is killed (kill -9) while money goes from account to account, within shards and between them, loses none and doubles none: after its restart each
 * transfer that is asked for again under its key has been done once.
 */
class TransferCrashTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] SETTINGS = {
        "shards=3", "database.url=none", "accounts.capacity=1000", "sessions.capacity=1000"
    };
    private static final int SUBSCRIBERS = 12;
    private static final int CENTS = 10_000;
    private static final int SENDERS = 6;
    private static final int ENOUGH = 150;

    @TempDir
    Path data;

    private final long seed = Seeds.seed();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** One transfer and its key. */
    private record Order(String key, int from, int to, int cents) {}

    private static String number(int subscriber) {
        return "4917000000" + (10 + subscriber);
    }

    private HttpResponse<String> post(InetSocketAddress http, String path, String key, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + http.getPort() + "/admin/v1/subscribers" + path))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private HttpResponse<String> transfer(InetSocketAddress http, Order order)
            throws IOException, InterruptedException {
        String amount = BigDecimal.valueOf(order.cents, 2).toPlainString() + "EUR";
        return post(
                http,
                "/" + number(order.from) + "/transfers",
                order.key,
                "{\"to\":\"" + number(order.to) + "\",\"amount\":\"" + amount + "\"}");
    }

    @Test
    void noMoneyIsLostOrDoubledByAKill() throws Exception {
        System.out.println("TransferCrashTest: seed " + seed);
        List<Order> doubtful = new ArrayList<>();
        long[] cents = new long[SUBSCRIBERS];
        try (ServerProcess server = ServerProcess.start(data, SETTINGS)) {
            for (int i = 0; i < SUBSCRIBERS; i++) {
                cents[i] = CENTS;
                HttpResponse<String> created = post(
                        server.http(),
                        "",
                        "create-" + i,
                        "{\"identities\":[\"e164:" + number(i)
                                + "\"],\"offer\":\"prepaid-data\",\"allowances\":false,\"balance\":\"100.00EUR\"}");
                assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
            }
            List<Order> done = killUnderway(server, doubtful);
            assertThat(doubtful).as("interrupted").isNotEmpty();
            done.forEach(order -> book(cents, order));
        }
        try (ServerProcess server = ServerProcess.start(data, SETTINGS)) {
            for (Order order : doubtful) {
                HttpResponse<String> again = transfer(server.http(), order);
                assertThat(again.statusCode()).as(again.body()).isEqualTo(200);
                book(cents, order);
                assertThat(JSON.readTree(transfer(server.http(), order).body())
                                .path("repeated")
                                .asBoolean())
                        .isTrue();
            }
            for (int i = 0; i < SUBSCRIBERS; i++) {
                assertThat(balance(server.http(), i))
                        .as(number(i))
                        .isEqualByComparingTo(BigDecimal.valueOf(cents[i], 2));
            }
            server.stop();
        }
        Reconciliation books = new Reconciler(data).run();
        assertThat(books.allEqual()).as(books.text()).isTrue();
        assertThat(books.text())
                .contains("on its way by balances = by transfers, EUR", "each received or given back once");
    }

    private static void book(long[] cents, Order order) {
        cents[order.from] -= order.cents;
        cents[order.to] += order.cents;
    }

    /** @return what was answered as done; {@code doubtful}: what was asked for and not answered */
    private List<Order> killUnderway(ServerProcess server, List<Order> doubtful) throws InterruptedException {
        List<Order> done = new ArrayList<>();
        AtomicInteger answered = new AtomicInteger();
        List<Thread> senders = new ArrayList<>();
        for (int sender = 0; sender < SENDERS; sender++) {
            int number = sender;
            Thread thread = new Thread(() -> send(server.http(), number, done, doubtful, answered));
            thread.start();
            senders.add(thread);
        }
        ServerUnderTest.await("transfers", () -> answered.get() >= ENOUGH);
        server.kill();
        for (Thread sender : senders) {
            sender.join();
        }
        return done;
    }

    private void send(
            InetSocketAddress http, int sender, List<Order> done, List<Order> doubtful, AtomicInteger answered) {
        SplittableRandom random = new SplittableRandom(seed + sender);
        for (int i = 0; ; i++) {
            int from = random.nextInt(SUBSCRIBERS);
            int to = (from + random.nextInt(1, SUBSCRIBERS)) % SUBSCRIBERS;
            Order order = new Order("t-" + sender + "-" + i, from, to, random.nextInt(1, 20));
            try {
                HttpResponse<String> answer = transfer(http, order);
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                synchronized (done) {
                    done.add(order);
                }
                answered.incrementAndGet();
            } catch (IOException e) { // the process is gone
                synchronized (done) {
                    doubtful.add(order);
                }
                return;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private BigDecimal balance(InetSocketAddress http, int subscriber) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http.getPort()
                        + "/admin/v1/subscribers/" + number(subscriber) + "/balance"))
                .build();
        JsonNode json =
                JSON.readTree(client.send(request, BodyHandlers.ofString()).body());
        return new BigDecimal(json.path("available").asText().replace("EUR", ""));
    }
}
