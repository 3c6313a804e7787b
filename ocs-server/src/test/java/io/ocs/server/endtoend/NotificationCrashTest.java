package io.ocs.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.server.alarm.Receiver;
import io.ocs.server.alarm.Receiver.Received;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: a process that is killed between the commit of a notification and its delivery delivers it after its restart, under the id that it had. */
@Tag("end-to-end")
class NotificationCrashTest {
    private static final String NUMBER = "491700000001";

    @TempDir
    private Path data;

    @TempDir
    private Path catalog;

    private static void post(InetSocketAddress http, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + http.getPort() + "/admin/v1/subscribers" + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
    }

    @Test
    void whatWasCommittedIsDeliveredAfterAKill() throws Exception {
        Files.writeString(
                catalog.resolve("offers.yaml"),
                """
                offers:
                - name: told
                  currency: EUR
                  notifications: [{name: rich, on: balance, above: 5.00}]
                  prices: [{name: sms, match: {service: sms}, amount: 0.10}]
                """);
        try (Receiver receiver = new Receiver()) {
            String[] settings = {
                "database.url=none",
                "catalog.directory=" + catalog,
                "notifications.webhook.url=" + receiver.url(),
                "notifications.webhook.secret=" + Receiver.SECRET
            };
            receiver.answer(503);
            Received refused;
            try (ServerProcess server = ServerProcess.start(data, settings)) {
                post(server.http(), "", "{\"identities\":[\"e164:" + NUMBER + "\"],\"offer\":\"told\"}");
                post(server.http(), "/" + NUMBER + "/top-ups", "{\"amount\":\"6.00EUR\"}");
                refused = receiver.next();
                assertThat(refused.body().at("/data/name").asText()).isEqualTo("rich");
                server.kill();
            }
            receiver.answer(204);
            try (ServerProcess server = ServerProcess.start(data, settings)) {
                while (receiver.taken().isEmpty()) {
                    assertThat(receiver.next())
                            .as("an attempt after the restart")
                            .isNotNull();
                }
                Received taken = receiver.taken().get(0);
                assertThat(taken.id()).isEqualTo(refused.id());
                assertThat(taken.signed()).isTrue();
                assertThat(taken.body()).isEqualTo(refused.body());
                post(server.http(), "/" + NUMBER + "/adjustments", "{\"amount\":\"-3.00EUR\",\"reason\":\"test\"}");
                post(server.http(), "/" + NUMBER + "/top-ups", "{\"amount\":\"3.00EUR\"}");
                while (receiver.taken().size() < 2) {
                    assertThat(receiver.next()).as("the next crossing").isNotNull();
                }
                assertThat(receiver.taken().get(1).id()).isNotEqualTo(refused.id());
                server.stop();
            }
        }
    }
}
