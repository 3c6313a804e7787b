package io.ocs.server.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocs.server.access.Role;
import io.ocs.server.access.Token;
import io.ocs.server.access.TokenFile;
import io.ocs.server.cli.ClientOptions.Output;
import io.ocs.server.config.OcsConfig;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ocs token create|list|revoke}. */
@Command(
        name = "token",
        description = {
            "Makes, lists and takes away tokens for the administration. They stand, as hashes, in the file that http.tokens names; a running server notices "
                    + "a change within a second, no restart is needed.",
            "",
            "Roles: viewer (metrics, alarms, positions), care (also subscribers, sessions, top-ups), operator (also provisioning), admin (also removal and "
                    + "backups)."
        },
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  export OCS_TOKEN=$(ocs token create --role operator --name alice)",
            "  ocs token create --role viewer --name prometheus > /etc/prometheus/ocs.token",
            "  ocs token list",
            "  ocs token revoke alice"
        })
public final class TokenCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is wanted: create, list or revoke");
    }

    @Command(
            name = "create",
            description = "Makes a token and shows it, alone on a line: once, as only its hash is kept.")
    int create(
            @Option(
                            names = "--name",
                            required = true,
                            paramLabel = "NAME",
                            description = "Whose it is: stands in the audit log.")
                    String name,
            @Option(names = "--role", required = true, paramLabel = "ROLE", description = "${COMPLETION-CANDIDATES}.")
                    Role role,
            @Mixin Target target) {
        String secret = target.file().add(name, role, Instant.now().truncatedTo(ChronoUnit.SECONDS));
        spec.commandLine().getOut().println(secret);
        spec.commandLine().getOut().flush();
        return 0;
    }

    @Command(name = "list", description = "Lists whose tokens there are.")
    int list(
            @Option(
                            names = "--output",
                            paramLabel = "FORM",
                            defaultValue = "table",
                            description = "table or json (default: ${DEFAULT-VALUE}).")
                    Output output,
            @Mixin Target target) {
        Table table = new Table("NAME", "ROLE", "CREATED");
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putArray("tokens");
        for (Token token : target.file().read()) {
            table.row(token.name(), token.role().label(), token.created().toString());
            json.withArray("tokens")
                    .addObject()
                    .put("name", token.name())
                    .put("role", token.role().label())
                    .put("created", token.created().toString());
        }
        spec.commandLine()
                .getOut()
                .println(
                        output == Output.JSON
                                ? json.toPrettyString()
                                : table.toString().stripTrailing());
        spec.commandLine().getOut().flush();
        return 0;
    }

    @Command(name = "revoke", description = "Takes a token away: whoever has it gets 401 from now on.")
    int revoke(@Parameters(paramLabel = "NAME", description = "Whose it is.") String name, @Mixin Target target) {
        target.file().revoke(name);
        spec.commandLine().getOut().println("revoked the token of " + name);
        spec.commandLine().getOut().flush();
        return 0;
    }

    /** Which file: the configuration's, or one that is named. */
    static final class Target {
        @Option(
                names = "--file",
                paramLabel = "FILE",
                description = "File of the tokens (default: that of http.tokens).")
        private Path file;

        @Option(
                names = "--config",
                paramLabel = "FILE",
                description = "Configuration (default: config/ocs.yaml beside the launcher).")
        private Path config;

        TokenFile file() {
            if (file != null) {
                return new TokenFile(file.toAbsolutePath());
            }
            OcsConfig settings = io.ocs.server.config.ConfigLoader.ofProcess().load(config, null, java.util.List.of());
            return new TokenFile(
                    settings.http()
                            .tokens()
                            .orElseThrow(
                                    () -> new CommandFailure(
                                            "the configuration has no http.tokens: set it to the file where tokens are to be, or name one with --file")));
        }
    }
}
