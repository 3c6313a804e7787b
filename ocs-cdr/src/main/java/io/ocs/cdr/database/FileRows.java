package io.ocs.cdr.database;

import io.ocs.cdr.CdrSinkException;
import io.ocs.cdr.file.CdrManifest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.HexFormat;
import org.postgresql.copy.CopyIn;

/** The rows of a closed CSV file; their hash is checked before the transaction can be committed. */
final class FileRows implements RowLoader.Rows {

    private static final int CHUNK = 64 * 1024;

    private final Path file;
    private final CdrManifest.DataFile said;
    private final int version;

    FileRows(Path file, CdrManifest.DataFile said, int version) {
        this.file = file;
        this.said = said;
        this.version = version;
    }

    @Override
    public int formatVersion() {
        return version;
    }

    @Override
    public void writeTo(CopyIn copy) throws SQLException, IOException {
        MessageDigest digest = sha256();
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                digest.update(chunk, 0, count);
                copy.writeToCopy(chunk, 0, count);
            }
        }
        if (!HexFormat.of().formatHex(digest.digest()).equals(said.sha256())) {
            throw CdrSinkException.conflict(file + " is not what its manifest says: it is not loaded");
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String options() {
        return "FORMAT csv, HEADER true";
    }
}
