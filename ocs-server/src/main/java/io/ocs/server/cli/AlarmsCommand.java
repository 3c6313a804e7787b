package io.ocs.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ocs alarms}. */
@Command(
        name = "alarms",
        description = {
            "Lists what is wrong now, and what was and is no more since the server was started. Each alarm has a page that says what to do: its runbook.",
            "",
            "Exit code: 0 listed, whatever is raised; 1 no answer; 2 usage."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  ocs alarms", "  ocs alarms --output json | jq -e '.active | length == 0'"})
public final class AlarmsCommand implements Callable<Integer> {
    @Mixin
    private ClientOptions server;

    @Override
    public Integer call() {
        JsonNode alarms = server.client().get("/admin/v1/alarms");
        server.print(alarms, text(alarms));
        return 0;
    }

    private static String text(JsonNode alarms) {
        StringBuilder text = new StringBuilder();
        if (alarms.path("active").isEmpty()) {
            text.append("nothing is wrong\n");
        }
        for (JsonNode alarm : alarms.path("active")) {
            text.append(Table.cell(alarm, "severity", "")).append("  ").append(Table.cell(alarm, "id", ""));
            text.append("  since ").append(Table.cell(alarm, "raised", ""));
            text.append("\n  ").append(Table.cell(alarm, "probableCause", ""));
            text.append("\n  found:    ").append(Table.cell(alarm, "detail", ""));
            text.append("\n  to do:    ").append(Table.cell(alarm, "whatToDo", ""));
            text.append("\n  runbook:  ")
                    .append(Table.cell(alarm, "runbook", ""))
                    .append('\n');
        }
        if (!alarms.path("recent").isEmpty()) {
            text.append('\n').append(recent(alarms.path("recent")));
        }
        return text.toString();
    }

    private static Table recent(JsonNode recent) {
        Table table = new Table("OVER", "SEVERITY", "RAISED", "CLEARED", "FOUND");
        for (JsonNode alarm : recent) {
            table.row(
                    Table.cell(alarm, "id", ""),
                    Table.cell(alarm, "severity", ""),
                    Table.cell(alarm, "raised", ""),
                    Table.cell(alarm, "cleared", ""),
                    Table.cell(alarm, "detail", ""));
        }
        return table;
    }
}
