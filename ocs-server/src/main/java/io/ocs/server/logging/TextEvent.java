package io.ocs.server.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.slf4j.event.KeyValuePair;

/** A log event for a person at a terminal: {@code 12:01:02.345 INFO  peer-open peer=smf.example.com}. */
final class TextEvent {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

    private TextEvent() {}

    static String line(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(120);
        line.append(TIME.format(event.getInstant())).append(' ');
        line.append(String.format("%-5s ", event.getLevel()));
        line.append(
                JsonEvent.isEventName(event)
                        ? event.getMessage()
                        : JsonEvent.eventName(event) + ": " + event.getFormattedMessage());
        for (KeyValuePair pair : JsonEvent.keyValues(event)) {
            line.append(' ').append(pair.key).append('=').append(pair.value);
        }
        if (event.getThrowableProxy() != null) {
            line.append('\n').append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        return line.toString();
    }
}
