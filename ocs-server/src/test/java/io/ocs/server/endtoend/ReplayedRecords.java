package io.ocs.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** How many records of their journals the servers of this process say that they replay, from {@link #listen} on. */
final class ReplayedRecords implements AutoCloseable {
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.ocs.server.assembly.RecoveryLog");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    private ReplayedRecords() {
        log.start();
        logger.addAppender(log);
    }

    static ReplayedRecords listen() {
        return new ReplayedRecords();
    }

    /** Of all shards together; zero if the images were opened as they were. */
    long count() {
        List<Long> replayed = log.list.stream()
                .filter(event -> event.getMessage().equals("journal-replayed"))
                .flatMap(event -> event.getKeyValuePairs().stream())
                .filter(pair -> pair.key.equals("records"))
                .map(pair -> (Long) pair.value)
                .toList();
        assertThat(replayed).as("shards recovered").isNotEmpty();
        return replayed.stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public void close() {
        logger.detachAppender(log);
    }
}
