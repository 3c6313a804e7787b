package io.ocs.server.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ocs.core.SubscriptionId;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventEncoderTest {
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
    private Logger log;

    @BeforeEach
    void setUp() {
        LoggerContext context = new LoggerContext();
        appender.setContext(context);
        appender.start();
        log = context.getLogger("io.ocs.diameter.PeerTable");
        log.setLevel(Level.INFO);
        log.addAppender(appender);
    }

    @Test
    void oneEventIsOneJsonLine() throws IOException {
        log.atWarn()
                .setMessage("peer-refused")
                .addKeyValue("peer", "a\"b\nc")
                .addKeyValue("code", 3010)
                .addKeyValue("lab", true)
                .log();

        String line =
                new String(new EventEncoder().encode(appender.list.get(0)), java.nio.charset.StandardCharsets.UTF_8);
        JsonNode json = new ObjectMapper().readTree(line);
        assertThat(line.lines()).hasSize(1);
        assertThat(json.get("event").textValue()).isEqualTo("peer-refused");
        assertThat(json.get("level").textValue()).isEqualTo("WARN");
        assertThat(json.get("peer").textValue()).isEqualTo("a\"b\nc");
        assertThat(json.get("code").intValue()).isEqualTo(3010);
        assertThat(json.get("lab").booleanValue()).isTrue();
        assertThat(json.get("time").textValue()).matches("\\d{4}-.*Z");
        assertThat(json.has("message")).isFalse();
    }

    @Test
    void linesOfLibrariesHaveAnEventNameToo() throws IOException {
        log.error("cannot read {}", "x", new IOException("broken"));

        JsonNode json = new ObjectMapper().readTree(JsonEvent.line(appender.list.get(0)));
        assertThat(json.get("event").textValue()).isEqualTo("PeerTable");
        assertThat(json.get("message").textValue()).isEqualTo("cannot read x");
        assertThat(json.get("error").textValue())
                .startsWith("java.io.IOException: broken")
                .contains("EventEncoderTest");
    }

    @Test
    void peopleGetText() {
        log.atInfo().setMessage("peer-open").addKeyValue("peer", "smf").log();

        assertThat(TextEvent.line(appender.list.get(0)))
                .matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} INFO  peer-open peer=smf");
    }

    @Test
    void masksAreStableAndTellNothing() {
        SubscriptionId identity = SubscriptionId.e164("491700000001");

        assertThat(MaskedIdentity.of(identity))
                .matches("e164#[0-9a-f]{8}")
                .isEqualTo(MaskedIdentity.of(identity))
                .isNotEqualTo(MaskedIdentity.of(SubscriptionId.e164("491700000002")))
                .doesNotContain("491700");
    }
}
