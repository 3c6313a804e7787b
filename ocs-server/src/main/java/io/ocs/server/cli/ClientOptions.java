package io.ocs.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options of every command that talks to a running server. */
final class ClientOptions {
    /** Forms of output. */
    enum Output {
        TABLE,
        JSON
    }

    private static final String TOKEN_VARIABLE = "OCS_TOKEN";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--admin",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8080",
            description = "Address of the running server's HTTP interface (default: ${DEFAULT-VALUE}).")
    private String admin;

    @Option(
            names = "--output",
            paramLabel = "FORM",
            defaultValue = "table",
            description = "table or json (default: ${DEFAULT-VALUE}).")
    private Output output;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description =
                    "Token of the administration, as 'ocs token create' has shown it; better in the environment as OCS_TOKEN, where "
                            + "no list of processes shows it.")
    private String token;

    @Option(
            names = "--authority",
            paramLabel = "FILE",
            description =
                    "With https: PEM file of the authority of the server's certificate (default: those of the Java platform).")
    private Path authority;

    AdminClient client() {
        String given = token != null ? token : System.getenv(TOKEN_VARIABLE);
        return new AdminClient(
                admin, given == null || given.isBlank() ? null : given.strip(), authority, message -> spec.commandLine()
                        .getErr()
                        .println(message));
    }

    /** Prints the answer as it came, or what the table form makes of it. */
    void print(JsonNode answer, String table) {
        spec.commandLine().getOut().println(output == Output.JSON ? answer.toPrettyString() : table.stripTrailing());
        spec.commandLine().getOut().flush();
    }

    boolean isJson() {
        return output == Output.JSON;
    }

    CommandSpec spec() {
        return spec;
    }
}
