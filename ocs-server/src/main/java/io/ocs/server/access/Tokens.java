package io.ocs.server.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tokens in force: those of the file as it was when it was last good. Whether it has changed is looked at with a request, at most once a second. One
 * thread at a time.
 */
public final class Tokens {
    private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final TokenFile file;
    private final LongSupplier nanoTime;
    private Map<String, Token> byHash;
    private FileTime read;
    private long lookedNanos;

    private Tokens(TokenFile file, LongSupplier nanoTime) {
        this.file = file;
        this.nanoTime = nanoTime;
        lookedNanos = nanoTime.getAsLong();
        read = changed();
        byHash = byHash(file.read());
    }

    /** @throws TokenFileException if there is no file, or it is no good, or has no token */
    public static Tokens of(Path path) {
        return of(path, System::nanoTime);
    }

    static Tokens of(Path path, LongSupplier nanoTime) {
        Tokens tokens = new Tokens(new TokenFile(path), nanoTime);
        if (tokens.byHash.isEmpty()) {
            throw new TokenFileException("http.tokens: there is no token in " + path
                    + ": make one with 'ocs token create --role admin --name NAME'");
        }
        return tokens;
    }

    /** Whose token that is. That a look-up takes longer for some texts than for others tells nothing, as it is their hashes that are looked up. */
    public Optional<Token> find(String secret) {
        reload();
        return Optional.ofNullable(byHash.get(Token.hash(secret)));
    }

    /** The token with that hash, if it is still in force. */
    public Optional<Token> findByHash(String hash) {
        reload();
        return Optional.ofNullable(byHash.get(hash));
    }

    private void reload() {
        long now = nanoTime.getAsLong();
        if (now - lookedNanos < LOOK_NANOS) {
            return;
        }
        lookedNanos = now;
        FileTime changed = changed();
        if (!changed.equals(read)) {
            read = changed;
            readAgain();
        }
    }

    private void readAgain() {
        try {
            byHash = byHash(file.read());
            LOG.atInfo().addKeyValue("tokens", byHash.size()).log("admin-tokens-read");
        } catch (TokenFileException e) {
            LOG.atError()
                    .addKeyValue("what", e.getMessage())
                    .log("admin-tokens-refused"); // the ones before stay in force
        }
    }

    /** When the file was changed; the beginning of time if it cannot be told. */
    private FileTime changed() {
        try {
            return Files.getLastModifiedTime(file.path());
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }

    private static Map<String, Token> byHash(List<Token> tokens) {
        return tokens.stream().collect(Collectors.toMap(Token::hash, Function.identity()));
    }
}
