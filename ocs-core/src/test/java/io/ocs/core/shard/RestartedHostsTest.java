package io.ocs.core.shard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.core.state.SessionEntry;
import io.ocs.core.state.Table;
import java.nio.ByteBuffer;
import org.agrona.BufferUtil;
import org.junit.jupiter.api.Test;

/** Goal: a restart costs the sessions of the old life, and none of the new one. */
class RestartedHostsTest {

    private final ByteBuffer memory = BufferUtil.allocateDirectAligned(Table.SESSION.entryLength(), 64);
    private final SessionEntry session = new SessionEntry();
    private final RestartedHosts restarted = new RestartedHosts();
    private final LostSessions lost = new LostSessions(restarted);

    private SessionEntry session(String id, long openedMs) {
        session.wrap(BufferUtil.address(memory));
        session.openedMs(openedMs);
        byte[] text = id.getBytes(UTF_8);
        session.sessionId(text, 0, text.length);
        return session;
    }

    @Test
    void whatWasOpenedBeforeTheRestartIsLost() {
        restarted.add("SMF.example.com", 5_000);
        assertThat(lost.look(5_000)).isTrue();
        assertThat(lost.has(session("smf.example.com;1", 4_999))).isTrue();
        assertThat(lost.has(session("smf.example.com;1", 5_000))).isFalse();
        assertThat(lost.has(session("smf.example.com.org;1", 4_999))).isFalse();
    }

    /** The batch at hand has taken its time before the restart was noted, and the first session of the new life is opened in it. */
    @Test
    void whatABatchOpensThatBeganBeforeTheRestartIsNot() {
        assertThat(lost.look(4_000)).isFalse();
        restarted.add("smf.example.com", 5_000);
        assertThat(lost.look(4_900)).isTrue();
        assertThat(lost.has(session("smf.example.com;2", 4_900))).isFalse();
        assertThat(lost.has(session("smf.example.com;1", 4_899))).isTrue();

        restarted.add("pcf.example.com", 6_000);
        assertThat(lost.look(6_000)).isTrue();
        assertThat(lost.has(session("smf.example.com;2", 4_900)))
                .as("the limit stays")
                .isFalse();
        assertThat(lost.has(session("smf.example.com;1", 4_899))).isTrue();
    }

    /** A host that says with each message that it was started again is believed once in ten seconds, and pushes nobody else out. */
    @Test
    void aHostThatRestartsAllTheTimeIsNotBelieved() {
        restarted.add("pcf.example.com", 1_000);
        assertThat(restarted.add("smf.example.com", 1_000)).isTrue();
        for (int i = 1; i < 100; i++) {
            assertThat(restarted.add("smf.example.com", 1_000 + i * 100 - 1)).isFalse();
        }
        assertThat(restarted.add("smf.example.com", 11_000)).isTrue();
        lost.look(11_000);
        assertThat(lost.has(session("pcf.example.com;1", 999))).isTrue();
        assertThat(lost.has(session("smf.example.com;1", 10_999))).isTrue();
    }

    @Test
    void aRestartIsForgottenInTheEnd() {
        restarted.add("smf.example.com", 1_000);
        assertThat(lost.look(301_000)).isTrue();
        assertThat(lost.look(301_001)).isFalse();
    }
}
