package io.ocs.server.cli;

import io.ocs.server.RunningServer;
import io.ocs.server.ServerStarter;
import io.ocs.server.StartException;
import io.ocs.server.config.OcsConfig;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ocs run}. */
@Command(
        name = "run",
        description =
                "Starts a server in the foreground; prints one line 'ready …' on stdout when it serves. Ctrl-C stops it cleanly.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ocs run",
            "  ocs run --data /tmp/ocs --set http.listen=127.0.0.1:9090",
            "  ocs run --config config/lab.yaml --set lab.networks=10.45.0.0/16"
        })
public final class RunCommand implements Callable<Integer> {
    private final ServerStarter starter;

    @Spec
    private CommandSpec spec;

    @Mixin
    private FolderOptions folder;

    @Option(
            names = "--output",
            paramLabel = "FORM",
            defaultValue = "table",
            description = "table or json: form of the ready line.")
    private ClientOptions.Output output;

    public RunCommand(ServerStarter starter) {
        this.starter = starter;
    }

    @Override
    public Integer call() throws StartException, InterruptedException {
        OcsConfig settings = folder.config();
        AtomicBoolean over = new AtomicBoolean();
        try (RunningServer server = starter.start(settings)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, over), "ocs-stop"));
            PrintWriter out = spec.commandLine().getOut();
            out.println(
                    output == ClientOptions.Output.JSON
                            ? server.ready().json()
                            : server.ready().text());
            out.flush();
            return server.awaitEnd() ? 0 : 1;
        } finally {
            over.set(true);
        }
    }

    /** On a signal. The JVM's own exit code would be the signal's, which a supervisor takes for a failure: a clean stop is none. */
    private static void stop(RunningServer server, AtomicBoolean over) {
        if (over.get()) {
            return; // the server has ended by itself, and the process ends because of that
        }
        server.close();
        try {
            Runtime.getRuntime().halt(server.awaitEnd() ? 0 : 1);
        } catch (InterruptedException e) {
            Runtime.getRuntime().halt(1);
        }
    }
}
