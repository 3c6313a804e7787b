package io.ocs.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocs.rating.catalog.CatalogException;
import io.ocs.rating.catalog.CatalogFiles;
import io.ocs.rating.catalog.TariffCatalog;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ocs catalog apply}. */
@Command(
        name = "apply",
        description = {
            "Brings a catalogue into force on the running server, without a restart and without a request that fails: it is read, compiled and written into "
                    + "the data folder first, and if anything is wrong with it, everything stays as it is. Then every shard takes it between two "
                    + "requests. It gets the next number, which the journal notes with each charge.",
            "",
            "Open sessions: catalog.running-sessions in config/ocs.yaml. Refused, too, is a catalogue without an offer that subscribers have.",
            "",
            "Exit code: 0 in force (also if it was already), 1 refused, 2 usage."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  ocs catalog diff config/catalog drafts/january",
            "  ocs catalog apply drafts/january --reason \"prices of January, agreed with sales\"",
            "  ocs catalog apply drafts/january --reason \"prices of January\" --expect 7 --validate-only"
        })
final class CatalogApplyCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR|FILE", description = "The catalogue's directory, or a catalogue of one file.")
    private Path source;

    @Mixin
    private CatalogChangeOptions change;

    @Option(names = "--validate-only", description = "Only tell whether the server would take it.")
    private boolean validateOnly;

    @Mixin
    private ClientOptions server;

    @Override
    public Integer call() {
        AdminClient admin = server.client();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.set("files", files());
        change.addTo(body, admin.get("/admin/v1/catalog")).put("validateOnly", validateOnly);
        JsonNode version = admin.post("/admin/v1/catalog/versions", body);
        server.print(
                version,
                version.path("status").asText().equals("valid")
                        ? "Nothing is wrong: the server would take it."
                        : CatalogChangeOptions.text(version));
        return 0;
    }

    /** Looked at here before it is sent, since only its reading tells which files belong to it. */
    private ObjectNode files() {
        CatalogFiles files = CatalogFiles.in(source);
        try {
            TariffCatalog.loadForChange(files);
        } catch (CatalogException e) {
            throw new CommandFailure(
                    "the catalogue is refused:\n" + e.getMessage() + "\n'ocs catalog validate' tells more", e);
        }
        ObjectNode contents = JsonNodeFactory.instance.objectNode();
        files.contents().forEach((name, content) -> contents.put(name, new String(content, UTF_8)));
        return contents;
    }
}
