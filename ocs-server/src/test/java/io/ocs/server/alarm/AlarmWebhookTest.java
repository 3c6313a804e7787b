package io.ocs.server.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.core.time.ManualClock;
import io.ocs.server.alarm.Receiver.Received;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Goal: whoever is told is told of each raise and each clear once, in order, and can tell that it was this server; a receiver that is down misses nothing. */
class AlarmWebhookTest {
    private static final long START_MS = 1_767_225_600_000L;
    private static final AlarmWebhook.Timing QUICK = new AlarmWebhook.Timing(
            Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofMinutes(10), Duration.ofSeconds(20));

    private final ManualClock clock = new ManualClock(START_MS);
    private final Alarms alarms = new Alarms(clock);
    private Optional<String> trouble = Optional.empty();
    private Receiver receiver;
    private AlarmWebhook webhook;

    @BeforeEach
    void start() throws IOException {
        receiver = new Receiver();
        alarms.watch(Alarm.JOURNAL_FULL, () -> trouble);
        webhook = to(receiver.url(), QUICK);
    }

    private AlarmWebhook to(URI url, AlarmWebhook.Timing timing) {
        AlarmWebhook started = new AlarmWebhook(url, WebhookSecret.parse(Receiver.SECRET), clock, timing);
        alarms.listen(started);
        started.start();
        return started;
    }

    @AfterEach
    void stop() {
        webhook.close();
        receiver.close();
    }

    private void look(int times) {
        for (int i = 0; i < times; i++) {
            clock.advanceMs(1_000);
            alarms.look();
        }
    }

    private void raiseAndClear() {
        trouble = Optional.of("shard 0: no room");
        look(20);
        trouble = Optional.empty();
        look(20);
    }

    private static void await(String what, BooleanSupplier condition) {
        long until = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waiting for " + what).isLessThan(until);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    @Test
    void oneSignedMessageEachWay() throws Exception {
        raiseAndClear();

        Received raised = receiver.next();
        assertThat(raised.signed()).isTrue();
        assertThat(raised.body().path("type").asText()).isEqualTo("alarm.raised");
        assertThat(raised.body().path("timestamp").asText()).isEqualTo("2026-01-01T00:00:01Z");
        assertThat(raised.id()).isEqualTo("journal-full-" + (START_MS + 1_000) + "-raised");
        assertThat(raised.body().at("/data/id").asText()).isEqualTo("journal-full");
        assertThat(raised.body().at("/data/severity").asText()).isEqualTo("critical");
        assertThat(raised.body().at("/data/detail").asText()).isEqualTo("shard 0: no room");
        assertThat(raised.body().at("/data/runbook").asText()).isEqualTo("docs/runbooks/journal-full.md");
        assertThat(raised.body().at("/data/cleared").isNull()).isTrue();
        Received cleared = receiver.next();
        assertThat(cleared.signed()).isTrue();
        assertThat(cleared.body().path("type").asText()).isEqualTo("alarm.cleared");
        assertThat(cleared.body().at("/data/occurrence"))
                .isEqualTo(raised.body().at("/data/occurrence"));
        assertThat(cleared.body().at("/data/cleared").asText()).isEqualTo("2026-01-01T00:00:23Z");
        await("both to be settled", () -> webhook.delivered() == 2);
        assertThat(receiver.taken()).hasSize(2);
        assertThat(webhook.waiting()).isZero();
    }

    @Test
    void whatIsRefusedComesAgainUnderTheSameIdAndInOrder() throws Exception {
        receiver.answer(503);
        raiseAndClear();
        String first = receiver.next().id();
        assertThat(receiver.next().id()).isEqualTo(first);
        Received third = receiver.next();
        assertThat(third.id())
                .as("the clear waits for its raise")
                .isEqualTo(first)
                .endsWith("-raised");
        assertThat(third.signed()).isTrue();

        receiver.answer(200);
        await("both", () -> webhook.delivered() == 2);
        assertThat(receiver.taken())
                .extracting(taken -> taken.body().path("type").asText())
                .containsExactly("alarm.raised", "alarm.cleared");
        assertThat(webhook.failures()).isGreaterThanOrEqualTo(3);
        assertThat(webhook.dropped()).isZero();
    }

    @Test
    void whatIsTooOldIsGivenUpAndTheNextOnesAreNot() throws Exception {
        receiver.answer(500);
        trouble = Optional.of("shard 0: no room");
        look(1);
        receiver.next();
        clock.advanceMs(QUICK.giveUpAfter().toMillis());
        await("the first to be given up", () -> webhook.dropped() == 1);
        receiver.answer(200);
        trouble = Optional.empty();
        look(5);

        await("the clear", () -> webhook.delivered() == 1);
        assertThat(receiver.taken()).singleElement().satisfies(taken -> assertThat(
                        taken.body().path("type").asText())
                .isEqualTo("alarm.cleared"));
    }

    @Test
    void theQueueHasAnEndAndTheNewestAreKept() throws Exception {
        receiver.answer(500);
        for (int i = 0; i < AlarmWebhook.WAITING_MAX; i++) {
            raiseAndClear();
        }
        assertThat(webhook.waiting()).isEqualTo(AlarmWebhook.WAITING_MAX);
        assertThat(webhook.dropped()).isEqualTo(AlarmWebhook.WAITING_MAX);
        receiver.answer(200);
        await("all that wait", () -> webhook.waiting() == 0);
        assertThat(receiver.taken().get(receiver.taken().size() - 1).id())
                .isEqualTo(alarms.cleared().get(0).raised().occurrence() + "-cleared");
    }

    @Test
    void aReceiverThatIsNotThereHoldsNobodyUp() {
        receiver.close();
        raiseAndClear();
        await("attempts", () -> webhook.failures() >= 2);
        assertThat(alarms.cleared()).hasSize(1);
        webhook.close();
        assertThat(webhook.delivered()).isZero();
    }
}
