package io.ocs.server.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The way of charging data records out of the house: how far files and database are, and the files that were closed last. */
public final class CdrPage {
    private static final int POLL_S = 15;

    private CdrPage() {}

    /**
     * @param cdrs {@code /admin/v1/cdrs}
     * @param files {@code /admin/v1/cdrs/files}
     */
    public static Screen screen(JsonNode cdrs, JsonNode files) {
        Html content = deliveries(cdrs.path("deliveries"))
                .element("h2", "Files")
                .element("p", "In " + Texts.of(files.path("directory")), "class", "hint")
                .add(closed(files.path("files")))
                .element("h2", "Database");
        content.element(
                "p",
                cdrs.path("embeddedDatabase").isTextual()
                        ? "Embedded: " + cdrs.path("embeddedDatabase").textValue()
                        : hasDatabase(cdrs)
                                ? "The operator's own, database.url."
                                : "None: records go into files only.");
        return new Screen(
                "Charging data records",
                Section.CDRS,
                Live.part(Section.CDRS.path(), POLL_S, sentence(cdrs.path("deliveries")), content));
    }

    private static boolean hasDatabase(JsonNode cdrs) {
        return cdrs.path("deliveries").findValuesAsText("sink").contains("database");
    }

    private static String sentence(JsonNode deliveries) {
        long lagMs = 0;
        int troubled = 0;
        for (JsonNode delivery : deliveries) {
            lagMs = Math.max(lagMs, delivery.path("lagMs").asLong());
            troubled += delivery.path("state").asText().equals("running") ? 0 : 1;
        }
        String lag = "At most " + lagMs / 1_000 + " s behind";
        return troubled == 0 ? lag + "." : lag + "; " + troubled + " of " + deliveries.size() + " not running.";
    }

    private static Html deliveries(JsonNode deliveries) {
        Grid grid = new Grid(
                "Ways out",
                "There is none.",
                List.of("Sink", "Shard", "State", "Journal position", "Behind, octets", "Behind, ms", "Last error"));
        for (JsonNode delivery : deliveries) {
            grid.row(delivery.path("sink").asText())
                    .number(delivery.path("shard").asText())
                    .cell(Texts.of(delivery.path("state")))
                    .number(Texts.count(delivery.path("position")))
                    .number(Texts.count(delivery.path("lagOctets")))
                    .number(Texts.count(delivery.path("lagMs")))
                    .cell(Texts.of(delivery.path("lastError")));
        }
        return new Html().add(grid.end());
    }

    private static Html closed(JsonNode files) {
        Grid grid = new Grid("Files closed last", "No file was closed yet.", List.of("File", "Size", "Closed"));
        for (JsonNode file : files) {
            grid.row(file.path("file").asText())
                    .number(Texts.octets(file.path("octets")))
                    .cell(Texts.time(file.path("closed")));
        }
        return grid.end();
    }
}
