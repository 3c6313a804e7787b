package io.ocs.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocs.server.reconcile.Reconciliation;
import io.ocs.server.reconcile.Reconciliation.HourLine;
import io.ocs.server.reconcile.Reconciliation.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A reconciliation, for people and for programs. */
final class ReconciliationReport {
    private ReconciliationReport() {}

    /** The hours, then the comparisons and what is to be said about them, then the verdict. */
    static String text(Reconciliation result) {
        List<String> header = new ArrayList<>(List.of("HOUR", "OFFER", "MOVEMENT", "UNIT", "JOURNAL"));
        result.places().forEach(place -> header.add(place.toUpperCase(Locale.ROOT)));
        header.add("");
        Table table = new Table(header.toArray(String[]::new));
        for (HourLine line : result.hours()) {
            List<String> cells = new ArrayList<>(List.of(line.hour(), line.offer(), line.movement(), line.asset()));
            cells.addAll(line.sums());
            cells.add(line.equal() ? "=" : "≠");
            table.row(cells.toArray(String[]::new));
        }
        return (table.isEmpty() ? "" : table + "\n") + result.text();
    }

    static JsonNode json(Reconciliation result) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("equal", result.allEqual());
        json.put("firstDifference", result.firstDifference().orElse(null));
        for (Line line : result.lines()) {
            json.withArray("comparisons")
                    .addObject()
                    .put("what", line.what())
                    .put("left", line.left())
                    .put("right", line.right())
                    .put("equal", line.equal())
                    .put("difference", line.difference());
        }
        for (HourLine line : result.hours()) {
            ObjectNode hour = json.withArray("hours")
                    .addObject()
                    .put("hour", line.hour())
                    .put("offer", line.offer())
                    .put("movement", line.movement())
                    .put("unit", line.asset())
                    .put("equal", line.equal())
                    .put("journal", line.sums().get(0));
            ObjectNode places = hour.putObject("places");
            for (int i = 0; i < result.places().size(); i++) {
                places.put(result.places().get(i), line.sums().get(i + 1));
            }
        }
        result.notes().forEach(json.withArray("notes")::add);
        return json;
    }
}
