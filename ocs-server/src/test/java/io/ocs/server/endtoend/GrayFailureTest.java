package io.ocs.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.core.time.SystemClock;
import io.ocs.server.Main;
import io.ocs.server.alarm.Alarm;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * A server process that runs short of what the system gives it, and gets it again. Goal: what is said in docs/OPERATIONS.md is what the network elements
 * and the operator see; the same process goes on; and in the end, by images, files and table, exactly what was answered is charged.
 */
@Tag("end-to-end")
@ExtendWith(SharedDatabase.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GrayFailureTest {
    private static final int TOO_BUSY = 3004;
    private static final int DESCRIPTORS = 400;
    private static final long FIRST_NUMBER = 491700800000L;
    private static final int SUBSCRIBERS = 24;
    private static final long MIB = 1 << 20;
    private static final int JOURNAL_HEADER = 4_096;
    private static final long HOUR_MS = 3_600_000;
    private static final long MINUTE_MS = 60_000;

    private final long seed = Seeds.seed();
    private Path data;
    private String[] settings;
    private List<DataSession> sessions;
    private ServerProcess process;
    private GyConnection gy;
    private AdminConnection admin;
    private final Map<String, Long> raisedBefore = new HashMap<>();
    private int refusals;

    @BeforeAll
    void startWithFewDescriptors(@TempDir Path data, SharedDatabase.Server database) throws Exception {
        System.out.println("GrayFailureTest: seed " + seed);
        settings = new String[] {
            "database.url=" + database.newDatabase(), "snapshot.interval=1s", "cdr.lag-max=0s", "shards=1"
        };
        this.data = data;
        process = ServerProcess.limited(DESCRIPTORS, data, settings);
        provision();
        SplittableRandom random = new SplittableRandom(seed);
        sessions = LongStream.range(FIRST_NUMBER, FIRST_NUMBER + SUBSCRIBERS)
                .mapToObj(number -> new DataSession("smf.example.com", Long.toString(number), random.split()))
                .toList();
    }

    private void provision() {
        String from = Long.toString(FIRST_NUMBER);
        String count = Integer.toString(SUBSCRIBERS);
        String url = "http://127.0.0.1:" + process.http().getPort();
        String[] words = {
            "provision",
            "--admin",
            url,
            "--from",
            from,
            "--count",
            count,
            "--offer",
            "prepaid-data",
            "--balance",
            "1000.00EUR"
        };
        CommandLine ocs = Main.commandLine(config -> {
            throw new AssertionError("nothing is started");
        });
        ocs.setOut(new PrintWriter(new StringWriter()));
        assertThat(ocs.execute(words)).isZero();
    }

    /** Begins with some rounds: the class path of tests is folders, of which each class takes a file descriptor when it is first used. */
    @BeforeEach
    void connect() throws IOException {
        gy = GyConnection.open(process.diameter(), "smf.example.com");
        admin = new AdminConnection(process.http());
        for (int i = 0; i < 3; i++) {
            round();
        }
        for (String alarm : List.of("descriptors", "cdr-files", "journal-full")) {
            raisedBefore.put(alarm, events("alarm-raised", alarm));
        }
    }

    @AfterEach
    void disconnect() throws IOException {
        gy.close();
        admin.close();
    }

    /** One request of each session, and its answer: what was refused is sent again next time. */
    private void round() throws IOException {
        answers(requests());
    }

    private Map<Integer, DataSession> requests() throws IOException {
        Map<Integer, DataSession> waiting = new HashMap<>();
        for (DataSession session : sessions) {
            waiting.put(session.sendAgainOrNext(gy), session);
        }
        return waiting;
    }

    private void answers(Map<Integer, DataSession> waiting) throws IOException {
        while (!waiting.isEmpty()) {
            answer(waiting);
        }
    }

    private void answer(Map<Integer, DataSession> waiting) throws IOException {
        DiameterMessage answer = gy.receive();
        DataSession session = waiting.remove(answer.hopByHop());
        if (answer.resultCode() == TOO_BUSY) {
            refusals++;
        } else {
            session.onAnswer(answer);
        }
    }

    private void roundsUntil(String what, BooleanSupplier condition) throws IOException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waiting for " + what).isLessThan(until);
            for (int i = 0; i < 10; i++) {
                round();
            }
        }
    }

    /** All is as ever again: nothing is refused, new connections come in, and each alarm has had one line each way. */
    private void assertRecovered(String alarm) throws IOException {
        roundsUntil("the end of all alarms", () -> admin.alarms().isEmpty());
        refusals = 0;
        for (int i = 0; i < 20; i++) {
            round();
        }
        assertThat(refusals).isZero();
        GyConnection.open(process.diameter(), "other.example.com").close();
        assertThat(admin.get("/health/ready")).contains("200 OK");
        assertThat(events("alarm-raised", alarm) - raisedBefore.get(alarm)).isEqualTo(1);
        assertThat(events("alarm-cleared", alarm)).isEqualTo(events("alarm-raised", alarm));
    }

    private long events(String event, String alarm) {
        return process.output()
                .lines()
                .filter(line -> line.contains("\"event\":\"" + event + "\"") && line.contains("\"" + alarm + "\""))
                .count();
    }

    private void limitFiles(String octets) throws Exception {
        Process prlimit = new ProcessBuilder(
                        "prlimit", "--pid", Long.toString(process.pid()), "--fsize=" + octets + ":")
                .inheritIO()
                .start();
        assertThat(prlimit.waitFor()).isZero();
    }

    @Test
    void withoutDescriptorsConnectionsWaitAndThoseThatStandAreServed() throws Exception {
        List<Socket> crowd = new ArrayList<>();
        try {
            long free = DESCRIPTORS - openDescriptors();
            for (int i = 0; i < free + 20; i++) {
                crowd.add(new Socket(
                        process.diameter().getAddress(), process.diameter().getPort()));
            }
            roundsUntil("the alarm", () -> admin.alarms().contains("descriptors"));
            long cpu = process.cpu().toNanos();
            long began = System.nanoTime();
            while (System.nanoTime() - began < TimeUnit.SECONDS.toNanos(2)) {
                Thread.sleep(100); // what the process does by itself
            }
            assertThat(process.cpu().toNanos() - cpu)
                    .as("a loop that spins takes all of a processor")
                    .isLessThan((System.nanoTime() - began) * 6 / 10);
            assertThat(admin.get("/metrics")).doesNotContain("ocs_diameter_accept_failures_total 0.0");
            long segments = segments();
            roundsUntil("refusals, or another segment", () -> refusals > 0 || segments() > segments);
        } finally {
            for (Socket socket : crowd) {
                socket.close();
            }
        }
        assertRecovered("descriptors");
    }

    private long openDescriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
            return open.count();
        }
    }

    private long segments() {
        try (Stream<Path> files = Files.list(data.resolve("shard-0").resolve("journal"))) {
            return files.count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Files of charging data records and snapshots grow beyond what the limit lets them; the journal's files do not. */
    @Test
    void fullForRecordsAndSnapshotsChargingGoesOn() throws Exception {
        limitFiles(Long.toString(MIB));
        try {
            refusals = 0;
            roundsUntil("the alarm", () -> admin.alarms().contains("cdr-files"));
            for (int i = 0; i < 50; i++) {
                round();
            }
            assertThat(refusals).isZero();
            assertThat(admin.get("/health/ready")).contains("200 OK");
        } finally {
            limitFiles("unlimited");
        }
        assertRecovered("cdr-files");
    }

    /**
     * No further journal file, and not even room for what is under way in those that there are: as on a file system that needs room to write over what it
     * has. New sessions are refused; a batch of which nobody can say whether it is there waits.
     */
    @Test
    void fullForTheJournalNothingIsAnsweredThatIsInDoubt() throws Exception {
        limitFiles(Long.toString(JOURNAL_HEADER + 2_048));
        Map<Integer, DataSession> waiting = new HashMap<>();
        try {
            refusals = 0;
            for (int i = 0; i < 20 && waiting.isEmpty(); i++) {
                waiting = requests();
                while (!waiting.isEmpty() && !gy.isSilentFor(1_500)) {
                    answer(waiting);
                }
            }
            assertThat(waiting).as("no answer").isNotEmpty();
            assertThat(refusals).as("new sessions refused").isPositive();
            ServerUnderTest.await("the alarm", () -> admin.alarms().contains("journal-full"));
            assertThat(admin.get("/health/ready"))
                    .contains("503")
                    .contains("no further journal file can be made")
                    .contains("File too large");
        } finally {
            limitFiles("unlimited");
        }
        int before = refusals;
        int inDoubt = waiting.size();
        answers(waiting);
        assertThat(refusals)
                .as("nothing of it is there, and that is durable now")
                .isEqualTo(before + inDoubt);
        assertRecovered("journal-full");
    }

    /** Images, files and table hold what was answered, and nothing else; also in a next life whose clock was set back by an hour. */
    @AfterAll
    void exactlyWhatWasAnsweredIsCharged() throws Exception {
        try (ServerProcess running = process) {
            assertThat(running.stop()).isZero();
        }
        SystemClock setBack = new SystemClock(() -> System.currentTimeMillis() - HOUR_MS, System::nanoTime);
        try (ServerUnderTest server = ServerUnderTest.start(setBack, data, settings)) {
            assertCharged(server);
            gy = server.connect("smf.example.com");
            for (DataSession session : sessions) {
                session.finish(gy);
            }
            gy.close();
            assertCharged(server);
            assertThat(server.sessions()).isEmpty();
            assertThat(setBack.nowMs()).as("time went on").isGreaterThan(System.currentTimeMillis() - MINUTE_MS);
            ServerUnderTest.await("the alarm", () -> server.server().alarms().stream()
                    .anyMatch(raised -> raised.alarm() == Alarm.CLOCK_STEPPED));
            Map<ChargeLedger.Key, Long> told = new HashMap<>();
            sessions.forEach(session -> told.putAll(session.charges()));
            ChargeLedger.assertHeld(told, server, server.server().databaseUrl());
        }
    }

    private void assertCharged(ServerUnderTest server) {
        for (DataSession session : sessions) {
            assertThat(ServerUnderTest.chargedMicros(server.subscriber(session.number)))
                    .as("seed %d, %s", seed, session.number)
                    .isEqualTo(session.chargedMicros());
        }
    }
}
