package io.ocs.server.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What is wrong, and what was. */
public final class AlarmsPage {
    private static final int POLL_S = 5;
    private static final String RUNBOOKS = "/console/runbooks/";

    private AlarmsPage() {}

    /** @param alarms {@code /admin/v1/alarms} */
    public static Screen screen(JsonNode alarms) {
        JsonNode active = alarms.path("active");
        Html content = new Html().add(active(active)).element("h2", "Over").add(over(alarms.path("recent")));
        String sentence = active.isEmpty() ? "No alarm is raised." : Texts.plural(active.size(), "alarm") + " raised.";
        return new Screen("Alarms", Section.ALARMS, Live.part(Section.ALARMS.path(), POLL_S, sentence, content));
    }

    private static Html active(JsonNode alarms) {
        Grid grid = new Grid(
                "Raised now",
                "No alarm is raised.",
                List.of("Alarm", "Severity", "Since", "Cause", "Found", "What to do"));
        for (JsonNode alarm : alarms) {
            String severity = alarm.path("severity").asText();
            grid.row(runbook(alarm))
                    .cell(new Html().element("strong", severity, "class", "severity " + severity))
                    .cell(Texts.time(alarm.path("raised")))
                    .cell(Texts.of(alarm.path("probableCause")))
                    .cell(Texts.of(alarm.path("detail")))
                    .cell(Texts.of(alarm.path("whatToDo")));
        }
        return grid.end();
    }

    private static Html over(JsonNode alarms) {
        Grid grid = new Grid(
                "Over, the newest first",
                "None since the start.",
                List.of("Alarm", "Severity", "Raised", "Cleared", "Found"));
        for (JsonNode alarm : alarms) {
            grid.row(runbook(alarm))
                    .cell(Texts.of(alarm.path("severity")))
                    .cell(Texts.time(alarm.path("raised")))
                    .cell(Texts.time(alarm.path("cleared")))
                    .cell(Texts.of(alarm.path("detail")));
        }
        return grid.end();
    }

    /** Their numbers keep the focus where it was when the table is fetched again. */
    private static Html runbook(JsonNode alarm) {
        String id = alarm.path("id").asText();
        return new Html()
                .element(
                        "a",
                        id,
                        "id",
                        "runbook-" + alarm.path("occurrence").asText(),
                        "href",
                        RUNBOOKS + Html.segment(id),
                        "title",
                        "Runbook");
    }
}
