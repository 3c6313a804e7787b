package io.ocs.server.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;

/**
 * Into files of JSON Lines, one a shard and day (UTC): {@code notifications-NODE-SHARD-2026-12-31.jsonl}, each line with the {@code id}. A line is forced before
 * the next one is written. After a crash a line may be there twice, or its beginning.
 */
public final class FileDelivery implements Delivery {
    private final Path folder;
    private final String prefix;

    public FileDelivery(Path folder, String node, int shard) {
        this.folder = folder;
        prefix = "notifications-" + node + "-" + shard + "-";
    }

    @Override
    public String name() {
        return "file";
    }

    @Override
    public String attempt(Notification notification) {
        String day = Instant.ofEpochMilli(notification.timeMs())
                .atZone(ZoneOffset.UTC)
                .toLocalDate()
                .toString();
        try {
            Files.createDirectories(folder);
            append(folder.resolve(prefix + day + ".jsonl"), line(notification));
            return "";
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static byte[] line(Notification notification) {
        String id = JsonNodeFactory.instance.textNode(notification.id()).toString();
        return ("{\"id\":" + id + "," + notification.body().substring(1) + "\n").getBytes(UTF_8);
    }

    /** A line whose end is missing, left by a full disk or a crash, is ended first. */
    private static void append(Path file, byte[] line) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long end = channel.size();
            if (end > 0) {
                ByteBuffer last = ByteBuffer.allocate(1);
                channel.read(last, end - 1);
                end += last.get(0) == '\n' ? 0 : channel.write(ByteBuffer.wrap(new byte[] {'\n'}), end);
            }
            ByteBuffer bytes = ByteBuffer.wrap(line);
            while (bytes.hasRemaining()) {
                end += channel.write(bytes, end);
            }
            channel.force(true);
        }
    }
}
