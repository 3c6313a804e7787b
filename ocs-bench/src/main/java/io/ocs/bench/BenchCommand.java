package io.ocs.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code bench} command: measures the charging server beside the no-logic one, or drives load against a server that runs. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Measures the charging server beside a Diameter server without logic on the same network library, by the same client,"
                    + " in interleaved runs, and prints medians.",
            "After its load each charging server is stopped, and './ocs reconcile' compares its books (journal, charging data records, balances):"
                    + " where a cent is missing, the bench fails and keeps the data folder.",
            "With --target it only drives load against a server that runs already, whose subscribers exist."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ocs bench --quick",
            "  ocs bench --runs 1 --load 4x64,4x256 --set database.url=none --set cdr.formats=",
            "  ocs bench --only ocs --mix family --load 4x16",
            "  ocs bench --only ocs --distribution zipf --top-ups 20",
            "  ocs bench --only ocs --ramp --warmup 30s --load 4x256",
            "  ocs bench --soak 2m --load 4x64 --rate 50000",
            "  ocs bench --target 192.0.2.7:3868 --count 1000 --rate 5000"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done, every request answered with success, the books balance",
            "1:failed, or some requests were, or the books of a server do not balance",
            "2:usage"
        })
public final class BenchCommand implements Callable<Integer> {
    /** System property: the folder that the launcher {@code ocs} is in. */
    static final String HOME_PROPERTY = "ocs.home";

    private static final String OCS = "ocs";
    private static final long SOAK_LINE_NANOS = 10_000_000_000L;
    private static final String NO_LOGIC = "no-logic";

    @Option(
            names = "--quick",
            description = "One short run of each, about a minute in all; for a smoke test, not for figures.")
    private boolean quick;

    @Option(names = "--only", paramLabel = "ocs|no-logic", description = "Measure only this server.")
    private String only;

    @Option(names = "--target", paramLabel = "HOST:PORT", description = "Drive load against this server; starts none.")
    private String target;

    @Option(
            names = "--mix",
            converter = Converters.MixConverter.class,
            defaultValue = "data",
            description = {
                "What the sessions ask for (default: ${DEFAULT-VALUE}):",
                "data, data-3rg, data-wide: packet data, 1, 3 and 2 rating groups, the last with a gateway's 70 AVPs",
                "voice, sms: calls by seconds; short messages, debited at once",
                "family: data, 64 subscribers share an account; with --load 4x16 it has 64 parallel sessions",
                "iot: things, with one update of 100 octets a session"
            })
    private Mix mix;

    @Option(
            names = "--load",
            split = ",",
            converter = Converters.LoadShapeConverter.class,
            defaultValue = "4x16,4x64,4x256",
            paramLabel = "CONNECTIONSxWINDOW",
            description =
                    "Closed loops, with so many requests in flight on each connection (default: ${DEFAULT-VALUE}).")
    private List<LoadShape> shapes;

    @Option(
            names = "--rate",
            defaultValue = "0",
            paramLabel = "N",
            description =
                    "Requests per second of the open loop. By default 70 %% of what the first server reached in the middle load;"
                            + " with --target there is none by default, and with it no closed loop.")
    private long ratePerSecond;

    @Option(
            names = "--runs",
            defaultValue = "3",
            paramLabel = "N",
            description = "Runs of each server (default: ${DEFAULT-VALUE}).")
    private int runs;

    @Option(
            names = "--warmup",
            converter = Converters.DurationConverter.class,
            defaultValue = "5s",
            description = "Load on each new server before anything is measured (default: ${DEFAULT-VALUE}).")
    private Duration warmup;

    @Option(
            names = "--duration",
            converter = Converters.DurationConverter.class,
            defaultValue = "10s",
            description = "Time of each measurement (default: ${DEFAULT-VALUE}).")
    private Duration duration;

    @Option(
            names = "--from",
            defaultValue = "491700000000",
            paramLabel = "MSISDN",
            description = "First subscriber (default: ${DEFAULT-VALUE}).")
    private String from;

    @Option(
            names = "--count",
            paramLabel = "N",
            description =
                    "Subscribers that the load is spread over (default: 100000; with --mix family 64, which is one account).")
    private Long count;

    @Option(
            names = "--distribution",
            converter = Converters.DistributionConverter.class,
            defaultValue = "uniform",
            paramLabel = "uniform|zipf",
            description =
                    "How the load falls on them: on all alike, or on the k-th 1/k as often as on the first (default: ${DEFAULT-VALUE}).")
    private Distribution distribution;

    @Option(
            names = "--top-ups",
            defaultValue = "0",
            paramLabel = "PERCENT",
            description =
                    "Top-ups through the administration API beside each load, in per cent of its requests, 0 to 100, at most 32 at a time;"
                            + " the report says how many it came to (default: ${DEFAULT-VALUE}).")
    private int topUpPercent;

    @Option(names = "--hot", description = "All load on one subscriber, the first.")
    private boolean hot;

    @Option(
            names = "--client-threads",
            defaultValue = "1",
            paramLabel = "N",
            description = "Event loops of the load generator (default: ${DEFAULT-VALUE}).")
    private int clientThreads;

    @Option(
            names = "--no-logic-threads",
            defaultValue = "1",
            paramLabel = "N",
            description = "Event loops of the no-logic server (default: ${DEFAULT-VALUE}).")
    private int noLogicThreads;

    @Option(
            names = "--ramp",
            description = {
                "Instead of these loads an open loop whose rate rises by a quarter, from --rate or 10000 a second on, until goodput falls below 97 %% of what"
                        + " is offered or the 99th percentile exceeds --ramp-p99, twice; between the last good step and that one the knee is looked for.",
                "Then three times the knee is offered, where 3004 is an answer and no failure; and the time is taken until the knee is served again."
            })
    private boolean ramp;

    @Option(
            names = "--ramp-p99",
            converter = Converters.DurationConverter.class,
            defaultValue = "20ms",
            paramLabel = "TIME",
            description = "Bound of the 99th percentile at the knee (default: ${DEFAULT-VALUE}).")
    private Duration rampLatencyMax;

    @Option(
            names = "--soak",
            converter = Converters.DurationConverter.class,
            paramLabel = "TIME",
            description = {
                "Instead of these loads one for so long, as 2m, on the charging server alone: the middle one of --load, or an open loop with --rate.",
                "A line every 10 s; in the middle CDR files are closed and the catalogue is swapped, and about three snapshots are written meanwhile; then the books are compared."
            })
    private Duration soak;

    @Option(names = "--no-check", description = "Do not compare the books afterwards; the report says so.")
    private boolean unchecked;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Further settings of the charging server.")
    private List<String> settings = new ArrayList<>();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where the servers' data folders are made (default: a temporary folder).")
    private Path data;

    @Option(
            names = "--histograms",
            paramLabel = "DIR",
            description = "Write the latencies of each measurement into files here.")
    private Path histograms;

    @Option(
            names = "--run-id",
            paramLabel = "N",
            description = "Part of the Session-Ids and seed of the subscribers' order (default: the time).")
    private Long runId;

    @Option(
            names = "--output",
            defaultValue = "table",
            paramLabel = "table|json",
            description = "(default: ${DEFAULT-VALUE}).")
    private String output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        checkOptions();
        BenchReport report = target != null ? drive(address(target)) : startAndMeasure();
        spec.commandLine().getOut().println(output.equals("json") ? report.json() : report.table());
        return report.succeeded() ? 0 : 1;
    }

    private BenchReport report(Outcome outcome, BooksReport books) throws IOException {
        if (histograms != null) {
            new HistogramFiles(histograms).write(outcome.rows());
        }
        return new BenchReport(Machine.description(), description(), outcome, books, NO_LOGIC);
    }

    private void checkOptions() {
        if (!List.of("table", "json").contains(output)) {
            throw usage("--output: table or json, not " + output);
        }
        if (only != null && !List.of(OCS, NO_LOGIC).contains(only)) {
            throw usage("--only: ocs or no-logic, not " + only);
        }
        if (topUpPercent < 0 || topUpPercent > 100) {
            throw usage("--top-ups: 0 to 100 per cent, not " + topUpPercent);
        }
        if (topUpPercent > 0 && target != null) {
            throw usage("--top-ups goes with a server that this command starts, not with --target");
        }
        if (((ramp || soak != null) && (target != null || quick)) || (ramp && soak != null)) {
            throw usage("--ramp, --soak, --target and --quick: one of them");
        }
        if (soak != null) {
            only = OCS;
            runs = 1;
            duration = soak;
        }
        if (ramp) {
            runs = 1;
        }
        if (quick) {
            runs = 1;
            warmup = Duration.ofSeconds(3);
            duration = Duration.ofSeconds(2);
        }
        if (shapes == null) {
            LoadShape middle = LoadShape.closed(4, 64);
            shapes = target != null
                    ? List.of(middle)
                    : List.of(LoadShape.closed(4, 16), middle, LoadShape.closed(4, 256));
        }
        if (runId == null) {
            runId = System.currentTimeMillis() / 1000;
        }
    }

    private BenchReport startAndMeasure() throws IOException, InterruptedException {
        BenchPlan plan = new BenchPlan(
                mix, shapes, ratePerSecond, subscribers(), runs, warmup, duration, runId, clientThreads, topUpPercent);
        List<Contender> contenders = contenders();
        Course course = course(plan);
        Path folder = data != null ? Files.createDirectories(data) : Files.createTempDirectory("ocs-bench");
        progress("data and logs of the servers: " + folder);
        List<Books> checked = new BenchRun(plan, contenders, folder, !unchecked, this::progress).run(course);
        BooksReport books = unchecked ? BooksReport.notChecked("--no-check") : BooksReport.of(checked);
        if (data == null && books.balance()) {
            BenchRun.delete(folder);
        }
        return report(course.outcome(), books);
    }

    private Course course(BenchPlan plan) {
        if (ramp) {
            return new Ramp(plan, rampLatencyMax, this::progress);
        }
        if (soak != null) {
            CatalogFiles catalog = new CatalogFiles(home().resolve("config/catalog"));
            return new Soak(plan, Math.min(SOAK_LINE_NANOS, soak.toNanos() / 4), catalog, this::progress);
        }
        return new Comparison(plan, this::progress);
    }

    private Path home() {
        String home = System.getProperty(HOME_PROPERTY);
        if (home == null) {
            throw usage("the launcher ocs must say by -D" + HOME_PROPERTY + " where it is");
        }
        return Path.of(home);
    }

    /** Those of the command line come last, so that they win. */
    private List<String> serverSettings() {
        List<String> all = new ArrayList<>();
        if (soak != null) {
            all.add("snapshot.interval=" + Math.max(1, soak.toSeconds() / 4) + "s");
        }
        all.addAll(settings);
        return all;
    }

    private List<Contender> contenders() {
        List<Contender> contenders = new ArrayList<>();
        if (!NO_LOGIC.equals(only)) {
            contenders.add(Contender.ocs(home(), serverSettings(), subscribers(), mix));
        }
        if (!OCS.equals(only)) {
            contenders.add(Contender.noLogic(noLogicThreads));
        }
        return contenders;
    }

    private BenchReport drive(InetSocketAddress server) throws IOException, InterruptedException {
        List<BenchRow> rows = new ArrayList<>();
        for (LoadShape shape : shapes) {
            LoadShape load = shape.atRate(ratePerSecond);
            long id = runId + rows.size();
            LoadPlan loadPlan = new LoadPlan(mix, load, subscribers(), warmup, duration, id, clientThreads);
            LoadResult result = LoadGenerator.run(loadPlan, server, WindowListener.NONE);
            rows.add(new BenchRow(new BenchRow.Key(target, load), List.of(Measurement.ofLoadOnly(result))));
        }
        return report(
                Outcome.of(rows),
                BooksReport.notChecked("of a server that runs: './ocs reconcile' beside it does that"));
    }

    private Subscribers subscribers() {
        long wanted = count != null ? count : mix == Mix.FAMILY ? mix.accountMembers() : 100_000;
        return new Subscribers(from, hot ? 1 : wanted, distribution);
    }

    private String description() {
        return "mix %s, %,d subscribers (%s), %d × %d ms, medians; server and generator share the machine"
                .formatted(mix, subscribers().count(), distribution, target != null ? 1 : runs, duration.toMillis());
    }

    private InetSocketAddress address(String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        if (colon < 1 || !hostAndPort.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw usage("--target: HOST:PORT, not " + hostAndPort);
        }
        return new InetSocketAddress(
                hostAndPort.substring(0, colon), Integer.parseInt(hostAndPort.substring(colon + 1)));
    }

    private void progress(String line) {
        spec.commandLine().getErr().println(line);
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
