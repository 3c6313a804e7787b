package io.ocs.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocs.server.metrics.FigureHistory;
import io.ocs.server.metrics.FigureHistory.Sample;
import io.ocs.server.metrics.ServerMetrics;
import io.ocs.server.metrics.ServerMetrics.Reading;
import io.vertx.ext.web.RoutingContext;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;

/** {@code /admin/v1/traffic} and {@code /admin/v1/capacity}: figures of {@code /metrics}, as those who have no Prometheus at hand want them. */
final class FigureRoutes {
    private static final double PERCENT = 100;
    private static final int DECIMALS = 3;
    private static final double SAMPLE_S = FigureHistory.SAMPLE_MS / 1_000.0;
    private static final double MEANINGFUL_LOAD = 0.02;

    private final ServerMetrics metrics;
    private final FigureHistory history;

    FigureRoutes(ServerMetrics metrics) {
        this.metrics = metrics;
        history = metrics.history();
    }

    void traffic(RoutingContext context) {
        List<String> since = context.queryParam("since");
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("everyS", SAMPLE_S);
        ArrayNode samples = json.putArray("samples");
        history.since(since.isEmpty() ? 0 : instant(since.get(0))).forEach(sample -> samples.add(json(sample)));
        Replies.json(context, 200, json);
    }

    private static long instant(String text) {
        try {
            return Instant.parse(text).toEpochMilli();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("since '" + text + "': a time like 2026-12-31T23:59:59Z is wanted", e);
        }
    }

    private static ObjectNode json(Sample sample) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("at", Instant.ofEpochMilli(sample.atMs()).toString())
                .put("requests", rounded(sample.requests()))
                .put("granted", rounded(sample.granted()))
                .put("refused", rounded(sample.refused()))
                .put("busy", rounded(sample.busy()))
                .put("failed", rounded(sample.failed()))
                .put("p50Ms", rounded(sample.p50Ms()))
                .put("p99Ms", rounded(sample.p99Ms()))
                .put("sessions", rounded(sample.sessions()))
                .put("waiting", rounded(sample.waiting()));
    }

    void capacity(RoutingContext context) {
        double load = value("ocs.process.cpu.usage");
        double requests = history.last().map(Sample::requests).orElse(0.0);
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("requests", rounded(requests))
                .put(
                        "requestsMost",
                        rounded(history.since(0).stream()
                                .mapToDouble(Sample::requests)
                                .max()
                                .orElse(0)))
                .put("requestsPossible", load > MEANINGFUL_LOAD && requests > 0 ? rounded(requests / load) : null)
                .put("processors", Runtime.getRuntime().availableProcessors())
                .put("processorPercent", rounded(PERCENT * load));
        ArrayNode tables = tables();
        json.set("headroom", headroom(load, tables));
        json.set("tables", tables);
        json.set("disks", disks());
        Replies.json(context, 200, json);
    }

    private double value(String name) {
        return metrics.readings(name).stream()
                .mapToDouble(Reading::value)
                .filter(value -> value >= 0) // also no NaN: it cannot be told yet
                .sum();
    }

    private ArrayNode tables() {
        ArrayNode tables = JsonNodeFactory.instance.arrayNode();
        List<Reading> capacities = metrics.readings("ocs.image.capacity");
        for (Reading entries : metrics.readings("ocs.image.entries")) {
            double capacity = capacities.stream()
                    .filter(other -> other.tags().equals(entries.tags()))
                    .mapToDouble(Reading::value)
                    .sum();
            ObjectNode table = tables.addObject()
                    .put("table", entries.tags().get("table"))
                    .put("shard", entries.tags().get("shard"))
                    .put("entries", (long) entries.value())
                    .put("capacity", (long) capacity)
                    .put("percent", rounded(capacity > 0 ? PERCENT * entries.value() / capacity : 0));
            table.put("daysLeft", days(history.daysUntil("ocs.image.entries", entries.tags(), capacity)));
        }
        return tables;
    }

    private ArrayNode disks() {
        ArrayNode disks = JsonNodeFactory.instance.arrayNode();
        for (Reading room : metrics.readings("ocs.disk.free.bytes")) {
            disks.addObject()
                    .put("place", room.tags().get("place"))
                    .put("freeOctets", (long) room.value())
                    .put("daysLeft", days(history.daysUntil("ocs.disk.free.bytes", room.tags(), 0)));
        }
        return disks;
    }

    /** What is scarcest: the processors, or a table. */
    private static ObjectNode headroom(double load, ArrayNode tables) {
        double least = PERCENT * (1 - Math.min(1, load));
        String where = "the processors";
        for (int i = 0; i < tables.size(); i++) {
            double room = PERCENT - tables.get(i).path("percent").asDouble();
            if (room < least) {
                least = room;
                where = "table " + tables.get(i).path("table").asText() + " of shard "
                        + tables.get(i).path("shard").asText();
            }
        }
        return JsonNodeFactory.instance
                .objectNode()
                .put("percent", rounded(least))
                .put("least", where);
    }

    private static BigDecimal days(OptionalDouble days) {
        return days.isPresent() ? rounded(Math.min(days.getAsDouble(), 1e6)) : null;
    }

    private static BigDecimal rounded(double value) {
        return Double.isFinite(value)
                ? BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_EVEN)
                : BigDecimal.ZERO;
    }
}
