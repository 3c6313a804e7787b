package io.ocs.server.access;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The file of tokens: a line each, {@code SHA-256 role name created}; lines that begin with {@code #} are for people. Read as a whole or refused as a whole;
 * changed by putting another file in its place.
 */
public record TokenFile(Path path) {
    private static final String HEAD =
            """
            # Tokens of the administration: SHA-256 of the token, role (viewer, care, operator, admin), name, created.
            # Made by 'ocs token create'; a line that is deleted is a token that is no more. Read again when it changes.
            """;
    private static final int FIELDS = 4;
    private static final String OWNER_ONLY = "rw-------";

    /** @throws TokenFileException if there is none, or any line of it is no good */
    public List<Token> read() {
        try {
            checkRights();
            List<String> lines = Files.readAllLines(path);
            List<Token> tokens = new ArrayList<>();
            for (int i = 0; i < lines.size(); i++) {
                if (!lines.get(i).isBlank() && !lines.get(i).startsWith("#")) {
                    tokens.add(token(lines.get(i).strip(), i + 1));
                }
            }
            return checkUnique(tokens);
        } catch (NoSuchFileException e) {
            throw new TokenFileException(
                    "http.tokens: there is no file " + path
                            + ": make the first token with 'ocs token create --role admin --name NAME'",
                    e);
        } catch (IOException e) {
            throw new TokenFileException("http.tokens: " + path + " cannot be read: " + e, e);
        }
    }

    /** Whoever could write it could let himself in. */
    private void checkRights() throws IOException {
        if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
            Set<PosixFilePermission> rights = Files.getPosixFilePermissions(path);
            if (rights.contains(PosixFilePermission.GROUP_WRITE) || rights.contains(PosixFilePermission.OTHERS_WRITE)) {
                throw new TokenFileException("http.tokens: others than its owner may write to " + path
                        + ", and so let themselves in: chmod go-w " + path);
            }
        }
    }

    private Token token(String line, int number) {
        String[] fields = line.split("\\s+");
        if (fields.length != FIELDS || !fields[0].matches("[0-9a-f]{64}")) {
            throw bad(number, "SHA-256, role, name and time are wanted, as 'ocs token create' writes them");
        }
        if (!fields[2].matches(Token.NAME_PATTERN)) {
            throw bad(number, "'" + fields[2] + "' is no name: letters, digits and . _ @ - are wanted");
        }
        try {
            return new Token(fields[0], role(fields[1], number), fields[2], Instant.parse(fields[FIELDS - 1]));
        } catch (DateTimeParseException e) {
            throw bad(number, "'" + fields[FIELDS - 1] + "' is no time like 2026-01-01T00:00:00Z");
        }
    }

    private Role role(String label, int number) {
        return Arrays.stream(Role.values())
                .filter(role -> role.label().equals(label))
                .findFirst()
                .orElseThrow(
                        () -> bad(number, "'" + label + "' is no role: viewer, care, operator or admin is wanted"));
    }

    private TokenFileException bad(int line, String what) {
        return new TokenFileException("http.tokens: " + path + ":" + line + ": " + what);
    }

    private List<Token> checkUnique(List<Token> tokens) {
        Set<String> names = new HashSet<>();
        Set<String> hashes = new HashSet<>();
        for (Token token : tokens) {
            if (!names.add(token.name()) || !hashes.add(token.hash())) {
                throw new TokenFileException(
                        "http.tokens: " + path + ": '" + token.name() + "' stands there twice: delete one line");
            }
        }
        return tokens;
    }

    /**
     * Adds a token, in a new file if there is none.
     *
     * @return its secret, which is nowhere else
     * @throws TokenFileException if the name is taken or the file is no good or cannot be written
     */
    public String add(String name, Role role, Instant created) {
        if (!name.matches(Token.NAME_PATTERN)) {
            throw new TokenFileException("'" + name + "' is no name: up to 64 letters, digits and . _ @ - are wanted");
        }
        String secret = Token.newSecret();
        change(lines -> {
            if (Files.exists(path)
                    && read().stream().anyMatch(token -> token.name().equals(name))) {
                throw new TokenFileException(
                        "there is a token '" + name + "' already: take another name, or revoke it first");
            }
            lines.add(new Token(Token.hash(secret), role, name, created).line());
        });
        return secret;
    }

    /** Takes a token away. @throws TokenFileException if there is none of this name, or the file is no good or cannot be written */
    public void revoke(String name) {
        change(lines -> {
            if (read().stream().noneMatch(token -> token.name().equals(name))) {
                throw new TokenFileException("there is no token '" + name + "' in " + path);
            }
            lines.removeIf(line -> !line.startsWith("#")
                    && Arrays.asList(line.strip().split("\\s+")).indexOf(name) == 2);
        });
    }

    private interface Change {
        void apply(List<String> lines) throws IOException;
    }

    /** One at a time, also of several processes; readers see the file before or the one after. */
    private void change(Change change) {
        Path lockPath = path.resolveSibling(path.getFileName() + ".lock");
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            try (FileChannel lock = FileChannel.open(lockPath, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = lock.lock()) {
                List<String> lines = new ArrayList<>(
                        Files.exists(path) ? Files.readAllLines(path) : Arrays.asList(HEAD.split("\n")));
                change.apply(lines);
                replace(lines);
                if (!held.isValid()) {
                    throw new IOException("the lock " + lockPath + " was lost");
                }
            }
        } catch (IOException e) {
            throw new TokenFileException(
                    String.format(Locale.ROOT, "http.tokens: %s cannot be changed: %s", path, e), e);
        }
    }

    private void replace(List<String> lines) throws IOException {
        Path next = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(next);
        if (Files.getFileStore(path.toAbsolutePath().getParent()).supportsFileAttributeView("posix")) {
            Files.createFile(next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
        }
        Files.writeString(next, String.join("\n", lines) + "\n");
        try (FileChannel file = FileChannel.open(next, StandardOpenOption.WRITE)) {
            file.force(true);
        }
        Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
