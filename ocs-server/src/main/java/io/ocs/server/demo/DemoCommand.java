package io.ocs.server.demo;

import io.ocs.server.StartException;
import io.ocs.server.assembly.OcsServer;
import io.ocs.server.config.ConfigLoader;
import io.ocs.server.config.OcsConfig;
import io.ocs.server.reconcile.Reconciliation;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ocs demo}: starts everything, plays network elements, and does the books twice at the end. */
@Command(
        name = "demo",
        description = {
            "Starts a server with everything embedded, a few hundred subscribers and simulated network elements, shows what happens, and at "
                    + "the end reconciles journal, charging data records, client logs and balances to the last micro-unit.",
            "",
            "Exit code: 0 all are equal, 1 they are not or something failed, 2 usage. Ctrl-C ends it cleanly and reconciles."
        },
        sortOptions = false)
public final class DemoCommand implements Callable<Integer> {
    private static final int RATE_MAX = 100_000;

    private final ConfigLoader loader;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = Time.class,
            description = "How long, like 60s, 5m or 1h (default: until Ctrl-C).")
    private Duration duration;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "40",
            description = "Sessions and events begun a second (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of all that is left to chance (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description = "Keep all data in this new or empty folder (default: a temporary one, removed at the end).")
    private Path keep;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Sets one key of the server's configuration; may be repeated (keys: config/ocs.yaml).")
    private List<String> assignments = new ArrayList<>();

    /** Reads {@code 60s}, {@code 5m}, {@code 1m30s}. */
    static final class Time implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return Duration.parse("PT" + text);
        }
    }

    public DemoCommand() {
        this(ConfigLoader.ofProcess());
    }

    DemoCommand(ConfigLoader loader) {
        this.loader = loader;
    }

    @Override
    public Integer call() throws IOException, StartException, InterruptedException {
        if (rate < DemoLoad.RATE_MIN || rate > RATE_MAX) {
            throw new ParameterException(
                    spec.commandLine(), "--rate wants a number from " + DemoLoad.RATE_MIN + " to " + RATE_MAX);
        }
        if (duration != null && (duration.isNegative() || duration.isZero())) {
            throw new ParameterException(spec.commandLine(), "--for wants a time like 60s");
        }
        PrintWriter out = spec.commandLine().getOut();
        try (Interrupt interrupt = new Interrupt();
                DemoFolder folder = DemoFolder.create(keep)) {
            int code = run(folder, interrupt, out);
            interrupt.exitCode(code);
            return code;
        }
    }

    private int run(DemoFolder folder, Interrupt interrupt, PrintWriter out)
            throws IOException, StartException, InterruptedException {
        Steps steps = new Steps(out);
        steps.say("data in " + folder.root() + (keep == null ? ", removed at the end" : ", kept"));
        OcsConfig config = loader.load(folder.writeConfig(), null, assignments);
        try (OcsServer server = OcsServer.start(config)) {
            steps.done("server and database are ready: Diameter "
                    + text(server.diameterAddresses().get(0)) + ", HTTP " + text(server.httpAddress()));
            DemoSubscribers.provision(server.httpAddress());
            steps.done(DemoSubscribers.count() + " subscribers on four offers");
            Reconciliation result = charge(server, config, folder, interrupt, steps, out);
            out.println();
            out.print(result.text());
            out.flush();
            return result.allEqual() ? 0 : 1;
        }
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    private Reconciliation charge(
            OcsServer server, OcsConfig config, DemoFolder folder, Interrupt interrupt, Steps steps, PrintWriter out)
            throws IOException, InterruptedException {
        try (DemoLoad load =
                DemoLoad.connect(server.diameterAddresses().get(0), config.diameter(), folder, rate, seed)) {
            steps.done("network elements connected, " + rate + " sessions a second, seed " + seed);
            load.start();
            DemoView view = DemoView.of(out);
            DemoStatus.Source source = new DemoStatus.Source(server, load);
            long untilNanos = duration == null ? Long.MAX_VALUE : duration.toNanos();
            boolean ended = false;
            while (!ended && source.elapsedNanos() < untilNanos && !load.isBroken()) {
                long pause = Math.min(view.intervalNanos(), untilNanos - source.elapsedNanos());
                ended = interrupt.await(pause);
                view.show(source.now());
            }
            steps.begin();
            load.finish();
            steps.done("sessions ended");
            DemoAudit audit = new DemoAudit(server, config, load.logs());
            steps.done(
                    audit.drain() ? "all charging data records delivered" : "NOT all charging data records delivered");
            Reconciliation result = audit.reconcile();
            steps.done("journal, records, client logs and balances read again");
            return result;
        }
    }
}
