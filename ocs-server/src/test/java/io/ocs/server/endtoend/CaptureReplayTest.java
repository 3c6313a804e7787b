package io.ocs.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ocs.core.SubscriptionId;
import io.ocs.core.command.AccountCommand.RemoveSubscriber;
import io.ocs.core.command.SubscriberView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Goal: each recorded network element is served by the whole server as it needs to be, and charged to the micro-unit. */
@ExtendWith(SharedDatabase.class)
class CaptureReplayTest {
    private static final Path FOLDER = Path.of(System.getProperty("ocs.root")).resolve("../shared/captures");
    private static final String PLENTY = "10.00EUR";
    private static final String NOTHING = "0.00EUR";
    /** 2,499,670 octets at 2 EUR a gibibyte: a little less than the recorded clients use. */
    private static final String ALMOST_2_5_MEGABYTES = "0.004656EUR";

    @TempDir
    static Path data;

    private static String databaseUrl;
    private static ServerUnderTest server;

    @BeforeAll
    static void start(SharedDatabase.Server database) throws Exception {
        if (!Files.isDirectory(FOLDER)) {
            System.out.println("notice: no recorded traffic at " + FOLDER + ": CaptureReplayTest is skipped");
        }
        assumeTrue(Files.isDirectory(FOLDER), "recorded traffic is absent");
        databaseUrl = database.newDatabase();
        server = ServerUnderTest.start(data, "database.url=" + databaseUrl);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    /**
     * One recording.
     *
     * @param number who it is about: E.164 4917000000nn, IMSI 0010100000000nn
     * @param balance the opening balance; null: nobody knows them
     * @param micros what all of it costs, computed by hand: octets · 2,000,000 / 2³⁰, seconds · 1,500, messages · 90,000
     * @param codes for each credit-control request Result-Code of the message, with that of its MSCCs after a slash if it is another than 2001
     * @param records charging data records: one for each request and service that used something
     */
    record Recording(String name, int number, String balance, long micros, int records, String codes) {
        SubscriptionId e164() {
            return SubscriptionId.e164("4917000000%02d".formatted(number));
        }

        SubscriptionId imsi() {
            return SubscriptionId.imsi("0010100000000%02d".formatted(number));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Recording> recordings() {
        return Stream.of(
                // 1,000,800 + 1,000,800 + 398,400 octets; the others report none
                new Recording("open5gs-data-session", 1, PLENTY, 4470, 3, "2001 2001 2001 2001 2001 2001"),
                new Recording("open5gs-data-refused", 3, null, 0, 0, "5030"),
                new Recording("open5gs-data-no-credit", 4, NOTHING, 0, 0, "2001/4012 2001"),
                // 2,515,200 octets: more than the balance pays for, and charged all the same
                new Recording("open5gs-data-final-unit", 2, ALMOST_2_5_MEGABYTES, 4685, 3, "2001 2001 2001 2001"),
                // 1,200,000 octets each; seconds since 1970 are no usage
                new Recording("open5gs-data-reauth", 1, PLENTY, 2235, 2, "2001 2001 2001"),
                new Recording("open5gs-data-no-validity", 1, PLENTY, 2235, 2, "2001 2001 2001"),
                // 4 + 4 + 4 + 3 s
                new Recording("kamailio-voice-call", 1, PLENTY, 22_500, 4, "2001 2001 2001 2001 2001"),
                new Recording("kamailio-voice-refused", 23, null, 0, 0, "5030 2001"),
                new Recording("kamailio-voice-unanswered", 1, PLENTY, 0, 0, "2001 2001"),
                // a balance of ten seconds, all of it used
                new Recording("kamailio-voice-cut", 22, "0.015EUR", 15_000, 2, "2001 2001 2001"),
                // rating group 10: 1,453,576 octets, 2,707 micros; 20: 155,092 octets, 289 micros; three requests are
                // repeats or reports of nothing
                new Recording(
                        "freediameter-data-session", 1, PLENTY, 2996, 6, "2001 2001 2001 2001 2001 2001 2001 2001"),
                // 2,500,000 octets
                new Recording(
                        "freediameter-data-exhausted",
                        2,
                        ALMOST_2_5_MEGABYTES,
                        4657,
                        3,
                        "2001 2001 2001 2001/4012 2001"),
                // 1,001,234 octets and 77 s
                new Recording("freediameter-data-no-mscc", 1, PLENTY, 117_365, 4, "2001 2001 2001 2001 2001 2001"),
                // 20 octets are less than half a micro
                new Recording("freediameter-data-reauth", 1, PLENTY, 0, 2, "2001 2001 2001"),
                new Recording("freediameter-data-refused", 3, null, 0, 0, "5030 5002 5030"),
                // a message, its repeat, three enquiries, a refund, two messages, a hundred that are too many, 0.05 EUR
                new Recording(
                        "freediameter-event-services",
                        5,
                        "1.80EUR",
                        230_000,
                        4,
                        "2001 2001 2001 2001 2001 2001 2001 4012 2001"));
    }

    @Test
    void everyRecordingIsReplayed() throws Exception {
        try (Stream<Path> files = Files.list(FOLDER)) {
            Set<String> there = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".txt"))
                    .map(name -> name.substring(0, name.length() - 4))
                    .collect(Collectors.toSet());
            assertThat(recordings().map(Recording::name).collect(Collectors.toSet()))
                    .isEqualTo(there);
        }
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void isServedAndChargedExactly(Recording recording) throws Exception {
        if (recording.balance() != null) {
            server.createPrepaid(recording.balance(), recording.e164(), recording.imsi());
        }
        List<DiameterMessage> requests = sent(recording);
        List<DiameterMessage> answers = replay(requests);
        assertResults(recording, creditControl(answers));
        assertRepeatsAreAnsweredAlike(requests, answers);
        assertSpecialities(recording, creditControl(answers));
        assertCharged(recording, requests);
        if (recording.balance() != null) {
            server.execute(new RemoveSubscriber(recording.e164()));
        }
    }

    /** The client's requests; answers to what another server had asked are left out. */
    private static List<DiameterMessage> sent(Recording recording) throws Exception {
        return Files.readAllLines(FOLDER.resolve(recording.name() + ".txt")).stream()
                .filter(line -> line.startsWith("> "))
                .map(line -> new DiameterMessage(
                        HexFormat.of().parseHex(line.substring(2).trim())))
                .filter(DiameterMessage::isRequest)
                .toList();
    }

    private static List<DiameterMessage> replay(List<DiameterMessage> requests) throws Exception {
        List<DiameterMessage> answers = new ArrayList<>();
        try (GyConnection connection = new GyConnection(server.diameter())) {
            for (DiameterMessage request : requests) {
                DiameterMessage answer = connection.exchange(request.octets());
                ClientNeeds.assertAnswers(request, answer);
                answers.add(answer);
            }
        }
        return answers;
    }

    private static List<DiameterMessage> creditControl(List<DiameterMessage> messages) {
        return messages.stream().filter(message -> message.command() == 272).toList();
    }

    private static void assertResults(Recording recording, List<DiameterMessage> answers) {
        List<String> codes = new ArrayList<>();
        for (DiameterMessage answer : answers) {
            Set<Long> services = answer.all(456).stream()
                    .map(mscc -> DiameterMessage.find(mscc.members(), 268).number())
                    .collect(Collectors.toSet());
            services.remove(2001L);
            codes.add(answer.resultCode()
                    + services.stream().map(code -> "/" + code).collect(Collectors.joining()));
        }
        assertThat(String.join(" ", codes)).isEqualTo(recording.codes());
    }

    private static void assertRepeatsAreAnsweredAlike(List<DiameterMessage> requests, List<DiameterMessage> answers) {
        for (int i = 0; i < requests.size(); i++) {
            for (int j = 0; j < i && requests.get(i).isRetransmitted(); j++) {
                if (requests.get(j).endToEnd() == requests.get(i).endToEnd()) {
                    assertThat(answers.get(i).body()).isEqualTo(answers.get(j).body());
                    assertThat(answers.get(i).hopByHop())
                            .isNotEqualTo(answers.get(j).hopByHop());
                }
            }
        }
    }

    private static void assertSpecialities(Recording recording, List<DiameterMessage> answers) {
        switch (recording.name()) {
            case "open5gs-data-final-unit", "freediameter-data-exhausted" -> {
                assertThat(answers.get(1).has(456, 430)).isFalse();
                assertThat(answers.get(2).number(456, 430, 449)).isZero(); // TERMINATE
                assertThat(answers.get(2).number(456, 431, 421)).isLessThan(1_000_000);
            }
            case "kamailio-voice-cut" -> {
                assertThat(answers.get(0).has(456, 430)).isFalse();
                assertThat(answers.get(1).number(456, 430, 449)).isZero();
                assertThat(answers.get(1).number(456, 431, 420)).isEqualTo(6);
            }
            case "freediameter-event-services" -> {
                assertThat(answers.get(2).number(422)).isZero(); // enough credit
                assertThat(answers.get(3).number(422)).isEqualTo(1);
                assertThat(ClientNeeds.money(answers.get(4), 423)).isEqualTo(270_000);
                assertThat(answers.get(6).number(456, 431, 417)).isEqualTo(2);
            }
            default -> assertThat(answers).noneMatch(answer -> answer.has(456, 430));
        }
    }

    private static void assertCharged(Recording recording, List<DiameterMessage> requests) throws Exception {
        Set<String> sessions = new HashSet<>();
        creditControl(requests).forEach(request -> sessions.add(request.text(263)));
        if (recording.balance() != null) {
            SubscriberView view = server.subscriber(recording.imsi());
            assertThat(view).isEqualTo(server.subscriber(recording.e164()));
            assertThat(ServerUnderTest.chargedMicros(view)).isEqualTo(recording.micros());
            assertThat(ServerUnderTest.reservedMicros(view)).isZero();
            assertThat(view.openSessions()).isZero();
        }
        server.awaitRecords();
        Map<ChargeLedger.Key, Long> rows = ChargeLedger.ofDatabase(databaseUrl, sessions::contains);
        assertThat(rows).hasSize(recording.records());
        assertThat(ChargeLedger.sum(rows)).isEqualTo(recording.micros());
        assertThat(ChargeLedger.ofFiles(server.cdrFolder(), sessions::contains)).isEqualTo(rows);
    }
}
