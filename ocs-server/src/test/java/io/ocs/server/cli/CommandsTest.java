package io.ocs.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ocs.core.initiated.ClientAnswer;
import io.ocs.server.AdminFixture;
import io.ocs.server.Main;
import io.ocs.server.StartException;
import io.ocs.server.http.Backups;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The commands as they are typed, against a real HTTP server. */
class CommandsTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private AdminFixture fixture;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        fixture = new AdminFixture();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void aSubscriberIsProvisionedToppedUpAndShown() {
        assertThat(ocs(
                        "provision",
                        "--from",
                        "491700000000",
                        "--count",
                        "12000",
                        "--offer",
                        "prepaid-data",
                        "--balance",
                        "10.00EUR"))
                .isZero();
        assertThat(out.toString()).contains("created 12,000 subscribers, failed 0");

        assertThat(ocs("top-up", "491700011999", "5.00EUR")).isZero();
        assertThat(out.toString()).contains("topped up 491700011999 by 5.00EUR; available 15.00EUR");

        assertThat(ocs("balance", "491700011999")).isZero();
        assertThat(out.toString().lines())
                .contains(
                        "subscriber    e164:491700011999",
                        "available     15.00EUR   (balance 15.00EUR, reserved 0.00EUR)",
                        "BUCKET  KIND          PAYS FOR     BALANCE  RESERVED   AVAILABLE  PRIORITY  EXPIRES",
                        "     1  money         anything    15.00EUR   0.00EUR    15.00EUR       100  never",
                        "     2  total-octets  data-1gb  1073741824         0  1073741824        10  2026-01-02T00:00:00Z",
                        "no open sessions");
    }

    @Test
    void jsonIsForPrograms() throws IOException {
        ocs("provision", "--from", "491700000000", "--count", "2", "--offer", "postpaid", "--output", "json");
        assertThat(json().get("created").intValue()).isEqualTo(2);

        ocs("balance", "491700000001", "--output", "json");
        assertThat(json().get("available").textValue()).isEqualTo("0.00EUR");
        assertThat(json().get("creditLimit").textValue()).isEqualTo("50.00EUR");
    }

    @Test
    void aBackupThatFailsIsSaid() {
        fixture.backupState = Backups.State.FAILED;
        fixture.backupError = "the backup in /backup/monday is not finished, delete it: no space left on device";
        assertThat(ocs("backup", folder.resolve("monday").toString())).isEqualTo(1);
        assertThat(err.toString()).contains("is not finished, delete it: no space left on device");

        fixture.backupState = Backups.State.DONE;
        assertThat(ocs("backup", folder.resolve("monday").toString())).isEqualTo(1);
        assertThat(err.toString())
                .as("nobody takes the word of a server for it")
                .contains(folder.resolve("monday") + " is no backup");
    }

    @Test
    void theSameKeyTopsUpOnce() {
        ocs("provision", "--from", "491700000000", "--count", "1", "--offer", "postpaid");
        ocs("top-up", "491700000000", "5.00EUR", "--idempotency-key", "voucher-1");
        ocs("top-up", "491700000000", "5.00EUR", "--idempotency-key", "voucher-1");

        assertThat(out.toString()).contains("already topped up under this key, nothing changed; available 5.00EUR");
    }

    @Test
    void subscribersAreLookedAfter() {
        ocs("provision", "--from", "491700000000", "--count", "1", "--offer", "postpaid");

        assertThat(ocs("subscriber", "suspend", "491700000000")).isZero();
        assertThat(ocs("subscriber", "add-identity", "491700000000", "imsi:001010000000001"))
                .isZero();
        assertThat(ocs("subscriber", "change-offer", "imsi:001010000000001", "prepaid-data"))
                .isZero();
        ocs("subscriber", "show", "491700000000");
        assertThat(out.toString())
                .contains(
                        "e164:491700000000, imsi:001010000000001",
                        "state         suspended",
                        "offer         prepaid-data");

        assertThat(ocs("subscriber", "bar", "491700000000")).isZero();
        ocs("subscriber", "show", "491700000000");
        assertThat(out.toString()).contains("state         barred");
        assertThat(ocs("adjust", "491700000000", "2.50EUR", "--reason", "goodwill, ticket 4711"))
                .isZero();
        assertThat(out.toString()).contains("adjusted 491700000000 by 2.50EUR");
        assertThat(ocs("transfer", "491700000000", "491700000009", "1.00EUR")).isEqualTo(1);
        assertThat(err.toString()).contains("no subscriber has the identity e164:491700000009", "--idempotency-key ");
        ocs("provision", "--from", "491700000009", "--count", "1", "--offer", "prepaid-data");
        String[] transfer = {"transfer", "491700000000", "491700000009", "1.00EUR", "--key", "order-1"};
        assertThat(ocs(transfer)).isZero();
        assertThat(out.toString()).contains("transferred 1.00EUR from 491700000000 to 491700000009");
        assertThat(ocs(transfer)).isZero();
        assertThat(out.toString()).contains("already transferred under this key, nothing changed");
        assertThat(ocs("transfer", "491700000000", "491700000009")).isEqualTo(2);
        assertThat(ocs("subscriber", "resume", "491700000000")).isZero();
        assertThat(ocs("subscriber", "remove-identity", "491700000000", "imsi:001010000000001"))
                .isZero();
        ocs("subscriber", "list");
        assertThat(out.toString().lines())
                .anyMatch(line -> line.matches("e164:491700000000 +active +prepaid-data +0 +1"));
        assertThat(ocs("subscriber", "remove", "491700000000")).isZero();
        assertThat(ocs("subscriber", "show", "491700000000")).isEqualTo(1);
        assertThat(err.toString())
                .contains("ocs: unknown subscriber: no subscriber has the identity e164:491700000000");
    }

    @Test
    void sessionsAreListedAndAborted() {
        ocs("provision", "--from", "491700000000", "--count", "1", "--offer", "postpaid");
        fixture.administration.open(AdminFixture.session("smf.example.com;1;2", "491700000000", 1));

        ocs("sessions", "--subscriber", "491700000000");
        assertThat(out.toString()).contains("smf.example.com;1;2", "rg 10 used 513600, granted 1000000", "0.000512");
        assertThat(ocs("sessions", "abort", "smf.example.com;1;2")).isZero();
        ocs("sessions");
        assertThat(out.toString()).contains("no open sessions");
        assertThat(ocs("sessions", "abort", "smf.example.com;1;2")).isEqualTo(1);
    }

    @Test
    void aSessionIsReauthorized() {
        fixture.administration.open(AdminFixture.session("smf.example.com;1;2", "491700000000", 1));
        assertThat(ocs("sessions", "reauthorize", "smf.example.com;1;2")).isEqualTo(1);
        assertThat(err.toString()).contains("client unreachable: no connection leads to the client");
        fixture.administration.answerOfClients(ClientAnswer.of(2002));
        assertThat(ocs("sessions", "reauthorize", "smf.example.com;1;2")).isZero();
        assertThat(out.toString()).contains("the client has answered 2002");
    }

    @Test
    void healthIsAnExitCode() {
        assertThat(ocs("health")).isZero();
        fixture.hinder("journal full");
        assertThat(ocs("health")).isEqualTo(1);
        assertThat(out.toString()).contains("not ready: journal full");
    }

    @Test
    void goodRowsOfAFileAreKept() throws IOException {
        Path file = Files.writeString(folder.resolve("s.csv"), SubscriberFile.WITH_BAD_ROWS);

        assertThat(ocs("provision", "--file", file.toString())).isEqualTo(1);

        assertThat(out.toString()).contains("created 4 subscribers, failed 6");
        assertThat(err.toString().lines().sorted().toList())
                .anyMatch(line -> line.startsWith(file + ":4: identity-taken"))
                .anyMatch(line -> line.startsWith(file + ":5: there is no offer 'prepaid'"))
                .anyMatch(line -> line.equals(file + ":6: 5 fields, but 6 columns"))
                .anyMatch(line -> line.startsWith(file + ":7: '1 Euro' is not an amount of money"))
                .anyMatch(line -> line.equals(file + ":8: no identity"))
                .anyMatch(line -> line.startsWith(file + ":9: bucket 'total-octets': KIND AMOUNT"));
        ocs("balance", "491700000004");
        assertThat(out.toString().lines())
                .anyMatch(line -> line.matches(" +2 +total-octets +data-1gb +1000 .* 2026-12-31T23:59:59Z"))
                .anyMatch(line -> line.matches(" +3 +money +anything +2.00EUR .* 50 +never"));
    }

    @Test
    void atomicMeansAllRowsOrNone() throws IOException {
        Path bad = Files.writeString(folder.resolve("bad.csv"), SubscriberFile.WITH_BAD_ROWS);
        Path good = Files.writeString(folder.resolve("good.csv"), SubscriberFile.GOOD);

        assertThat(ocs("provision", "--atomic", "--file", bad.toString())).isEqualTo(1);
        assertThat(fixture.administration.size()).isZero();
        assertThat(err.toString()).contains(bad + ":4: e164:491700000001 stands twice in this file");

        assertThat(ocs("provision", "--atomic", "--file", good.toString())).isZero();
        assertThat(fixture.administration.size()).isEqualTo(3);

        assertThat(ocs("provision", "--atomic", "--file", good.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("identity-taken");
        assertThat(fixture.administration.size()).isEqualTo(3);
    }

    @Test
    void anAtomicLoadThatFailsHalfWayIsUndone() throws IOException {
        Path file = postpaid(50);
        fixture.administration.failCreating("491700000040");

        assertThat(ocs("provision", "--atomic", "--file", file.toString())).isEqualTo(1);

        assertThat(err.toString()).contains(file + ":42: no-room");
        assertThat(out.toString()).contains("created 0 subscribers, failed 1");
        assertThat(fixture.administration.size()).isZero();
    }

    @Test
    void soAreTheBatchesBeforeTheOneThatFails() throws IOException {
        Path file = postpaid(50);
        fixture.administration.failCreating("491700000040");
        BulkReport report = new BulkReport();
        AdminClient client = new AdminClient(fixture.url(), null, null, note -> {});
        FileProvisioning provisioning = new FileProvisioning(client, file, "k9", report, 20);

        try (ProgressBar checking = new ProgressBar(new PrintWriter(err), "checking", 50);
                ProgressBar progress = new ProgressBar(new PrintWriter(err), "provisioning", 50)) {
            provisioning.loadAtomically(checking, progress);
        }

        assertThat(report.json().path("created").intValue()).isZero();
        assertThat(report.json().at("/errors/0/at").textValue()).isEqualTo(file + ":42");
        assertThat(fixture.administration.size()).isZero();
    }

    private Path postpaid(int count) throws IOException {
        StringBuilder rows = new StringBuilder("msisdn,offer\n");
        for (int index = 0; index < count; index++) {
            rows.append(491700000000L + index).append(",postpaid\n");
        }
        return Files.writeString(folder.resolve("s.csv"), rows);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | a command is wanted",
                "blance | did you mean 'balance'?",
                "balance | Missing required parameter: 'MSISDN'",
                "balance 491700000000 --ouput json | did you mean '--output'",
                "balance 491700000000 --output xml | expected one of [TABLE, JSON] (case-insensitive) but was 'xml'",
                "top-up 491700000000 | Missing required parameter: 'AMOUNT'",
                "provision --from 491700000000 --count 5 | Missing required",
                "provision --from 491700000000 --count x --offer a | 'x' is not an int",
                "provision --from 4917x --count 1 --offer a | --from wants 3 to 15 digits",
                "send --request octets=5 | say who: --msisdn, --imsi or --subscription",
                "send --msisdn 491700000000 --request otets=5 | did you mean 'octets'?",
                "send --msisdn 12 | 3 to 15 digits are wanted",
                "send --msisdn 491700000000 --connect nowhere | an address like 127.0.0.1:3868",
                "subscriber | a command is wanted, such as show or list",
            })
    void mistakesOfUsageExitWithTwo(String line, String message) {
        int exit = line.isEmpty() ? ocsAlone() : ocsAlone(line.split(" "));

        assertThat(exit).as(err.toString()).isEqualTo(2);
        assertThat(err.toString()).contains(message);
    }

    @Test
    void refusalsExitWithOneAndOneLine() {
        assertThat(ocs("top-up", "491700000000", "5.00EUR", "--idempotency-key", "k7"))
                .isEqualTo(1);
        assertThat(err.toString().lines().toList())
                .containsExactly(
                        "To repeat it safely: --idempotency-key k7",
                        "ocs: unknown subscriber: no subscriber has the identity e164:491700000000");
    }

    @Test
    void noServerIsSaid() {
        fixture.close();

        assertThat(ocs("balance", "491700000000")).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("ocs: no server answers at http://127.0.0.1:")
                .contains("ocs run");
    }

    @Test
    void badConfigurationIsOneLine() throws IOException {
        Path file = Files.writeString(folder.resolve("ocs.yaml"), "jurnal:\n  sync: batch\n");

        assertThat(ocsAlone("run", "--config", file.toString())).isEqualTo(1);
        assertThat(err.toString().lines().toList())
                .containsExactly("ocs: " + file + ":2: unknown key 'jurnal.sync'; did you mean 'journal.sync'?");
    }

    @Test
    void whatIsInTheWayOfAStartIsOneLine() {
        assertThat(ocsAlone("run", "--set", "node=n1")).isEqualTo(1);
        assertThat(err.toString().lines().toList()).containsExactly("ocs: diameter.listen: 127.0.0.1:3868 is taken");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run",
                "provision",
                "top-up",
                "balance",
                "subscriber",
                "subscriber show",
                "sessions",
                "sessions abort",
                "sessions reauthorize",
                "send",
                "health"
            })
    void everyCommandHasHelpThatTeaches(String command) {
        List<String> words = new ArrayList<>(List.of(command.split(" ")));
        words.add("--help");

        assertThat(ocsAlone(words.toArray(String[]::new))).isZero();
        assertThat(out.toString()).contains("Usage: ocs " + command);
        if (words.size() == 2) {
            assertThat(out.toString()).contains("Examples", "  ocs " + command);
        }
    }

    @Test
    void aUsageIsRatedForASubscriberWithWhatItHas() throws IOException {
        ocs("provision", "--from", "491700000000", "--count", "1", "--offer", "prepaid-data", "--balance", "0.50EUR");
        String catalog =
                Path.of(System.getProperty("ocs.root"), "config", "catalog").toString();
        String[] rate = {
            "rate", "--catalog", catalog, "--subscriber", "491700000000", "--used", "octets=" + (1L << 28), "--explain"
        };
        assertThat(ocs(rate)).as(err.toString()).isZero();
        assertThat(out.toString()).contains("0.50 for 268435456 units, then left: 0.00");
        rate[6] = "octets=" + (1L << 29);
        assertThat(ocs(rate)).isZero();
        assertThat(out.toString()).contains("Total: 1.00EUR, more than the account has");
        assertThat(ocs("rate", "--used", "octets=1")).isEqualTo(2);
        assertThat(err.toString()).contains("--offer or --subscriber is wanted, one of them");
    }

    private int ocs(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.add("--admin");
        all.add(fixture.url());
        return ocsAlone(all.toArray(String[]::new));
    }

    private int ocsAlone(String... words) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine line = Main.commandLine(config -> {
            throw new StartException(
                    "diameter.listen: " + config.diameter().listen().get(0) + " is taken");
        });
        return line.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words);
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(out.toString());
    }

    /** Files of subscribers. */
    private static final class SubscriberFile {
        static final String GOOD =
                """
                # a family on one account, and a migrated bucket
                msisdn,imsi,offer,member-of,buckets
                491700000011,001010000000011,postpaid,,
                491700000012,,postpaid,491700000011,"total-octets 5 for data-1gb"
                """;

        static final String WITH_BAD_ROWS =
                """
                msisdn,imsi,offer,balance,state,buckets
                491700000001,001010000000001,prepaid-data,10.00EUR,,
                491700000002,,postpaid,,suspended,
                491700000001,,postpaid,,,
                491700000003,,prepaid,,,
                491700000003,,postpaid,,
                491700000003,,postpaid,1 Euro,,
                ,,postpaid,,,
                491700000003,,postpaid,,,total-octets
                491700000004,,postpaid,,,"total-octets 1000 for data-1gb until 2026-12-31T23:59:59Z; money 2.00EUR priority 50"

                491700000005,,prepaid-data,1.5EUR,active,
                """;
    }
}
