package io.ocs.server.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocs.core.Money;
import io.ocs.server.reconcile.JournalDump;
import io.ocs.server.send.DiameterMessage;
import io.ocs.server.trace.Trace.Message;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A trace as JSON: messages with their AVPs, and what the journal has of the account since the trace began, in the order of their times. The journal is read straight
 * from its octets; what was released meanwhile is said to be missing.
 */
public final class TraceReport {
    private static final int RECORDS_MAX = 5_000;

    private final Path dataFolder;
    private final Map<Integer, Long> committed;

    /** @param committed position behind the last durable batch, by shard */
    public TraceReport(Path dataFolder, Map<Integer, Long> committed) {
        this.dataFolder = dataFolder;
        this.committed = Map.copyOf(committed);
    }

    /** What every listing tells of a trace. */
    public static ObjectNode head(Trace trace) {
        Trace.Subject subject = trace.subject();
        return JsonNodeFactory.instance
                .objectNode()
                .put("trace", trace.id())
                .put("identity", subject.identity().toString())
                .put("by", subject.by())
                .put("begun", Instant.ofEpochMilli(subject.beginMs()).toString())
                .put("until", Instant.ofEpochMilli(subject.untilMs()).toString())
                .put("over", trace.isOver())
                .put("messages", trace.messages().size())
                .put("leftOut", trace.leftOut());
    }

    /** The whole trace. Waits for the disk. */
    public ObjectNode of(Trace trace) {
        List<ObjectNode> events = new ArrayList<>();
        trace.messages().forEach(message -> events.add(event(message)));
        ObjectNode json = head(trace);
        json.put("journal", records(trace, events));
        events.sort(Comparator.comparing(event -> Instant.parse(event.path("at").textValue())));
        ArrayNode array = json.putArray("events");
        events.forEach(array::add);
        return json;
    }

    private static ObjectNode event(Message message) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("at", Instant.ofEpochMilli(message.atMs()).toString())
                .put("kind", message.isRequest() ? "request" : "answer")
                .put("peer", message.originHost())
                .put("sessionId", message.sessionId())
                .put("octets", HexFormat.of().formatHex(message.octets()));
        ArrayNode avps = json.putArray("avps");
        if (message.octets().length > 0) {
            DiameterMessage.decode(message.octets()).avps().forEach(avp -> avps.add(avp.json()));
        }
        return json;
    }

    /** @return what is to be said of them: an empty text if nothing */
    private String records(Trace trace, List<ObjectNode> events) {
        int shard = trace.subject().shard();
        long from = trace.subject().positions().getOrDefault(shard, 0L);
        if (committed.getOrDefault(shard, 0L) <= from) {
            return "";
        }
        List<ObjectNode> records = new ArrayList<>();
        try {
            new JournalDump(dataFolder, committed, false)
                    .account(trace.subject().accountId())
                    .until(trace.subject().untilMs())
                    .run(shard, from, record -> isTaken(record, records));
        } catch (IOException | IllegalArgumentException e) {
            return "incomplete: " + e.getMessage();
        } finally {
            records.forEach(record -> events.add(event(record)));
        }
        return records.size() < RECORDS_MAX ? "" : "the first " + RECORDS_MAX + " records only";
    }

    /** Whether more is wanted. */
    private static boolean isTaken(ObjectNode record, List<ObjectNode> records) {
        records.add(record);
        return records.size() < RECORDS_MAX;
    }

    private static ObjectNode event(ObjectNode record) {
        String currency = record.path("currency").asText("");
        for (JsonNode service : record.path("services")) {
            ((ObjectNode) service)
                    .put("charged", Money.text(service.path("chargedMicros").asLong()) + currency);
            service.path("debits").forEach(debit -> ((ObjectNode) debit)
                    .put(
                            "balanceBefore",
                            debit.path("balanceAfter").asLong()
                                    + debit.path("amount").asLong()));
        }
        if (record.path("balanceAfter").isNumber() && record.path("amount").isNumber()) {
            record.put(
                    "balanceBefore",
                    record.path("balanceAfter").asLong() - record.path("amount").asLong());
        }
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("at", record.path("time").asText())
                .put("kind", "record");
        json.set("record", record);
        return json;
    }
}
