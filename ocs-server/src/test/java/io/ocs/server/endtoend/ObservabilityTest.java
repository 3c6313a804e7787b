package io.ocs.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.ocs.core.time.SystemClock;
import io.ocs.server.alarm.Alarm;
import io.ocs.server.alarm.Receiver;
import io.ocs.server.alarm.Receiver.Received;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an operator sees of a server that charges: metrics as documented, bounded and without subscribers; dashboards and rules that ask for nothing else;
 * alarms told once each way.
 */
@ExtendWith(SharedDatabase.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ObservabilityTest {
    private static final Path ROOT = Path.of(System.getProperty("ocs.root"));
    private static final Path RUNBOOKS = ROOT.resolve("docs/runbooks");
    private static final Path DOCUMENT = ROOT.resolve("docs/METRICS.md");
    /** Rewrites docs/METRICS.md instead of comparing it. */
    private static final boolean REWRITE = Boolean.getBoolean("rewrite-docs");

    private static final long FIRST_NUMBER = 491700900000L;
    private static final int SUBSCRIBERS = 12;
    private static final int SERIES_MAX = 1_500;
    private static final long HOUR_MS = 3_600_000;

    private final long seed = Seeds.seed();
    private final AtomicLong stepMs = new AtomicLong();
    private final List<String> charged = new ArrayList<>();
    private Receiver receiver;
    private ServerUnderTest server;

    @BeforeAll
    void startAndCharge(@TempDir Path data, SharedDatabase.Server database) throws Exception {
        System.out.println("ObservabilityTest: seed " + seed);
        receiver = new Receiver();
        SystemClock clock = new SystemClock(() -> System.currentTimeMillis() + stepMs.get(), System::nanoTime);
        server = ServerUnderTest.start(
                clock,
                data,
                "database.url=" + database.newDatabase(),
                "shards=2",
                "alarms.webhook.url=" + receiver.url(),
                "alarms.webhook.secret=" + Receiver.SECRET);
        charge("smf.example.com", 0);
    }

    @AfterAll
    void stop() {
        server.close();
        receiver.close();
    }

    /** Sessions that end, sessions that stay, somebody unknown; all records written. */
    private void charge(String originHost, int wave) throws Exception {
        SplittableRandom random = new SplittableRandom(seed + wave);
        List<String> numbers = server.createPrepaid("1000.00EUR", FIRST_NUMBER + 1_000L * wave, SUBSCRIBERS);
        charged.addAll(numbers);
        try (GyConnection gy = server.connect(originHost)) {
            for (String number : numbers) {
                DataSession session = new DataSession(originHost, number, random.split());
                for (int i = 0; i < 5; i++) {
                    session.sendNext(gy, false);
                    session.onAnswer(gy.receive());
                }
                session.finish(gy);
                session.sendNext(gy, false);
                session.onAnswer(gy.receive());
            }
            byte[] unknown = GyRequest.data(
                    originHost,
                    originHost + ";no;" + wave,
                    GyRequest.INITIAL,
                    0,
                    "4999",
                    GyRequest.service(10, 1_000, -1));
            gy.send(GyRequest.creditControl(unknown, false, gy.nextIdentifier(), gy.nextIdentifier()));
            assertThat(gy.receive().resultCode()).isEqualTo(5030);
        }
        server.awaitRecords();
        System.gc();
        ServerUnderTest.await(
                "the sessions that stay",
                () -> openSessions() == (wave + 1.0) * SUBSCRIBERS && value("ocs_diameter_peers") == 0);
    }

    private double openSessions() {
        Scrape scrape = scrape();
        return scrape.series().stream()
                .filter(series -> series.startsWith("ocs_sessions{"))
                .mapToDouble(scrape::value)
                .sum();
    }

    private Scrape scrape() {
        try (AdminConnection admin = new AdminConnection(server.http())) {
            return new Scrape(text(admin));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(AdminConnection admin) throws IOException {
        String answer = admin.get("/metrics");
        assertThat(answer).startsWith("HTTP/1.1 200");
        return answer.substring(answer.indexOf('\n') + 1);
    }

    private double value(String series) {
        return scrape().value(series);
    }

    // --- metrics

    @Test
    void figuresAreThoseOfWhatWasCharged() {
        Scrape scrape = scrape();
        long micros = charged.stream()
                .mapToLong(number -> ServerUnderTest.chargedMicros(server.subscriber(number)))
                .sum();
        assertThat(scrape.value("ocs_money_charged_total{currency=\"EUR\"}"))
                .isPositive()
                .isCloseTo(micros / 1e6, Offset.offset(1e-6));
        assertThat(scrape.value("ocs_money_credited_total{currency=\"EUR\"}"))
                .isGreaterThanOrEqualTo(SUBSCRIBERS * 1_000.0);
        assertThat(scrape.value("ocs_money_reserved{currency=\"EUR\"}")).isNotNegative();
        assertThat(scrape.value("ocs_sessions{age=\"1min\",state=\"reporting\"}")
                        + scrape.value("ocs_sessions{age=\"10min\",state=\"reporting\"}"))
                .isGreaterThanOrEqualTo(SUBSCRIBERS);
        double initial = scrape.value("ocs_answers_total{code=\"2001\",type=\"initial\"}");
        assertThat(scrape.value(
                        "ocs_request_duration_seconds_count{context=\"data\",result=\"granted\",type=\"initial\"}"))
                .isEqualTo(initial);
        assertThat(scrape.value(
                        "ocs_request_duration_seconds_count{context=\"data\",result=\"refused\",type=\"initial\"}"))
                .isPositive();
        assertThat(scrape.value("ocs_granted_units_total{unit=\"total_octets\"}"))
                .isPositive();
        assertThat(scrape.value("ocs_disk_free_bytes{place=\"data\"}")).isPositive();
        double commits = scrape.value("ocs_journal_commit_time_seconds_count{shard=\"0\"}");
        assertThat(commits).isPositive().isLessThanOrEqualTo(scrape().value("ocs_journal_commits_total{shard=\"0\"}"));
        assertThat(scrape.value("ocs_shard_batch_requests_count{shard=\"0\"}")).isGreaterThanOrEqualTo(commits);
    }

    /** Goal: no flood of subscribers, sessions or network elements makes the monitoring system bigger. */
    @Test
    void moreSubscribersAndPeersAreNotMoreSeries() throws Exception {
        Set<String> before = stable(scrape());
        assertThat(before.size()).isLessThan(SERIES_MAX);
        charge("another-smf.example.com", 1);

        assertThat(stable(scrape())).isEqualTo(before);
    }

    /** What collectors and memory pools are there is the virtual machine's affair. */
    private static Set<String> stable(Scrape scrape) {
        return scrape.series().stream()
                .filter(series -> !series.startsWith("ocs_jvm_"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void nobodyIsNamed() throws Exception {
        try (AdminConnection admin = new AdminConnection(server.http())) {
            assertThat(text(admin))
                    .doesNotContain(Long.toString(FIRST_NUMBER).substring(0, 8), "smf", "example", "e164", "imsi");
        }
    }

    @Test
    void everyMetricIsDocumented() throws IOException {
        String document = MetricsDocument.of(scrape());
        if (REWRITE) {
            Files.writeString(DOCUMENT, document);
        }
        assertThat(Files.readString(DOCUMENT))
                .as("docs/METRICS.md; to write it anew: mvn … -Dtest=ObservabilityTest -Drewrite-docs=true test")
                .isEqualTo(document);
    }

    // --- dashboards and rules

    /** A query, and where it stands. */
    private record Query(String where, String text) {}

    @Test
    void dashboardsAndRulesAskForWhatThereIs() throws IOException {
        Scrape scrape = scrape();
        List<Query> queries = new ArrayList<>(ruleQueries());
        int rules = queries.size();
        queries.addAll(dashboardQueries());
        assertThat(rules).isGreaterThan(10);
        assertThat(queries.size() - rules).isGreaterThan(20);
        for (Query query : queries) {
            PromQl parsed = new PromQl(query.text());
            Set<String> known = new TreeSet<>(Set.of("le", "job", "instance"));
            parsed.metrics().forEach((metric, labels) -> {
                assertThat(isThere(scrape, metric))
                        .as("%s: there is no metric %s", query.where(), metric)
                        .isTrue();
                known.addAll(scrape.samples().getOrDefault(metric, new TreeSet<>()));
                assertThat(known).as("%s: labels of %s", query.where(), metric).containsAll(labels);
            });
            assertThat(known).as("%s: groups by", query.where()).containsAll(parsed.groupings());
        }
    }

    private static boolean isThere(Scrape scrape, String metric) {
        return metric.equals("up") || scrape.has(metric);
    }

    private static List<Query> ruleQueries() throws IOException {
        List<Query> queries = new ArrayList<>();
        for (JsonNode rule : rules()) {
            queries.add(new Query(
                    "rule " + rule.path("alert").asText(), rule.path("expr").asText()));
        }
        return queries;
    }

    private static List<JsonNode> rules() throws IOException {
        List<JsonNode> rules = new ArrayList<>();
        new YAMLMapper()
                .readTree(ROOT.resolve("docker/prometheus-rules.yml").toFile())
                .path("groups")
                .forEach(group -> group.path("rules").forEach(rules::add));
        return rules;
    }

    private static List<Query> dashboardQueries() throws IOException {
        List<Query> queries = new ArrayList<>();
        try (Stream<Path> files = Files.list(ROOT.resolve("docker/grafana/dashboards"))) {
            for (Path file : files.sorted().toList()) {
                JsonNode dashboard = new ObjectMapper().readTree(file.toFile());
                assertThat(dashboard.path("uid").asText()).as("%s", file).isNotBlank();
                for (JsonNode panel : dashboard.path("panels")) {
                    for (JsonNode target : panel.path("targets")) {
                        queries.add(new Query(
                                file.getFileName() + ", " + panel.path("title").asText(),
                                target.path("expr").asText()));
                    }
                }
            }
        }
        return queries;
    }

    @Test
    void everyAlertAndAlarmHasARunbook() throws IOException {
        Set<String> wanted = new TreeSet<>();
        for (Alarm alarm : Alarm.values()) {
            wanted.add(ROOT.relativize(ROOT.resolve(alarm.runbook())).toString());
        }
        Set<String> alerted = new TreeSet<>();
        for (JsonNode rule : rules()) {
            String runbook = rule.path("annotations").path("runbook").asText();
            assertThat(runbook).as(rule.path("alert").asText()).startsWith("docs/runbooks/");
            assertThat(rule.path("labels").path("severity").asText()).isIn("critical", "major", "minor");
            assertThat(rule.path("annotations").path("summary").asText()).isNotBlank();
            wanted.add(runbook);
            alerted.add(runbook);
        }
        for (Alarm alarm : Alarm.values()) {
            assertThat(alerted).as("a rule for the alarm " + alarm.id()).contains(alarm.runbook());
        }
        for (String runbook : wanted) {
            String text = Files.readString(ROOT.resolve(runbook));
            assertThat(text).as(runbook).contains("## Symptom\n", "## Look\n", "## Act\n", "## Check\n");
        }
        try (Stream<Path> files = Files.list(RUNBOOKS)) {
            assertThat(files.map(file -> ROOT.relativize(file).toString()).filter(file -> !file.endsWith("README.md")))
                    .as("a runbook that nothing leads to")
                    .isSubsetOf(wanted);
        }
    }

    @Test
    void queriesOfRunbooksAskForWhatThereIs() throws IOException {
        Scrape scrape = scrape();
        Map<String, String> bad = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(RUNBOOKS)) {
            for (Path file : files.sorted().toList()) {
                java.util.regex.Pattern.compile("ocs_[a-z_]+")
                        .matcher(Files.readString(file))
                        .results()
                        .map(java.util.regex.MatchResult::group)
                        .filter(metric -> !isThere(scrape, metric))
                        .forEach(metric -> bad.put(metric, file.getFileName().toString()));
            }
        }
        assertThat(bad).isEmpty();
    }

    // --- alarms

    /** The wall clock is set an hour ahead under the running server, and set right again: the fault is real, the way it is told too. */
    @Test
    void aFaultIsToldOnceEachWay() throws Exception {
        Ocs ocs = new Ocs();
        String url = "http://127.0.0.1:" + server.http().getPort();
        stepMs.set(HOUR_MS);
        Received raised = nextOf("clock-stepped");
        assertThat(raised.signed()).isTrue();
        assertThat(raised.body().path("type").asText()).isEqualTo("alarm.raised");
        assertThat(ocs.run("alarms", "--admin", url)).isZero();
        assertThat(ocs.out()).contains("clock-stepped", "the wall clock is 3", "docs/runbooks/clock-stepped.md");
        assertThat(value("ocs_alarm{alarm=\"clock-stepped\"}")).isEqualTo(1);

        stepMs.set(0);
        Received cleared = nextOf("clock-stepped");
        assertThat(cleared.body().path("type").asText()).isEqualTo("alarm.cleared");
        assertThat(cleared.body().at("/data/occurrence"))
                .isEqualTo(raised.body().at("/data/occurrence"));
        assertThat(value("ocs_alarm{alarm=\"clock-stepped\"}")).isZero();
        assertThat(ocs.run("alarms", "--admin", url, "--output", "json")).isZero();
        JsonNode alarms = new ObjectMapper().readTree(ocs.out());
        assertThat(alarms.path("active").findValuesAsText("id")).doesNotContain("clock-stepped");
        assertThat(alarms.path("recent").findValuesAsText("id")).containsOnlyOnce("clock-stepped");
        TimeUnit.SECONDS.sleep(4); // several looks more: nothing else is told of it
        assertThat(receiver.taken())
                .filteredOn(taken -> taken.body().at("/data/id").asText().equals("clock-stepped"))
                .hasSize(2);
    }

    /** A machine that is busy may raise others. */
    private Received nextOf(String alarm) throws InterruptedException {
        Received received = receiver.next();
        while (received != null && !received.body().at("/data/id").asText().equals(alarm)) {
            received = receiver.next();
        }
        assertThat(received).as("a message about " + alarm).isNotNull();
        return received;
    }
}
