package io.ocs.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Goal: outside lab mode only those come in whom the peer table names, and only from where it says. */
@ExtendWith(SharedDatabase.class)
class PeerAddressesTest {

    @TempDir
    private Path folder;

    @Test
    void whoComesFromElsewhereIs3010(SharedDatabase.Server database) throws Exception {
        try (ServerUnderTest server = ServerUnderTest.start(
                folder.resolve("data"),
                "database.url=" + database.newDatabase(),
                "diameter.peers=[{origin-host: near.example.com, realm: example.com, addresses: [10.0.0.1, 127.0.0.0/8]},"
                        + " {origin-host: far.example.com, realm: example.com, addresses: [10.0.0.0/8]},"
                        + " {origin-host: any.example.com, realm: example.com}]")) {
            assertThat(cea(server, "near.example.com")).isEqualTo(2001);
            assertThat(cea(server, "any.example.com")).isEqualTo(2001);
            assertThat(cea(server, "far.example.com")).isEqualTo(3010);
            assertThat(cea(server, "nobody.example.com")).isEqualTo(3010);
        }
    }

    private static int cea(ServerUnderTest server, String originHost) throws Exception {
        try (GyConnection connection = new GyConnection(server.diameter())) {
            return connection.exchange(GyRequest.capabilities(originHost)).resultCode();
        }
    }
}
