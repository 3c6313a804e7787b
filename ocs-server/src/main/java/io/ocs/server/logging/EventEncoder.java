package io.ocs.server.logging;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;

/**
 * Writes log events in the form that the reader wants: {@code text} if the property {@code ocs.log.format} says so (the launcher does when
 * stderr is a terminal), JSON otherwise.
 */
public final class EventEncoder extends EncoderBase<ILoggingEvent> {
    private final boolean text = "text".equals(System.getProperty("ocs.log.format"));

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        String line = text ? TextEvent.line(event) : JsonEvent.line(event);
        return (line + "\n").getBytes(UTF_8);
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }
}
