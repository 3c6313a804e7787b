package io.ocs.server.alarm;

import io.ocs.core.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Which alarms are raised. {@link #look} asks all conditions: an alarm is raised when one of its conditions says why, and cleared when none has for {@value
 * #QUIET_LOOKS} looks, so that what comes and goes is one alarm and not many. {@link #watch} and {@link #look} are for one thread at a time, the rest is
 * for any.
 */
public final class Alarms {

    private static final Logger LOG = LoggerFactory.getLogger(Alarms.class);
    private static final int QUIET_LOOKS = 3;
    private static final int CLEARED_MAX = 200;

    /**
     * An alarm that is raised.
     *
     * @param sinceMs when it was
     * @param detail what was found then, in words; no subscriber data
     */
    public record Raised(Alarm alarm, long sinceMs, String detail) {

        /** Names this occurrence, and no other: {@code journal-full-1767225600000}. */
        public String occurrence() {
            return alarm.id() + "-" + sinceMs;
        }
    }

    /** An alarm that was raised, and is no more. */
    public record Cleared(Raised raised, long clearedMs) {}

    /** Is told of each raise and each clear, once, by the thread that looks: quick, and never waiting. */
    public interface Listener {

        void onRaised(Raised raised);

        void onCleared(Cleared cleared);
    }

    private static final class Watch {
        private final List<Supplier<Optional<String>>> conditions = new ArrayList<>();
        private volatile Raised raised;
        private int quiet;

        Optional<String> why() {
            List<String> found = conditions.stream()
                    .map(Supplier::get)
                    .flatMap(Optional::stream)
                    .toList();
            return found.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", found));
        }
    }

    private final Clock clock;
    private final Map<Alarm, Watch> watches = new EnumMap<>(Alarm.class);
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final Deque<Cleared> cleared = new ArrayDeque<>();

    public Alarms(Clock clock) {
        this.clock = clock;
        for (Alarm alarm : Alarm.values()) {
            watches.put(alarm, new Watch());
        }
    }

    /** Adds a condition, which says in words what it has found, or nothing. It is asked once a second and must not block. */
    public void watch(Alarm alarm, Supplier<Optional<String>> condition) {
        watches.get(alarm).conditions.add(condition);
    }

    /** Adds one who is told. */
    public void listen(Listener listener) {
        listeners.add(listener);
    }

    /** Asks all conditions, and tells what has changed. */
    public void look() {
        watches.forEach(this::lookOrTell);
    }

    /** One that cannot be asked must not hide the others. An error is no end either: a class may be impossible to load while descriptors are short. */
    private void lookOrTell(Alarm alarm, Watch watch) {
        try {
            look(alarm, watch);
        } catch (RuntimeException | Error e) {
            LOG.atError().addKeyValue("alarm", alarm.id()).setCause(e).log("alarm-not-looked-at");
        }
    }

    private void look(Alarm alarm, Watch watch) {
        Optional<String> why = watch.why();
        Raised raised = watch.raised;
        watch.quiet = why.isPresent() ? 0 : watch.quiet + 1;
        if (raised == null && why.isPresent()) {
            watch.raised = new Raised(alarm, clock.nowMs(), why.get());
            tellRaised(watch.raised);
            listeners.forEach(listener -> listener.onRaised(watch.raised));
        } else if (raised != null && watch.quiet == QUIET_LOOKS) {
            watch.raised = null;
            Cleared over = new Cleared(raised, clock.nowMs());
            keep(over);
            tellCleared(over);
            listeners.forEach(listener -> listener.onCleared(over));
        }
    }

    private void keep(Cleared over) {
        synchronized (cleared) {
            cleared.addFirst(over);
            if (cleared.size() > CLEARED_MAX) {
                cleared.removeLast();
            }
        }
    }

    private static void tellRaised(Raised raised) {
        Alarm alarm = raised.alarm();
        LOG.atLevel(alarm.severity() == Severity.MINOR ? Level.WARN : Level.ERROR)
                .addKeyValue("alarm", alarm.id())
                .addKeyValue("severity", alarm.severity().label())
                .addKeyValue("cause", alarm.probableCause())
                .addKeyValue("detail", raised.detail())
                .addKeyValue("what-to-do", alarm.remedy())
                .addKeyValue("runbook", alarm.runbook())
                .log("alarm-raised");
    }

    private static void tellCleared(Cleared over) {
        LOG.atInfo()
                .addKeyValue("alarm", over.raised().alarm().id())
                .addKeyValue("raisedMs", over.clearedMs() - over.raised().sinceMs())
                .log("alarm-cleared");
    }

    public boolean isRaised(Alarm alarm) {
        return watches.get(alarm).raised != null;
    }

    /** What is raised now, in the order of {@link Alarm}. */
    public List<Raised> raised() {
        return all().filter(Objects::nonNull).toList();
    }

    /** What was raised and is no more, the newest first: the last {@value #CLEARED_MAX}. */
    public List<Cleared> cleared() {
        synchronized (cleared) {
            return List.copyOf(cleared);
        }
    }

    private Stream<Raised> all() {
        return watches.values().stream().map(watch -> watch.raised);
    }
}
