package io.ocs.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ocs.core.Money;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The last charges of a subscriber, as care is told them: from the billing database, and without one from the files. */
@ExtendWith(SharedDatabase.class)
class ConsoleChargesTest {
    private static final String HOST = "smf.example.com";
    private static final long NUMBER = 491700970000L;

    private final long seed = Seeds.seed();

    @Test
    void ofTheDatabase(@TempDir Path data, SharedDatabase.Server database) throws Exception {
        lastChargesAreThoseThatWereMade(data, "database.url=" + database.newDatabase());
    }

    @Test
    void ofTheFiles(@TempDir Path data) throws Exception {
        lastChargesAreThoseThatWereMade(data, "database.url=none");
    }

    private void lastChargesAreThoseThatWereMade(Path data, String database) throws Exception {
        System.out.println("ConsoleChargesTest: seed " + seed);
        try (ServerUnderTest server = ServerUnderTest.start(data, database, "shards=2");
                GyConnection gy = server.connect(HOST);
                AdminConnection admin = new AdminConnection(server.http())) {
            List<String> numbers = server.createPrepaid("1000.00EUR", NUMBER, 4);
            SplittableRandom random = new SplittableRandom(seed);
            for (String number : numbers) {
                charge(gy, new DataSession(HOST, number, random.split()));
            }
            server.awaitRecords();
            for (String number : numbers) {
                assertCharges(server, number, charges(admin, number, 100));
                assertThat(charges(admin, number, 1))
                        .isEqualTo(charges(admin, number, 100).subList(0, 1));
            }
            assertThat(admin.get("/admin/v1/subscribers/4999/charges")).startsWith("HTTP/1.1 404");
            assertThat(admin.get("/admin/v1/cdrs/files")).contains("\"file\":\"ocs1-1-", ".csv\"", ".jsonl\"");
        }
    }

    private static void charge(GyConnection gy, DataSession session) throws Exception {
        for (int i = 0; i < 4; i++) {
            session.sendNext(gy, false);
            session.onAnswer(gy.receive());
        }
        session.finish(gy);
    }

    private static List<JsonNode> charges(AdminConnection admin, String number, int limit) throws Exception {
        String answer = admin.get("/admin/v1/subscribers/" + number + "/charges?limit=" + limit);
        assertThat(answer).startsWith("HTTP/1.1 200");
        JsonNode json = new ObjectMapper().readTree(answer.substring(answer.indexOf('{')));
        assertThat(json.path("note").asText()).isNotBlank();
        List<JsonNode> charges = new ArrayList<>();
        json.path("charges").forEach(charges::add);
        return charges;
    }

    private static void assertCharges(ServerUnderTest server, String number, List<JsonNode> charges) {
        long charged = 0;
        long record = Long.MAX_VALUE;
        for (JsonNode charge : charges) {
            assertThat(charge.path("recordNumber").asLong())
                    .as("the newest first")
                    .isLessThan(record);
            record = charge.path("recordNumber").asLong();
            assertThat(Instant.parse(charge.path("at").asText()))
                    .isBefore(Instant.now().plusSeconds(60));
            if (charge.path("recordType").asText().equals("USAGE")) {
                charged += Money.parse(charge.path("charged").asText()).micros();
                assertExplained(charge);
            }
        }
        assertThat(charges).extracting(charge -> charge.path("reason").asText()).contains("OPENING");
        assertThat(charged).isPositive().isEqualTo(ServerUnderTest.chargedMicros(server.subscriber(number)));
    }

    /** The last step of the price is what the service cost in its session, to the micro. */
    private static void assertExplained(JsonNode charge) {
        JsonNode lines = charge.path("explanation");
        assertThat(lines).as(charge.toString()).isNotEmpty();
        assertThat(lines)
                .filteredOn(line -> line.path("rule").asText().equals("rounding"))
                .singleElement()
                .satisfies(line -> assertThat(Money.parse(line.path("amount").asText() + "EUR"))
                        .isEqualTo(Money.parse(charge.path("serviceTotal").asText())));
        assertThat(charge.path("debits"))
                .allSatisfy(
                        debit -> assertThat(debit.path("balanceAfter").asText()).endsWith("EUR"));
    }
}
