package io.ocs.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocs.core.SubscriptionId;
import io.ocs.server.audit.AuditKey;
import io.ocs.server.audit.AuditVerifier;
import io.ocs.server.audit.AuditVerifier.Report;
import io.ocs.server.cli.ClientOptions.Output;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ocs audit verify|show}. */
@Command(
        name = "audit",
        description =
                "Reads the audit log of a data folder: every change over the administration, who made it, and what came of it. Needs no running "
                        + "server, and may run beside one.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ocs audit verify",
            "  ocs audit verify --expect 1204:9f86d081884c7d65…   the head that an earlier run has shown is still in it",
            "  ocs audit show --subscriber 491700000001",
            "  ocs audit show | jq 'select(.who == \"alice\")'"
        })
public final class AuditCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is wanted: verify or show");
    }

    @Command(
            name = "verify",
            description = {
                "Checks that no line was changed, left out, put in or exchanged since it was written, and names the first that was. Shows the head: the "
                        + "number and hash of the last line. Keep it elsewhere: whoever can write the files can cut lines off the end, or write all of "
                        + "them anew, and only an earlier head tells.",
                "",
                "Exit code: 0 as it was written, 1 not, or it cannot be read, 2 usage."
            })
    int verify(
            @Option(
                            names = "--expect",
                            paramLabel = "HEAD",
                            description = "A head shown earlier, which must be in the log.")
                    String expected,
            @Option(
                            names = "--output",
                            paramLabel = "FORM",
                            defaultValue = "table",
                            description = "table or json (default: ${DEFAULT-VALUE}).")
                    Output output,
            @Mixin FolderOptions folder) {
        Report report = run(folder, expected, line -> {});
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("lines", report.lines())
                .put("head", report.head())
                .put("good", report.problems().isEmpty());
        report.problems().forEach(json.putArray("problems")::add);
        report.withoutResult().forEach(json.putArray("withoutResult")::add);
        PrintWriter out = spec.commandLine().getOut();
        out.println(output == Output.JSON ? json.toPrettyString() : text(report));
        out.flush();
        return report.problems().isEmpty() ? 0 : 1;
    }

    private static String text(Report report) {
        String good = report.lines() + " lines are as they were written, head " + report.head();
        String open = report.withoutResult().isEmpty()
                ? ""
                : "\nwithout a result, under way or cut short by the end of the server: changes "
                        + report.withoutResult();
        return report.problems().isEmpty()
                ? good + open
                : String.join("\n", report.problems()) + "\nbefore that, " + good;
    }

    @Command(
            name = "show",
            description =
                    "Prints the log, one JSON object a line, and ends with 1 at the first line that is not as it was written.")
    int show(
            @Option(
                            names = "--subscriber",
                            paramLabel = "MSISDN",
                            description =
                                    "Only what was asked for by this identity, and what came of it; also imsi:…, sip-uri:….")
                    String subscriber,
            @Mixin FolderOptions folder)
            throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Consumer<JsonNode> visitor =
                subscriber == null ? out::println : new Subject(mask(folder, subscriber), out)::visit;
        Report report = run(folder, null, visitor);
        out.flush();
        report.problems().forEach(spec.commandLine().getErr()::println);
        return report.problems().isEmpty() ? 0 : 1;
    }

    private static String mask(FolderOptions folder, String subscriber) throws IOException {
        SubscriptionId identity = SubscriptionId.parse(subscriber);
        return AuditKey.read(path(folder)).mask(identity.type().label(), identity.data());
    }

    private static Path path(FolderOptions folder) {
        return folder.config().dataDir().resolve("audit");
    }

    private static Report run(FolderOptions folder, String expected, Consumer<JsonNode> visitor) {
        try {
            return new AuditVerifier(path(folder), visitor).run(expected);
        } catch (IOException e) {
            throw new CommandFailure(
                    "the audit log cannot be read: " + e.getMessage() + "; name the data folder with --data DIR", e);
        }
    }

    /** Lines about one subscriber, and their results. */
    private static final class Subject {
        private final String mask;
        private final PrintWriter out;
        private final java.util.Set<Long> shown = new java.util.HashSet<>();

        Subject(String mask, PrintWriter out) {
            this.mask = mask;
            this.out = out;
        }

        void visit(JsonNode line) {
            boolean begins = line.path("subject").asText().equals(mask)
                    || line.path("details").toString().contains(mask);
            if (begins) {
                shown.add(line.path("n").asLong());
            }
            if (begins || shown.contains(line.path("of").asLong())) {
                out.println(line);
            }
        }
    }
}
