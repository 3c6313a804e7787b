package io.ocs.server.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.ocs.core.time.ManualClock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** Goal: one line when something begins to be wrong, one when it is right again, however long it lasts and however often it flickers. */
class AlarmsTest {

    private final ManualClock clock = new ManualClock(1_000_000);
    private final Alarms alarms = new Alarms(clock);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private Optional<String> first = Optional.empty();
    private Optional<String> second = Optional.empty();

    @BeforeEach
    void listen() {
        log.start();
        ((Logger) LoggerFactory.getLogger(Alarms.class)).addAppender(log);
        alarms.watch(Alarm.JOURNAL_FULL, () -> first);
        alarms.watch(Alarm.JOURNAL_FULL, () -> second);
    }

    @AfterEach
    void stopListening() {
        ((Logger) LoggerFactory.getLogger(Alarms.class)).detachAppender(log);
    }

    private void look(int times) {
        for (int i = 0; i < times; i++) {
            clock.advanceMs(1_000);
            alarms.look();
        }
    }

    private List<String> events() {
        return log.list.stream().map(ILoggingEvent::getMessage).toList();
    }

    @Test
    void oneLineEachWay() {
        look(5);
        assertThat(events()).isEmpty();
        first = Optional.of("shard 0: no room");
        second = Optional.of("shard 1: no room");
        look(50);
        assertThat(events()).containsExactly("alarm-raised");
        assertThat(log.list.get(0).getKeyValuePairs().toString())
                .contains("alarm=\"journal-full\"", "severity=\"critical\"", "shard 0: no room; shard 1: no room")
                .contains("make room");
        assertThat(alarms.raised())
                .containsExactly(
                        new Alarms.Raised(Alarm.JOURNAL_FULL, 1_006_000, "shard 0: no room; shard 1: no room"));

        first = Optional.empty();
        look(10);
        assertThat(alarms.isRaised(Alarm.JOURNAL_FULL)).as("one of them stays").isTrue();
        second = Optional.empty();
        look(2);
        assertThat(alarms.isRaised(Alarm.JOURNAL_FULL)).as("not sure yet").isTrue();
        look(20);
        assertThat(events()).containsExactly("alarm-raised", "alarm-cleared");
        assertThat(log.list.get(1).getKeyValuePairs().toString()).contains("raisedMs=\"62000\"");
        assertThat(alarms.raised()).isEmpty();
    }

    @Test
    void whatFlickersIsOneAlarm() {
        for (int i = 0; i < 30; i++) {
            first = i % 3 == 0 ? Optional.of("now and then") : Optional.empty();
            look(1);
        }
        assertThat(events()).containsExactly("alarm-raised");
        first = Optional.empty();
        look(5);
        assertThat(events()).containsExactly("alarm-raised", "alarm-cleared");
    }

    /** As a class that cannot be loaded while there are no file descriptors. */
    @Test
    void aConditionThatThrowsHidesNoOther() {
        alarms.watch(Alarm.JOURNAL_SLOW, () -> {
            throw new NoClassDefFoundError("planted");
        });
        alarms.watch(Alarm.OVERLOAD, () -> Optional.of("12 requests"));
        first = Optional.of("shard 0: no room");
        look(2);
        assertThat(alarms.raised())
                .extracting(Alarms.Raised::alarm)
                .containsExactly(Alarm.JOURNAL_FULL, Alarm.OVERLOAD);
        assertThat(events()).contains("alarm-not-looked-at");
    }

    /** Goal: each one is raised and cleared exactly once, is listed while it lasts and remembered afterwards. */
    @ParameterizedTest
    @EnumSource
    void eachIsToldOnceEachWayAndRemembered(Alarm alarm) {
        List<String> told = new ArrayList<>();
        alarms.listen(new Alarms.Listener() {
            @Override
            public void onRaised(Alarms.Raised raised) {
                told.add("raised " + raised.occurrence());
            }

            @Override
            public void onCleared(Alarms.Cleared over) {
                told.add("cleared " + over.raised().occurrence());
            }
        });
        boolean[] wrong = {true};
        alarms.watch(alarm, () -> wrong[0] ? Optional.of("planted") : Optional.empty());
        look(7);
        assertThat(alarms.raised()).extracting(Alarms.Raised::alarm).containsExactly(alarm);
        assertThat(AlarmJson.of(alarms.raised().get(0)).path("cleared").isNull())
                .isTrue();
        wrong[0] = false;
        look(7);

        String occurrence = alarm.id() + "-1001000";
        assertThat(told).containsExactly("raised " + occurrence, "cleared " + occurrence);
        assertThat(alarms.raised()).isEmpty();
        assertThat(alarms.cleared()).singleElement().satisfies(over -> {
            assertThat(over.raised().alarm()).isEqualTo(alarm);
            assertThat(over.clearedMs()).isEqualTo(1_010_000);
        });
    }

    /** Ids stand in rules and runbooks of others: they never change. */
    @Test
    void idsAreStable() {
        assertThat(Arrays.stream(Alarm.values()).map(Alarm::id))
                .containsExactly(
                        "journal-full",
                        "journal-slow",
                        "image-short-of-disk",
                        "table-filling",
                        "journal-archive",
                        "snapshot-failing",
                        "cdr-files",
                        "cdr-database",
                        "cdr-lag",
                        "clock-stepped",
                        "descriptors",
                        "peer-away",
                        "certificates",
                        "overload",
                        "notifications",
                        "audit-log");
    }
}
