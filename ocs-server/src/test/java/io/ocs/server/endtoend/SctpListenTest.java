package io.ocs.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ocs.diameter.peer.SctpSupport;
import io.ocs.server.StartException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Goal: {@code diameter.sctp.listen} is listened on, or stops the start with what is wanted, before anything is touched. */
@ExtendWith(SharedDatabase.class)
class SctpListenTest {

    @TempDir
    private Path folder;

    private ServerUnderTest start(SharedDatabase.Server database) throws Exception {
        return ServerUnderTest.start(
                folder.resolve("data"), "database.url=" + database.newDatabase(), "diameter.sctp.listen=127.0.0.1:0");
    }

    @Test
    void withoutSctpTheStartNamesTheKeyAndTheRemedy(SharedDatabase.Server database) {
        assumeTrue(SctpSupport.hindrance().isPresent(), "this machine has SCTP");
        assertThatThrownBy(() -> start(database))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("diameter.sctp.listen: this machine has no SCTP (")
                .hasMessageContaining("modprobe sctp")
                .hasMessageContaining("libsctp1");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void itIsListenedOn(SharedDatabase.Server database) throws Exception {
        assumeTrue(SctpSupport.hindrance().isEmpty(), "this machine has no SCTP");
        try (ServerUnderTest server = start(database)) {
            assertThat(server.server().diameterSctpAddresses()).hasSize(1);
            assertThat(server.server().ready().text()).contains(" sctp=127.0.0.1:");
        }
    }
}
