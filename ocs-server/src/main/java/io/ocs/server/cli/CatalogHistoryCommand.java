package io.ocs.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ocs catalog history}. */
@Command(
        name = "history",
        description = {
            "Tells the versions of the running server's catalogue, the newest first, which is in force: when each came, who has brought it and why.",
            "",
            "Exit code: 0 told, 1 refused or failed, 2 usage."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = "  ocs catalog history")
final class CatalogHistoryCommand implements Callable<Integer> {
    private static final int HASH_SHOWN = 12;

    @Mixin
    private ClientOptions server;

    @Override
    public Integer call() {
        JsonNode answer = server.client().get("/admin/v1/catalog/versions");
        Table table = new Table("VERSION", "AT", "BY", "FROM", "CONTENT", "REASON");
        answer.path("versions").forEach(version -> {
            String of = version.path("of").isNull()
                    ? ""
                    : " of " + version.path("of").asInt();
            table.row(
                    version.path("version").asText(),
                    version.path("at").asText(),
                    version.path("by").asText(),
                    version.path("origin").asText() + of,
                    version.path("sha256").asText().substring(0, HASH_SHOWN),
                    version.path("reason").asText());
        });
        server.print(answer, table.toString());
        return 0;
    }
}
