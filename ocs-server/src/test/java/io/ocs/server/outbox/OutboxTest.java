package io.ocs.server.outbox;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ocs.core.SubscriptionIdType;
import io.ocs.core.journal.JournalBatch;
import io.ocs.core.journal.MemoryJournal;
import io.ocs.core.journal.NotificationRecord;
import io.ocs.core.journal.NotificationRecord.Subject;
import io.ocs.core.journal.RecordType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: each notification in the journal is delivered, in order, under one id, whatever fails and whenever the process ends. */
class OutboxTest {
    private static final Outbox.Timing QUICK = new Outbox.Timing(Duration.ofMillis(1), Duration.ofMillis(4));
    private static final long TIME = 1_793_620_800_000L;
    private static final int EURO = 978;

    @TempDir
    private Path folder;

    private final MemoryJournal journal = new MemoryJournal();
    private final Taken taken = new Taken();

    /** Takes what it is given, unless it is told not to. */
    private static final class Taken implements Delivery {
        final List<Notification> all = Collections.synchronizedList(new ArrayList<>());
        volatile String refusal = "";
        volatile int attempts;

        @Override
        public String name() {
            return "test";
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // one thread at a time
        public String attempt(Notification notification) {
            attempts++;
            if (refusal.isEmpty()) {
                all.add(notification);
            }
            return refusal;
        }

        List<String> names() {
            return List.copyOf(all).stream()
                    .map(one -> json(one.body()).at("/data/name").asText())
                    .toList();
        }
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void commit(String... names) {
        JournalBatch batch = new JournalBatch(256 * 1024);
        batch.clear(TIME);
        NotificationRecord record = new NotificationRecord();
        for (String name : names) {
            record.build(batch.buffer(), batch.begin(RecordType.NOTIFICATION));
            record.owner(5, 9, EURO);
            record.crossing(Subject.BALANCE, 0, 2_500_000, 1_000_000, 2_000_000);
            byte[] number = "491700000001".getBytes(US_ASCII);
            record.texts(name.getBytes(US_ASCII), new byte[0], SubscriptionIdType.END_USER_E164, number, number.length);
            batch.end(record.length());
        }
        if (names.length == 0) {
            batch.begin(RecordType.COMMAND_DONE);
            batch.end(40);
        }
        assertThat(journal.commit(batch)).isEqualTo(io.ocs.core.journal.Journal.Commit.DURABLE);
    }

    private Outbox open(Delivery delivery) throws IOException {
        Outbox outbox = new Outbox("ocs1", 0, journal, delivery, folder, QUICK);
        outbox.start();
        return outbox;
    }

    private static void await(String what, BooleanSupplier condition) {
        long until = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waiting for " + what).isLessThan(until);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    @Test
    void whatIsToldSaysWhoAndWhat() throws IOException {
        try (Outbox outbox = open(taken)) {
            commit("low-balance");
            await("the delivery", () -> outbox.delivered() == 1);
        }
        Notification one = taken.all.get(0);
        assertThat(one.id()).startsWith("ocs1-0-1-");
        JsonNode body = json(one.body());
        assertThat(body.path("type").asText()).isEqualTo("notification.balance");
        assertThat(body.path("timestamp").asText()).isEqualTo("2026-11-02T12:00:00Z");
        assertThat(body.at("/data/subscriber").asText()).isEqualTo("e164:491700000001");
        assertThat(body.at("/data/before").asText()).isEqualTo("2.50EUR");
        assertThat(body.at("/data/after").asText()).isEqualTo("1.00EUR");
        assertThat(body.at("/data/threshold").asText()).isEqualTo("2.00EUR");
    }

    @Test
    void aNewDeliveryBeginsWithWhatComesFromNowOn() throws IOException {
        commit("long-ago");
        try (Outbox outbox = open(taken)) {
            commit("now");
            await("the delivery", () -> outbox.delivered() == 1);
        }
        assertThat(taken.names()).containsExactly("now");
    }

    @Test
    void aReceiverThatIsDownMissesNothingAndKeepsTheOrder() throws IOException {
        taken.refusal = "HTTP 503";
        try (Outbox outbox = open(taken)) {
            long from = journal.committedPosition();
            commit("one", "two");
            commit();
            commit("three");
            await("attempts", () -> taken.attempts > 3);
            assertThat(outbox.failing())
                    .hasValueSatisfying(why -> assertThat(why).contains("HTTP 503"));
            assertThat(outbox.neededFrom()).as("the journal is kept").isEqualTo(from);
            taken.refusal = "";
            await("all", () -> outbox.delivered() == 3);
            await("the position", () -> outbox.lagOctets() == 0);
            assertThat(outbox.failing()).isEmpty();
        }
        assertThat(taken.names()).containsExactly("one", "two", "three");
        assertThat(taken.all.stream().map(Notification::id).distinct()).hasSize(3);
    }

    @Test
    void afterARestartItGoesOnWithWhatWasNotTaken() throws IOException {
        Outbox first = open(taken);
        commit("one", "two", "three");
        await("three", () -> first.delivered() == 3);
        first.close();
        taken.refusal = "HTTP 500";
        Outbox second = open(taken);
        commit("four");
        await("an attempt", () -> second.failures() > 0);
        second.close();
        taken.refusal = "";
        try (Outbox third = open(taken)) {
            await("the rest", () -> third.delivered() == 1);
        }
        assertThat(taken.names()).containsExactly("one", "two", "three", "four");
    }

    /** The process ends between the delivery and the position: told again under the same id, so that the receiver knows. */
    @Test
    void anEndBeforeThePositionIsDurableTellsAgainUnderTheSameId() throws IOException {
        Outbox created = open(taken);
        created.close();
        Path position = folder.resolve("test-shard-0.position");
        byte[] before = Files.readAllBytes(position);
        Outbox first = open(taken);
        commit("one", "two");
        await("both", () -> first.delivered() == 2);
        first.close();
        Files.write(position, before);
        try (Outbox second = open(taken)) {
            await("both again", () -> second.delivered() == 2);
        }
        assertThat(taken.names()).containsExactly("one", "two", "one", "two");
        assertThat(taken.all.get(2).id()).isEqualTo(taken.all.get(0).id());
        assertThat(taken.all.get(3).id()).isEqualTo(taken.all.get(1).id());
    }

    @Test
    void aBatchThatWasHalfDeliveredGoesOnInItsMiddle() throws IOException {
        Delivery oneOnly = new Delivery() {
            @Override
            public String name() {
                return "test";
            }

            @Override
            public String attempt(Notification notification) {
                return taken.all.isEmpty() ? taken.attempt(notification) : "HTTP 500";
            }
        };
        Outbox first = open(oneOnly);
        commit("one", "two");
        await("the second attempt", () -> first.failures() > 0);
        first.close();
        try (Outbox second = open(taken)) {
            await("the other", () -> second.delivered() == 1);
        }
        assertThat(taken.names()).containsExactly("one", "two");
    }

    @Test
    void filesHaveALineEach() throws IOException {
        Path files = folder.resolve("files");
        try (Outbox outbox = open(new FileDelivery(files, "ocs1", 0))) {
            commit("one", "two");
            await("both", () -> outbox.delivered() == 2);
        }
        Path file = files.resolve("notifications-ocs1-0-2026-11-02.jsonl");
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(2);
        assertThat(json(lines.get(1)).at("/data/name").asText()).isEqualTo("two");
        assertThat(json(lines.get(1)).path("id").asText()).startsWith("ocs1-0-1-");
        Files.writeString(file, "{\"torn", java.nio.file.StandardOpenOption.APPEND);
        new FileDelivery(files, "ocs1", 0).attempt(new Notification("id", TIME, "{\"type\":\"x\"}"));
        assertThat(Files.readAllLines(file)).hasSize(4).last().isEqualTo("{\"id\":\"id\",\"type\":\"x\"}");
    }

    @Test
    void aPositionThatIsNoneStopsTheStartAndIsNamed() throws IOException {
        Files.writeString(folder.resolve("test-shard-0.position"), "once upon a time");
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> open(taken))
                .hasMessageContaining("test-shard-0.position")
                .hasMessageContaining("wanted");
    }
}
