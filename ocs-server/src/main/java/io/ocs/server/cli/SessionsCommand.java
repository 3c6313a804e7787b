package io.ocs.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ocs sessions [abort ID | reauthorize ID]}. */
@Command(
        name = "sessions",
        description = "Lists open sessions, aborts one, or has one re-authorized.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ocs sessions",
            "  ocs sessions --subscriber 491700000001",
            "  ocs sessions abort 'smf.example.com;1;2'",
            "  ocs sessions reauthorize 'smf.example.com;1;2'"
        })
public final class SessionsCommand implements Callable<Integer> {
    @Option(names = "--subscriber", paramLabel = "MSISDN", description = "Only sessions of this subscriber.")
    private String subscriber;

    @Option(
            names = "--limit",
            defaultValue = "100",
            description = "At most this many (default: ${DEFAULT-VALUE}, up to 1000).")
    private int limit;

    @Mixin
    private ClientOptions server;

    @Override
    public Integer call() {
        String of = subscriber == null ? "" : "&subscriber=" + AdminClient.segment(subscriber);
        JsonNode found = server.client().get("/admin/v1/sessions?limit=" + limit + of);
        server.print(
                found,
                found.path("sessions").isEmpty()
                        ? "no open sessions"
                        : table(found.path("sessions")).toString());
        return 0;
    }

    @Command(
            name = "abort",
            description =
                    "Ends a session and releases what it holds. The network element is asked to end it (ASR), and has two seconds to report what was used.",
            footerHeading = "%nExamples:%n",
            footer = "  ocs sessions abort 'smf.example.com;1;2'")
    int abort(
            @Parameters(paramLabel = "ID", description = "The Session-Id, in quotes, as it has semicolons.") String id,
            @Mixin ClientOptions target,
            @Mixin MutationOptions mutation) {
        JsonNode done =
                target.client().change("DELETE", "/admin/v1/sessions/" + AdminClient.segment(id), null, mutation.key());
        target.print(done, "aborted " + id);
        return 0;
    }

    @Command(
            name = "reauthorize",
            description =
                    "Asks the network element of a session to report what was used and to ask for units again (RAR).",
            footerHeading = "%nExamples:%n",
            footer = "  ocs sessions reauthorize 'smf.example.com;1;2'")
    int reauthorize(
            @Parameters(paramLabel = "ID", description = "The Session-Id, in quotes, as it has semicolons.") String id,
            @Mixin ClientOptions target) {
        JsonNode done = target.client().post("/admin/v1/sessions/" + AdminClient.segment(id) + "/reauthorization");
        target.print(done, done.path("detail").asText());
        return 0;
    }

    static Table table(JsonNode sessions) {
        Table table = new Table(
                "SESSION", "CONTEXT", "WHO", "SERVICES", "COST", "OPENED", "LAST REQUEST", "CLOSES WHEN SILENT");
        for (JsonNode session : sessions) {
            table.row(
                    Table.cell(session, "sessionId", ""),
                    Table.cell(session, "context", ""),
                    Table.cells(session.path("identities")),
                    services(session.path("services")),
                    Table.cell(session, "cost", ""),
                    Table.cell(session, "opened", ""),
                    Table.cell(session, "lastRequest", ""),
                    Table.cell(session, "closesWhenSilent", "never"));
        }
        return table;
    }

    private static String services(JsonNode services) {
        List<String> texts = new ArrayList<>();
        for (JsonNode service : services) {
            String group = service.path("ratingGroup").asLong() < 0
                    ? ""
                    : "rg " + service.path("ratingGroup").asText() + " ";
            texts.add(group + "used " + service.path("usedUnits").asText() + ", granted "
                    + service.path("grantedUnits").asText());
        }
        return String.join("; ", texts);
    }
}
