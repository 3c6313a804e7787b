package io.ocs.server.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ocs.core.time.Clock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the audit log. {@link #begin} returns when the line of a change is on the disk; if it cannot be put there, the change must not be made. {@link #end}
 * notes what came of it, and is not forced: after a power failure the last changes may lack their result. For that line room is kept in a file of its own
 * ({@code reserve}), which is given up when the disk is full. Thread-safe; both may take as long as the disk.
 */
public final class AuditLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RESERVE = "reserve";
    private static final int RESERVE_OCTETS = 64 * 1024;
    /** A file of this size is followed by another. */
    public static final long FILE_OCTETS_MAX = 64L << 20;

    /**
     * A change that somebody asks for.
     *
     * @param who name of the token
     * @param from address
     * @param route as in the interface's document, with path parameters in braces
     * @param subject whom it is about, masked; empty for nobody
     * @param details members of the request that are no subscriber data
     */
    public record Change(
            String who, String role, String from, String method, String route, String subject, ObjectNode details) {}

    private final Path folder;
    private final Clock clock;
    private final long fileOctetsMax;
    private final AuditKey key;
    private FileChannel file;
    private long next = 1;
    private String lastHash = AuditChain.START;
    private volatile String failure;

    private AuditLog(Path folder, Clock clock, long fileOctetsMax) throws IOException {
        this.folder = folder;
        this.clock = clock;
        this.fileOctetsMax = fileOctetsMax;
        Files.createDirectories(folder);
        key = AuditKey.ofFolder(folder);
        List<Path> files = AuditFolder.files(folder);
        if (files.isEmpty()) {
            openNext();
        } else {
            goOn(files.get(files.size() - 1));
        }
    }

    /** Goes on behind what is there. @throws AuditException if the folder cannot be used, or its last line is none */
    public static AuditLog open(Path folder, Clock clock) {
        return open(folder, clock, FILE_OCTETS_MAX);
    }

    /** As {@link #open(Path, Clock)}, with files of about this size. */
    public static AuditLog open(Path folder, Clock clock, long fileOctetsMax) {
        try {
            return new AuditLog(folder, clock, fileOctetsMax);
        } catch (IOException e) {
            throw new AuditException("the audit log in " + folder + " cannot be opened: " + e.getMessage(), e);
        }
    }

    private void openNext() throws IOException {
        FileChannel opened =
                FileChannel.open(AuditFolder.file(folder, next), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        closeFile();
        file = opened;
    }

    /** A line that was torn by a crash is cut off: nothing was changed that it tells of, as it had not been forced. */
    private void goOn(Path last) throws IOException {
        String text = Files.readString(last);
        int end = text.lastIndexOf('\n') + 1;
        next = AuditFolder.firstNumber(last);
        file = FileChannel.open(last, StandardOpenOption.WRITE);
        if (end < text.length()) {
            file.truncate(text.substring(0, end).getBytes(UTF_8).length);
            LOG.atWarn().addKeyValue("file", last).log("audit-torn-line-cut");
        }
        if (end > 0) {
            String line = text.substring(text.lastIndexOf('\n', end - 2) + 1, end - 1);
            lastHash = Optional.ofNullable(AuditChain.saidHash(line))
                    .orElseThrow(() ->
                            new IOException(last + " does not end with a line of the log: run 'ocs audit verify'"));
            next = JSON.readTree(line).path("n").asLong() + 1;
        } else {
            lastHash = hashBefore(last);
        }
        file.position(file.size());
    }

    /** The last hash of the file before this one. */
    private String hashBefore(Path last) throws IOException {
        List<Path> files = AuditFolder.files(folder);
        int at = files.indexOf(last);
        if (at == 0) {
            return AuditChain.START;
        }
        List<String> lines = Files.readAllLines(files.get(at - 1));
        String hash = lines.isEmpty() ? null : AuditChain.saidHash(lines.get(lines.size() - 1));
        if (hash == null) {
            throw new IOException(files.get(at - 1) + " does not end with a line of the log: run 'ocs audit verify'");
        }
        return hash;
    }

    /** How subscribers are named. */
    public AuditKey key() {
        return key;
    }

    /**
     * Notes that a change is about to be made.
     *
     * @return the number of its line
     * @throws AuditException if it cannot be noted: it must not be made
     */
    public synchronized long begin(Change change) {
        ObjectNode record = record("begin")
                .put("who", change.who())
                .put("role", change.role())
                .put("from", change.from())
                .put("method", change.method())
                .put("route", change.route())
                .put("subject", change.subject());
        record.set("details", change.details());
        try {
            keepReserve();
            rotate();
            long number = append(record);
            file.force(false);
            failure = null;
            return number;
        } catch (IOException e) {
            failure = folder + ": " + e.getMessage();
            throw new AuditException(
                    "the change was refused, and nothing was changed: the audit log in " + folder
                            + " cannot be written: " + e.getMessage() + "; make room there",
                    e);
        }
    }

    /**
     * Notes what came of a change.
     *
     * @param status of HTTP; 0 if nobody was answered
     */
    public synchronized void end(long of, int status, String result) {
        try {
            ObjectNode record =
                    record("end").put("of", of).put("status", status).put("result", result);
            appendByAllMeans(record);
        } catch (IOException e) {
            failure = folder + ": " + e.getMessage();
            LOG.atError()
                    .addKeyValue("of", of)
                    .addKeyValue("status", status)
                    .setCause(e)
                    .log("audit-result-lost");
        }
    }

    private ObjectNode record(String event) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("n", next)
                .put("time", Instant.ofEpochMilli(clock.nowMs()).toString())
                .put("event", event);
    }

    private void appendByAllMeans(ObjectNode record) throws IOException {
        try {
            append(record.deepCopy());
        } catch (IOException e) {
            if (!Files.deleteIfExists(folder.resolve(RESERVE))) {
                throw e;
            }
            append(record);
        }
    }

    private long append(ObjectNode record) throws IOException {
        String line = AuditChain.line(record, lastHash);
        long before = file.position();
        try {
            ByteBuffer octets = UTF_8.encode(line + "\n");
            while (octets.hasRemaining()) {
                file.write(octets);
            }
        } catch (IOException e) {
            takeBack(before, e);
            throw e;
        }
        lastHash = AuditChain.saidHash(line);
        return next++;
    }

    private void takeBack(long position, IOException cause) {
        try {
            file.truncate(position);
            file.position(position);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private void keepReserve() throws IOException {
        Path reserve = folder.resolve(RESERVE);
        if (!Files.exists(reserve) || Files.size(reserve) < RESERVE_OCTETS) {
            Files.write(reserve, new byte[RESERVE_OCTETS]);
        }
    }

    private void rotate() throws IOException {
        if (file.position() >= fileOctetsMax) {
            file.force(true);
            openNext();
        }
    }

    /** Why the last line could not be written, if it still cannot: looks at the disk then, and only then. */
    public Optional<String> failing() {
        String why = failure;
        if (why != null) {
            probe();
        }
        return Optional.ofNullable(why);
    }

    private synchronized void probe() {
        try {
            Files.deleteIfExists(folder.resolve(RESERVE));
            keepReserve();
            failure = null;
        } catch (IOException e) {
            failure = folder + ": " + e.getMessage();
        }
    }

    /** The last line, for whoever keeps it elsewhere: with it, also lines cut off the end are found. */
    public synchronized String head() {
        return next - 1 + ":" + lastHash;
    }

    private void closeFile() throws IOException {
        if (file != null) {
            file.close();
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (file.isOpen()) {
            file.force(true);
        }
        closeFile();
    }
}
