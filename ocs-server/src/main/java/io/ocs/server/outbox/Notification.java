package io.ocs.server.outbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocs.core.Money;
import io.ocs.core.Octets;
import io.ocs.core.SubscriptionId;
import io.ocs.core.journal.NotificationRecord;
import io.ocs.core.journal.NotificationRecord.Subject;
import io.ocs.core.state.LifeCycle;
import java.time.Instant;
import java.util.Locale;

/**
 * One notification, as it is delivered.
 *
 * @param id the same for every attempt, also after a restart: receivers know a repeat by it
 * @param timeMs when it came about, milliseconds since 1970
 * @param body JSON, on one line
 */
public record Notification(String id, long timeMs, String body) {

    private static final int TEXT_MAX = 255;

    /** @param position of the record in the journal, which with node, shard and epoch names it for good */
    static Notification of(String node, int shard, int epoch, long position, long timeMs, NotificationRecord record) {
        String subject = label(record.subject());
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("type", "notification." + subject)
                .put("timestamp", Instant.ofEpochMilli(timeMs).toString());
        json.set("data", data(subject, record));
        String id = node + "-" + shard + "-" + epoch + "-" + position;
        return new Notification(id, timeMs, json.toString());
    }

    private static ObjectNode data(String subject, NotificationRecord record) {
        Octets text = new Octets(TEXT_MAX);
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        record.name(text);
        data.put("name", text.toString());
        record.subscription(text);
        data.put("subscriber", new SubscriptionId(record.subscriptionType(), text.toString()).toString());
        data.put("subscriberId", record.subscriberId()).put("accountId", record.accountId());
        data.put("on", subject);
        record.of(text);
        if (!text.isEmpty()) {
            data.put("of", text.toString());
        }
        values(data, record);
        return data;
    }

    /** Amounts of counters and allowances are those of the catalogue's units: micros if they count money. */
    private static void values(ObjectNode data, NotificationRecord record) {
        if (record.subject() == Subject.STATE) {
            data.put("before", label(LifeCycle.of((int) record.before())));
            data.put("after", label(LifeCycle.of((int) record.after())));
        } else if (record.subject() == Subject.BALANCE) {
            String currency = Money.currencyOf(record.currency()).getCurrencyCode();
            data.put("before", Money.text(record.before()) + currency);
            data.put("after", Money.text(record.after()) + currency);
            data.put("threshold", Money.text(record.threshold()) + currency);
        } else {
            data.put("before", record.before()).put("after", record.after()).put("threshold", record.threshold());
        }
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
