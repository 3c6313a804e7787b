package io.ocs.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.server.access.Role;
import io.ocs.server.access.TokenFile;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: whom the peer table names comes in from where it says, and nobody else by that name; others do in a lab only. */
@ExtendWith(SharedDatabase.class)
class PeerAddressesTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoComesFromElsewhereIs3010(boolean lab, SharedDatabase.Server database) throws Exception {
        TokenFile tokens = new TokenFile(folder.resolve("tokens")); // wanted outside of a lab
        assertThat(tokens.add("test", Role.ADMIN, Instant.now())).isNotEmpty();
        try (ServerUnderTest server = ServerUnderTest.start(
                folder.resolve("data"),
                "database.url=" + database.newDatabase(),
                "diameter.accept-unknown-peers=" + lab,
                "http.tokens=" + tokens.path(),
                "diameter.peers=[{origin-host: near.example.com, realm: example.com, addresses: [10.0.0.1, 127.0.0.0/8]},"
                        + " {origin-host: far.example.com, realm: example.com, addresses: [10.0.0.0/8]},"
                        + " {origin-host: any.example.com, realm: example.com}]")) {
            assertThat(cea(server, "near.example.com")).isEqualTo(2001);
            assertThat(cea(server, "any.example.com")).isEqualTo(2001);
            assertThat(cea(server, "far.example.com")).isEqualTo(3010);
            assertThat(cea(server, "nobody.example.com")).isEqualTo(lab ? 2001 : 3010);
        }
    }

    private static int cea(ServerUnderTest server, String originHost) throws Exception {
        try (GyConnection connection = new GyConnection(server.diameter())) {
            return connection.exchange(GyRequest.capabilities(originHost)).resultCode();
        }
    }
}
