package io.ocs.server.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.event.KeyValuePair;

/** A log event as one JSON object: {@code time}, {@code level}, {@code event}, its keys and values, and {@code error} with the stack. */
final class JsonEvent {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern EVENT_NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)+");

    private JsonEvent() {}

    static String line(ILoggingEvent event) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(line)) {
            write(event, json);
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter takes everything", e);
        }
        return line.toString();
    }

    private static void write(ILoggingEvent event, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("time", event.getInstant().toString());
        json.writeStringField("level", event.getLevel().toString());
        json.writeStringField("event", eventName(event));
        if (!isEventName(event)) {
            json.writeStringField("message", event.getFormattedMessage());
        }
        for (KeyValuePair pair : keyValues(event)) {
            json.writeFieldName(pair.key);
            writeValue(pair.value, json);
        }
        json.writeStringField("logger", event.getLoggerName());
        json.writeStringField("thread", event.getThreadName());
        if (event.getThrowableProxy() != null) {
            json.writeStringField("error", ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        json.writeEndObject();
    }

    private static void writeValue(Object value, JsonGenerator json) throws IOException {
        if (value instanceof Integer || value instanceof Long) {
            json.writeNumber(((Number) value).longValue());
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else {
            json.writeString(String.valueOf(value));
        }
    }

    /** The message if it is a name; lines of libraries are called by who wrote them. */
    static String eventName(ILoggingEvent event) {
        String logger = event.getLoggerName();
        return isEventName(event) ? event.getMessage() : logger.substring(logger.lastIndexOf('.') + 1);
    }

    static boolean isEventName(ILoggingEvent event) {
        return event.getMessage() != null
                && EVENT_NAME.matcher(event.getMessage()).matches();
    }

    static List<KeyValuePair> keyValues(ILoggingEvent event) {
        return event.getKeyValuePairs() == null ? List.of() : event.getKeyValuePairs();
    }
}
