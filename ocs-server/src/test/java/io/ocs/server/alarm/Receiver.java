package io.ocs.server.alarm;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A receiver of webhooks on a free port, which checks signatures as one that shares no code with the sender. */
public final class Receiver implements AutoCloseable {
    public static final String SECRET =
            "whsec_" + Base64.getEncoder().encodeToString("a secret of 32 octets, no fewer!".getBytes(UTF_8));
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A request that came, whatever was answered. */
    public record Received(String id, long timestampS, boolean signed, JsonNode body) {}

    private final HttpServer server;
    private final BlockingQueue<Received> attempts = new LinkedBlockingQueue<>();
    private final List<Received> taken = new CopyOnWriteArrayList<>();
    private volatile int status = 204;

    public Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hook", this::handle);
        server.start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
    }

    /** What is answered from now on. */
    public void answer(int newStatus) {
        status = newStatus;
    }

    private void handle(HttpExchange exchange) throws IOException {
        int answer = status;
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        String id = exchange.getRequestHeaders().getFirst("webhook-id");
        String timestamp = exchange.getRequestHeaders().getFirst("webhook-timestamp");
        String signature = exchange.getRequestHeaders().getFirst("webhook-signature");
        boolean signed = MessageDigest.isEqual(
                signature.getBytes(UTF_8), ("v1," + hmac(id + "." + timestamp + "." + body)).getBytes(UTF_8));
        Received received = new Received(id, Long.parseLong(timestamp), signed, JSON.readTree(body));
        if (answer / 100 == 2) {
            taken.add(received);
        }
        exchange.sendResponseHeaders(answer, -1);
        exchange.close();
        attempts.add(received);
    }

    private static String hmac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            byte[] key = Base64.getDecoder().decode(SECRET.substring("whsec_".length()));
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** The next request, or null if none comes within a minute. */
    public Received next() throws InterruptedException {
        return attempts.poll(1, TimeUnit.MINUTES);
    }

    /** All that were answered with success. */
    public List<Received> taken() {
        return List.copyOf(taken);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
