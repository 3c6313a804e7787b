package io.ocs.server.outbox;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.ocs.core.journal.Journal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * How far an outbox has come, in a file of its own: {@code EPOCH BATCH DELIVERED}.
 *
 * @param epoch of the journal
 * @param batch position of the batch from which on is read
 * @param delivered position of the last record delivered; records up to it are not delivered again
 */
record OutboxPosition(int epoch, long batch, long delivered) {

    /** The position of a file; empty if there is none: nothing was ever delivered this way. */
    static Optional<OutboxPosition> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String[] words = Files.readString(file, US_ASCII).trim().split(" ");
        if (words.length != 3) {
            throw new IOException(
                    file
                            + ": EPOCH BATCH DELIVERED is wanted. Without the file, delivery begins with what comes from now on");
        }
        try {
            return Optional.of(
                    new OutboxPosition(Integer.parseInt(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2])));
        } catch (NumberFormatException e) {
            throw new IOException(file + ": three numbers are wanted, not '" + String.join(" ", words) + "'", e);
        }
    }

    /** Where to go on in a journal whose tail may have been lost, or that was restored, since. */
    OutboxPosition in(Journal journal) {
        long end = Math.min(journal.epochEnd(epoch), journal.committedPosition());
        if (batch > end) {
            return new OutboxPosition(journal.epoch(), end, end - 1);
        }
        return batch < journal.firstPosition() ? new OutboxPosition(epoch, journal.firstPosition(), delivered) : this;
    }

    /** Makes it durable. */
    void write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap((epoch + " " + batch + " " + delivered + "\n").getBytes(US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel folder = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }
}
