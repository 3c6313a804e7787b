package io.ocs.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ocs catalog rollback}. */
@Command(
        name = "rollback",
        description = {
            "Brings the content of an earlier version of the catalogue into force again, as a new version: the history goes on, and nothing that was charged "
                    + "changes. Refused as 'ocs catalog apply' is, also if subscribers have an offer that the earlier version does not have.",
            "",
            "Exit code: 0 in force (also if it was already), 1 refused, 2 usage."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  ocs catalog history",
            "  ocs catalog rollback --reason \"roaming was priced per kB\"",
            "  ocs catalog rollback 5 --reason \"as it was in December\" --expect 8"
        })
final class CatalogRollbackCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "VERSION",
            arity = "0..1",
            description = "Number of the version (default: the one before that in force).")
    private Integer version;

    @Mixin
    private CatalogChangeOptions change;

    @Mixin
    private ClientOptions server;

    @Override
    public Integer call() {
        AdminClient admin = server.client();
        JsonNode inForce = admin.get("/admin/v1/catalog");
        int wanted = version == null ? inForce.path("version").asInt() - 1 : version;
        if (wanted < 1) {
            throw new CommandFailure("version 1 of the catalogue is in force: there is none before it");
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("version", wanted);
        JsonNode answer = admin.post("/admin/v1/catalog/rollback", change.addTo(body, inForce));
        server.print(answer, CatalogChangeOptions.text(answer));
        return 0;
    }
}
