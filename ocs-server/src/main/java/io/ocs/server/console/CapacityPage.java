package io.ocs.server.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What there is room for. */
public final class CapacityPage {
    private static final int POLL_S = 10;

    private CapacityPage() {}

    /** @param capacity {@code /admin/v1/capacity} */
    public static Screen screen(JsonNode capacity) {
        Html content = new Html()
                .add(facts(capacity))
                .element("h2", "Image")
                .add(tables(capacity.path("tables")))
                .element("h2", "Disks")
                .add(disks(capacity.path("disks")))
                .element(
                        "p",
                        "Days left go on from how it has grown since the server was started, at most a day back; none are told for what does not grow, or before"
                                + " ten minutes have passed.",
                        "class",
                        "hint");
        JsonNode headroom = capacity.path("headroom");
        String sentence = Texts.figure(headroom.path("percent"), 0) + " % headroom, least at "
                + Texts.of(headroom.path("least")) + ".";
        return new Screen("Capacity", Section.CAPACITY, Live.part(Section.CAPACITY.path(), POLL_S, sentence, content));
    }

    private static Html facts(JsonNode capacity) {
        return new Facts()
                .fact("Requests a second, now", Texts.figure(capacity.path("requests"), 0))
                .fact("most in ten minutes", Texts.figure(capacity.path("requestsMost"), 0))
                .fact("if the processors were full", Texts.figure(capacity.path("requestsPossible"), 0))
                .fact(
                        "Load of the processors by this process",
                        Texts.figure(capacity.path("processorPercent"), 0) + " % of "
                                + Texts.count(capacity.path("processors")))
                .end();
    }

    private static Html tables(JsonNode tables) {
        Grid grid = new Grid(
                "Tables of the image",
                "There is none.",
                List.of("Table", "Shard", "Entries", "At most", "Filled", "Days left"));
        for (JsonNode table : tables) {
            grid.row(table.path("table").asText())
                    .number(table.path("shard").asText())
                    .number(Texts.count(table.path("entries")))
                    .number(Texts.count(table.path("capacity")))
                    .cell(meter(table))
                    .number(Texts.figure(table.path("daysLeft"), 1));
        }
        return grid.end();
    }

    private static Html meter(JsonNode table) {
        String percent = Texts.figure(table.path("percent"), 1) + " %";
        return new Html()
                .element(
                        "meter",
                        percent,
                        "min",
                        "0",
                        "max",
                        "100",
                        "high",
                        "80",
                        "value",
                        table.path("percent").asText(),
                        "aria-label",
                        "Filled: " + table.path("table").asText())
                .text(" " + percent);
    }

    private static Html disks(JsonNode disks) {
        Grid grid = new Grid("Disks", "Nothing is known yet.", List.of("Folder", "Free", "Days left"));
        for (JsonNode disk : disks) {
            grid.row(disk.path("place").asText())
                    .number(disk.path("freeOctets").asLong() < 0 ? "unknown" : Texts.octets(disk.path("freeOctets")))
                    .number(Texts.figure(disk.path("daysLeft"), 1));
        }
        return grid.end();
    }
}
