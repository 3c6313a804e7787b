package io.ocs.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Goal: peers are told that sessions were lost when they were, and only then (RFC 6733 §8.16). */
@Tag("end-to-end")
@ExtendWith(SharedDatabase.class)
class OriginStateTest {
    private static final String PEER = "smf.example.com";

    @TempDir
    private Path data;

    private String url;

    @BeforeEach
    void setUp(SharedDatabase.Server database) throws Exception {
        url = "database.url=" + database.newDatabase();
    }

    private static long told(InetSocketAddress diameter) throws Exception {
        try (GyConnection connection = new GyConnection(diameter)) {
            return connection.exchange(GyRequest.capabilities(PEER)).number(278);
        }
    }

    private long startAndStop(String... settings) throws Exception {
        try (ServerUnderTest server = ServerUnderTest.start(data, with(settings))) {
            return told(server.diameter());
        }
    }

    private long startAndKill(String... settings) throws Exception {
        try (ServerProcess server = ServerProcess.start(data, with(settings))) {
            long told = told(server.diameter());
            server.kill();
            return told;
        }
    }

    private String[] with(String... settings) {
        String[] all = new String[settings.length + 1];
        all[0] = url;
        System.arraycopy(settings, 0, all, 1, settings.length);
        return all;
    }

    @Test
    void itStaysOverAStopAndACrashAsLongAsEachChargeIsForced() throws Exception {
        long first = startAndStop();
        assertThat(first).isBetween(System.currentTimeMillis() / 1_000 - 600, System.currentTimeMillis() / 1_000);
        assertThat(startAndStop()).isEqualTo(first);
        assertThat(startAndKill()).isEqualTo(first);
        assertThat(startAndStop()).isEqualTo(first);
    }

    @Test
    void itRisesAfterACrashOfAServerThatForcesLate() throws Exception {
        long first = startAndStop("journal.sync=os");
        assertThat(startAndKill("journal.sync=os")).as("after a clean stop").isEqualTo(first);
        long second = startAndStop("journal.sync=os");
        assertThat(second).isGreaterThan(first);
        assertThat(startAndStop()).isEqualTo(second);
    }
}
