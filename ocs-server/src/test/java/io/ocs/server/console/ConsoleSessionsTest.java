package io.ocs.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ConsoleSessionsTest {
    private final AtomicLong nanos = new AtomicLong(-5);
    private final ConsoleSessions sessions = new ConsoleSessions(nanos::get);

    @Test
    void aSessionLastsForHalfADay() {
        String id = sessions.begin("hash");
        nanos.addAndGet(TimeUnit.HOURS.toNanos(ConsoleSessions.LASTS_H));
        assertThat(sessions.tokenHash(id)).contains("hash");
        nanos.incrementAndGet();
        assertThat(sessions.tokenHash(id)).isEmpty();
    }

    @Test
    void aSessionThatWasEndedIsNoMore() {
        String id = sessions.begin("hash");
        sessions.end(id);
        assertThat(sessions.tokenHash(id)).isEmpty();
        assertThat(sessions.tokenHash("guessed")).isEmpty();
    }

    @Test
    void formsBelongToOneBrowserAndOneProcess() {
        String one = sessions.newId();
        String other = sessions.newId();
        assertThat(one).isNotEqualTo(other).hasSize(43);
        assertThat(sessions.isOf(one, sessions.csrf(one))).isTrue();
        assertThat(sessions.isOf(other, sessions.csrf(one))).isFalse();
        assertThat(sessions.isOf(one, "")).isFalse();
        assertThat(new ConsoleSessions(nanos::get).isOf(one, sessions.csrf(one)))
                .isFalse();
    }

    /** Goal: whoever has a token cannot fill the memory by signing in. */
    @Test
    void theOldestGoesWhenThereAreTooMany() {
        String first = sessions.begin("hash");
        String second = sessions.begin("hash");
        for (int i = 1; i < ConsoleSessions.SESSIONS_MAX; i++) {
            sessions.begin("hash");
        }
        assertThat(sessions.tokenHash(first)).isEmpty();
        assertThat(sessions.tokenHash(second)).contains("hash");
    }
}
