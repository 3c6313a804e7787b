package io.ocs.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
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

    AdminClient client() {
        return new AdminClient(admin, message -> spec.commandLine().getErr().println(message));
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
