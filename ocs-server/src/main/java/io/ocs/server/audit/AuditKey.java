package io.ocs.server.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names subscribers in the audit log: {@code e164#5f3a9c1b2d4e6f80}. The same identity has the same name for ever, so that all that was done with it can be
 * found by who has the key, and by nobody else: numbers are few enough to be tried one by one, so a hash without a key would hide nothing.
 */
public final class AuditKey {
    private static final String FILE = "key";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int OCTETS = 32;
    private static final int SHOWN_OCTETS = 8;

    private final SecretKeySpec key;

    private AuditKey(byte[] octets) {
        key = new SecretKeySpec(octets, ALGORITHM);
    }

    /** The key of a folder; made if there is none. */
    static AuditKey ofFolder(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            create(file);
        }
        return read(file);
    }

    /** The key of a folder, which must be there. @throws IOException if it is not, or is no key */
    public static AuditKey read(Path file) throws IOException {
        byte[] octets = Files.readAllBytes(Files.isDirectory(file) ? file.resolve(FILE) : file);
        if (octets.length != OCTETS) {
            throw new IOException(file + " is no key of " + OCTETS + " octets: bring it back from a copy");
        }
        return new AuditKey(octets);
    }

    private static void create(Path file) throws IOException {
        byte[] octets = new byte[OCTETS];
        new SecureRandom().nextBytes(octets);
        if (Files.getFileStore(file.getParent()).supportsFileAttributeView("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.write(file, octets, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
    }

    /** The name of an identity of this type. */
    public String mask(String type, String data) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] digest = mac.doFinal((type + ":" + data).getBytes(UTF_8));
            return type + "#" + HexFormat.of().formatHex(digest, 0, SHOWN_OCTETS);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
