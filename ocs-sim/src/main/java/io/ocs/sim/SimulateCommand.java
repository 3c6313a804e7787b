package io.ocs.sim;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ocs simulate}: a network element from the command line. */
@Command(
        name = "simulate",
        description = "Plays network elements against a server over Diameter Gy/Ro, and prints what it answered.",
        sortOptions = false,
        usageHelpAutoWidth = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  One hundred data sessions, ten a second, to this machine:",
            "    ocs simulate",
            "  A mix of services for a minute, one request in ten repeated:",
            "    ocs simulate --scenario mix --rate 50 --for 60s --repeats 100",
            "  Calls of one subscriber, each request and answer noted in a file:",
            "    ocs simulate --connect 192.0.2.7:3868 --scenario voice \\",
            "        --from 491700000001 --count 1 --log calls.jsonl",
            "",
            "Exit code: 0 all requests were answered (a refusal is an answer),",
            "1 not connected, requests without answer, or a repeat that was",
            "answered otherwise, 2 wrong usage."
        })
public final class SimulateCommand implements Callable<Integer> {
    enum Output {
        TABLE,
        JSON
    }

    private static final long PROGRESS_S = 5;
    private static final long EXIT_MAX_S = 30;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--connect",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:3868",
            description = "Diameter address of the server (default: ${DEFAULT-VALUE}).")
    private String connect;

    @Option(
            names = "--server-host",
            paramLabel = "NAME",
            defaultValue = "ocs.example.com",
            description = "Origin-Host of the server (default: ${DEFAULT-VALUE}).")
    private String serverHost;

    @Option(
            names = "--server-realm",
            paramLabel = "REALM",
            defaultValue = "example.com",
            description = "Realm of the server (default: ${DEFAULT-VALUE}).")
    private String serverRealm;

    @Option(
            names = "--origin-host",
            paramLabel = "NAME",
            defaultValue = "sim.example.com",
            description = "Our Origin-Host (default: ${DEFAULT-VALUE}).")
    private String originHost;

    @Option(
            names = "--origin-realm",
            paramLabel = "REALM",
            defaultValue = "example.com",
            description = "Our Origin-Realm (default: ${DEFAULT-VALUE}).")
    private String originRealm;

    @Option(
            names = "--scenario",
            paramLabel = "NAME",
            defaultValue = "data",
            description = "data, voice, sms, event, or mix for several (default: ${DEFAULT-VALUE}).")
    private String scenario;

    @Option(
            names = "--mix",
            paramLabel = "WEIGHTS",
            defaultValue = "data=6,voice=2,sms=1,event=1",
            description = "With --scenario mix: how often each is played (default: ${DEFAULT-VALUE}).")
    private String mix;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "10",
            description = "Sessions started a second (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--sessions",
            paramLabel = "N",
            description = "Sessions started in all (default: 100, or no bound with --for).")
    private Long sessions;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Start sessions for so long, e.g. 500ms, 60s, 5m, 2h; then end those that are open.")
    private Duration duration;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Most sessions open at a time (default: ${DEFAULT-VALUE}).")
    private int concurrency;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of all that is left to chance (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--from",
            paramLabel = "MSISDN",
            defaultValue = "491700000000",
            description =
                    "First number of the subscribers; IMSIs are 001010000000000 + index (default: ${DEFAULT-VALUE}).")
    private long from;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "1000",
            description = "How many subscribers (default: ${DEFAULT-VALUE}).")
    private int count;

    @Option(
            names = "--destinations",
            paramLabel = "PREFIX",
            split = ",",
            defaultValue = "4930",
            description = "First digits of the numbers called, country code first (default: ${DEFAULT-VALUE}).")
    private List<String> destinations;

    @Option(
            names = "--updates",
            paramLabel = "N",
            defaultValue = "5",
            description = "Most updates of a session (default: ${DEFAULT-VALUE}).")
    private int updates;

    @Option(
            names = "--think-time",
            paramLabel = "TIME",
            defaultValue = "200ms",
            converter = DurationConverter.class,
            description = "Mean time between the requests of a session (default: ${DEFAULT-VALUE}).")
    private Duration thinkTime;

    @Option(
            names = "--repeats",
            paramLabel = "N",
            defaultValue = "0",
            description = "So many of a thousand requests are sent again with the T flag, and must be answered alike"
                    + " (default: ${DEFAULT-VALUE}).")
    private int repeats;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = DurationConverter.class,
            description = "Wait so long for each answer (default: ${DEFAULT-VALUE}).")
    private Duration timeout;

    @Option(
            names = "--connect-timeout",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = DurationConverter.class,
            description = "Wait so long for the connection (default: ${DEFAULT-VALUE}).")
    private Duration connectTimeout;

    @Option(
            names = "--log",
            paramLabel = "FILE",
            description = "Note every request and answer in a file, one JSON object a line.")
    private Path log;

    @Option(
            names = "--output",
            paramLabel = "FORM",
            defaultValue = "table",
            description = "table or json (default: ${DEFAULT-VALUE}).")
    private String output;

    @SuppressWarnings("UnusedVariable") // picocli sees to it
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean help;

    @Override
    public Integer call() throws InterruptedException {
        NetworkElementOptions elementOptions = usage(this::elementOptions);
        SimulationOptions options = usage(this::options);
        Output form = usage(() -> Output.valueOf(output.toUpperCase(Locale.ROOT)));
        CountDownLatch over = new CountDownLatch(1);
        try (NetworkElement element = NetworkElement.connect(elementOptions)) {
            Simulation simulation = new Simulation(element, options);
            endOnExit(simulation, over);
            SimulationReport report = run(simulation);
            print(report, form);
            return report.isSound() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        } catch (IOException e) {
            spec.commandLine().getErr().println("ocs simulate: " + e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        } finally {
            over.countDown();
        }
    }

    private void print(SimulationReport report, Output form) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (form == Output.JSON) {
            out.println(ReportPrinter.json(report));
            out.flush();
        } else {
            ReportPrinter.table(report, out);
        }
    }

    private SimulationReport run(Simulation simulation) throws IOException, InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        ScheduledExecutorService progress = Executors.newSingleThreadScheduledExecutor();
        try {
            var unused = progress.scheduleAtFixedRate(
                    () -> err.println(ReportPrinter.line(simulation.report())),
                    PROGRESS_S,
                    PROGRESS_S,
                    TimeUnit.SECONDS);
            return simulation.run();
        } finally {
            progress.shutdownNow();
        }
    }

    /** Ctrl-C ends the sessions, and waits until the report is printed and the peer has our DPR. */
    private static void endOnExit(Simulation simulation, CountDownLatch over) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            simulation.end();
            try {
                over.await(EXIT_MAX_S, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    private NetworkElementOptions elementOptions() {
        int colon = connect.lastIndexOf(':');
        if (colon < 1 || !connect.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException("connect: '" + connect + "' is not of the form host:port");
        }
        return NetworkElementOptions.of(
                        connect.substring(0, colon), Integer.parseInt(connect.substring(colon + 1)), originHost)
                .withServer(serverHost, serverRealm)
                .withOriginRealm(originRealm)
                .withTimeouts(connectTimeout, timeout);
    }

    private SimulationOptions options() {
        long bound = sessions != null ? sessions : duration != null ? SimulationOptions.UNBOUNDED : 100;
        Mix played = scenario.equals("mix") ? Mix.parse(mix) : Mix.parse(scenario + "=1");
        return SimulationOptions.defaults()
                .withMix(played)
                .withLoad(rate, bound, duration, concurrency)
                .withSeed(seed)
                .withSubscribers(from, count)
                .withDestinations(destinations)
                .withSessions(updates, thinkTime.toMillis())
                .withRepeats(repeats)
                .withLog(log);
    }

    private <T> T usage(Supplier<T> reader) {
        try {
            return reader.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
