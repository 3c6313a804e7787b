package io.ocs.server.alarm;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ocs.core.time.Clock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * A POST in the form of Standard Webhooks: {@code webhook-id}, {@code webhook-timestamp}, {@code webhook-signature} over both and the body. Safe on any
 * thread; blocks.
 */
public final class SignedPost {
    private static final int SUCCESS = 2;
    private static final int CLASS = 100;

    private final URI url;
    private final WebhookSecret secret;
    private final Clock clock;
    private final Duration timeout;
    private final HttpClient http;

    /** @param clock by which messages are stamped */
    public SignedPost(URI url, WebhookSecret secret, Clock clock, Duration timeout) {
        this.url = url;
        this.secret = secret;
        this.clock = clock;
        this.timeout = timeout;
        http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .build();
    }

    /**
     * One attempt.
     *
     * @param id the same for every attempt, so that the receiver knows a repeat
     * @return empty if it was answered with 2xx, else what went wrong
     */
    public String send(String id, String body) throws InterruptedException {
        long timestampS = clock.nowMs() / 1_000;
        byte[] signed = (id + "." + timestampS + "." + body).getBytes(UTF_8);
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(timestampS))
                .header("webhook-signature", secret.signature(signed))
                .POST(BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<Void> response = http.send(request, BodyHandlers.discarding());
            return response.statusCode() / CLASS == SUCCESS ? "" : "HTTP " + response.statusCode();
        } catch (IOException e) {
            return e.toString();
        }
    }
}
