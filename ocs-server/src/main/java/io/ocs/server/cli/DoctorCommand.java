package io.ocs.server.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocs.server.cli.ClientOptions.Output;
import io.ocs.server.config.ConfigException;
import io.ocs.server.config.OcsConfig;
import io.ocs.server.doctor.Doctor;
import io.ocs.server.doctor.Finding;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ocs doctor}. */
@Command(
        name = "doctor",
        description = {
            "Looks whether a server can run here: JDK and its flags, ports, folders, disk speed and room, clock, limits, certificates, tokens, database; "
                    + "and says what to do about what it finds. Changes nothing; it may run beside a server, whose ports are then in use.",
            "",
            "Exit code: 0 nothing bad, warnings or not; 1 something that will not work; 2 usage."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  ocs doctor",
            "  ocs doctor --config config/production.yaml",
            "  ocs doctor --output json | jq '.findings[] | select(.level != \"ok\")'"
        })
public final class DoctorCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private FolderOptions folder;

    @Option(
            names = "--output",
            paramLabel = "FORM",
            defaultValue = "table",
            description = "table or json (default: ${DEFAULT-VALUE}).")
    private Output output;

    @Override
    public Integer call() {
        List<Finding> findings = findings();
        spec.commandLine()
                .getOut()
                .println(
                        output == Output.JSON
                                ? json(findings).toPrettyString()
                                : text(findings).stripTrailing());
        spec.commandLine().getOut().flush();
        return findings.stream().anyMatch(finding -> finding.level() == Finding.Level.BAD) ? 1 : 0;
    }

    private List<Finding> findings() {
        OcsConfig config;
        try {
            config = folder.config();
        } catch (ConfigException e) {
            return List.of(new Finding(
                    Finding.Level.BAD,
                    "configuration",
                    e.getMessage(),
                    "put it right and come back: nothing else was looked at"));
        }
        return Doctor.examine(config);
    }

    private static ObjectNode json(List<Finding> findings) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putArray("findings");
        for (Finding finding : findings) {
            json.withArray("findings")
                    .addObject()
                    .put("level", finding.level().label())
                    .put("what", finding.what())
                    .put("found", finding.found())
                    .put("fix", finding.fix());
        }
        return json;
    }

    private static String text(List<Finding> findings) {
        StringBuilder text = new StringBuilder();
        for (Finding finding : findings) {
            text.append(String.format("%-5s %s: %s%n", finding.level().label(), finding.what(), finding.found()));
            if (!finding.fix().isEmpty()) {
                text.append(String.format("      to do: %s%n", finding.fix()));
            }
        }
        return text.toString();
    }
}
