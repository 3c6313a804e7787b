package io.ocs.server.alarm;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * One message to a webhook, in the form of Standard Webhooks: {@code type}, {@code timestamp} and {@code data}.
 *
 * @param id the same for every attempt, so that its receiver knows a repeat
 * @param bornMs when what it tells of happened, milliseconds since 1970
 */
record WebhookMessage(String id, long bornMs, String body) {

    static WebhookMessage of(Alarms.Raised raised) {
        return of("alarm.raised", raised.occurrence() + "-raised", raised.sinceMs(), AlarmJson.of(raised));
    }

    static WebhookMessage of(Alarms.Cleared over) {
        return of("alarm.cleared", over.raised().occurrence() + "-cleared", over.clearedMs(), AlarmJson.of(over));
    }

    private static WebhookMessage of(String type, String id, long atMs, ObjectNode data) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("type", type)
                .put("timestamp", Instant.ofEpochMilli(atMs).toString());
        json.set("data", data);
        return new WebhookMessage(id, atMs, json.toString());
    }
}
