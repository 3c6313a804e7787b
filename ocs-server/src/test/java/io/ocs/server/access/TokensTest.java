package io.ocs.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The file of tokens: made, read, changed under a running server, and refused as a whole. */
class TokensTest {
    private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");
    private static final String HASH = "0123456789abcdef".repeat(4);

    @TempDir
    Path folder;

    private final AtomicLong nanos = new AtomicLong();
    private Path path;
    private TokenFile file;

    @BeforeEach
    void name() {
        path = folder.resolve("tokens");
        file = new TokenFile(path);
    }

    private void later() throws IOException {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(2));
        Files.setLastModifiedTime(path, FileTime.fromMillis(1_767_225_600_000L + nanos.get() / 1_000_000));
    }

    @Test
    void aSecretIsNowhereInTheFileAndIsFound() throws IOException {
        String alice = file.add("alice", Role.OPERATOR, CREATED);
        String bob = file.add("bob", Role.VIEWER, CREATED);

        assertThat(alice).matches("ocs_[A-Za-z0-9_-]{43}").isNotEqualTo(bob);
        assertThat(Files.readString(path))
                .doesNotContain(alice, alice.substring(4))
                .contains("operator alice 2026-01-01");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        Tokens tokens = Tokens.of(path, nanos::get);
        assertThat(tokens.find(alice))
                .hasValueSatisfying(token -> assertThat(token.role()).isEqualTo(Role.OPERATOR));
        assertThat(tokens.find(bob))
                .hasValueSatisfying(token -> assertThat(token.name()).isEqualTo("bob"));
        assertThat(tokens.find(alice + "x")).isEmpty();
        assertThat(tokens.find("")).isEmpty();
    }

    @Test
    void aChangeIsNoticedAndABadOneLeavesWhatWas() throws IOException {
        String alice = file.add("alice", Role.ADMIN, CREATED);
        Tokens tokens = Tokens.of(path, nanos::get);
        String bob = file.add("bob", Role.CARE, CREATED);
        assertThat(tokens.find(bob)).as("it is looked at once a second").isEmpty();
        later();
        assertThat(tokens.find(bob)).isPresent();

        file.revoke("alice");
        later();
        assertThat(tokens.find(alice)).isEmpty();
        assertThat(tokens.find(bob)).isPresent();

        Files.writeString(path, "nonsense\n");
        later();
        assertThat(tokens.find(bob)).as("the old state is kept").isPresent();
        Files.delete(path);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(2));
        assertThat(tokens.find(bob)).isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nonsense | tokens:2: SHA-256, role, name and time are wanted",
                "HASH owner alice 2026-01-01T00:00:00Z | tokens:2: 'owner' is no role: viewer, care, operator or admin is wanted",
                "HASH admin al/ice 2026-01-01T00:00:00Z | tokens:2: 'al/ice' is no name",
                "HASH admin alice yesterday | tokens:2: 'yesterday' is no time like 2026-01-01T00:00:00Z",
            })
    void aBadLineIsNamed(String line, String message) throws IOException {
        Files.writeString(path, "# first\n" + line.replace("HASH", HASH) + "\n");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> Tokens.of(path))
                .isInstanceOf(TokenFileException.class)
                .hasMessageContaining(message);
    }

    @Test
    void whatWouldLetOthersInIsRefused() throws IOException {
        assertThatThrownBy(() -> Tokens.of(path))
                .hasMessageContaining("there is no file")
                .hasMessageContaining("ocs token create");
        file.add("alice", Role.ADMIN, CREATED);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw----"));
        assertThatThrownBy(() -> Tokens.of(path)).hasMessageContaining("chmod go-w");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r-----"));
        file.revoke("alice");
        assertThatThrownBy(() -> Tokens.of(path)).hasMessageContaining("there is no token in");
    }

    @Test
    void aNameIsTakenOnce() {
        file.add("alice", Role.ADMIN, CREATED);
        assertThatThrownBy(() -> file.add("alice", Role.CARE, CREATED)).hasMessageContaining("'alice' already");
        assertThatThrownBy(() -> file.add("al ice", Role.CARE, CREATED)).hasMessageContaining("is no name");
        assertThatThrownBy(() -> file.revoke("bob")).hasMessageContaining("there is no token 'bob'");
        assertThat(file.read()).hasSize(1);
    }

    @Test
    void wrongTokensAreBoundedByAddress() {
        WrongTokens wrong = new WrongTokens(nanos::get);
        for (int i = 0; i < WrongTokens.BURST; i++) {
            assertThat(wrong.note("10.0.0.1")).isZero();
        }
        assertThat(wrong.note("10.0.0.1")).isEqualTo(WrongTokens.REFILL_S);
        assertThat(wrong.note("10.0.0.2")).isZero();
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(WrongTokens.REFILL_S));
        assertThat(wrong.note("10.0.0.1")).isZero();
        assertThat(wrong.note("10.0.0.1")).isPositive();
    }
}
