package io.ocs.server.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** How lines hang together: each ends with the hash of the one before and, last, its own, which is of all that stands before it. */
final class AuditChain {
    /** What stands in the place of a hash before the first line. */
    static final String START = "0".repeat(64);

    private static final String OWN = ",\"hash\":\"";
    private static final String END = "\"}";
    static final int TAIL_LENGTH = OWN.length() + START.length() + END.length();

    private AuditChain() {}

    /** The line of a record, without the line feed. */
    static String line(ObjectNode record, String previousHash) {
        String whole = record.put("prev", previousHash).toString();
        String body = whole.substring(0, whole.length() - 1);
        return body + OWN + hash(body) + END;
    }

    /** The hash that a line says it has; null if it has none. */
    static String saidHash(String line) {
        int at = line.length() - TAIL_LENGTH;
        return at > 0 && line.startsWith(OWN, at) && line.endsWith(END)
                ? line.substring(at + OWN.length(), line.length() - END.length())
                : null;
    }

    /** The hash that a line should have. */
    static String dueHash(String line) {
        return hash(line.substring(0, line.length() - TAIL_LENGTH));
    }

    private static String hash(String body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
