package io.ocs.balance.journal;

import io.ocs.core.journal.JournalException;
import java.io.IOException;
import java.io.Reader;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Properties;

/**
 * The Origin-State-Id of a node, kept in its data folder (file {@value #FILE}), since it rises only when sessions were lost (RFC 6733 §8.16): peers that see it
 * rise take all their sessions here for ended. A folder that has none yet, because it is new or restored from a backup, gets a higher one than any before. Beside
 * it stand the epochs of the journals: others than those that this start finds are of a start that did not get as far as this, or of other journals.
 */
public final class OriginStateId {

    static final String FILE = "origin-state.properties";
    private static final String KEY = "origin-state-id";
    private static final String EPOCHS_KEY = "journal-epochs";
    private static final long MAX = 0xffffffffL;

    private OriginStateId() {}

    /**
     * The value of this start, which is durable when it returns.
     *
     * @param journals of all shards, open
     * @param nowS seconds since 1970: what a new value is at least, so that it is beyond those of folders that are not there any more
     * @return 1 to 4 294 967 295
     * @throws JournalException if the file is damaged, or cannot be read or written
     */
    public static long of(DataFolder folder, List<SegmentJournal> journals, long nowS) {
        boolean lost = !folder.isClean() && journals.stream().anyMatch(SegmentJournal::mayLackAnswered);
        List<Integer> found = journals.stream().map(SegmentJournal::epochFound).toList();
        List<Integer> now = journals.stream().map(SegmentJournal::epoch).toList();
        return of(folder.path().resolve(FILE), lost, found, now, nowS);
    }

    /** {@code lost}: something that was answered may be missing; {@code found}, {@code now}: epochs before this start and since. */
    static long of(Path file, boolean lost, List<Integer> found, List<Integer> now, long nowS) {
        try {
            boolean known = Files.exists(file);
            Properties before = known ? read(file) : new Properties();
            long value = known ? value(file, before) : 0;
            boolean raised = !known || lost || !found.toString().equals(before.getProperty(EPOCHS_KEY));
            if (raised) {
                value = Math.min(MAX, Math.max(value + 1, nowS));
            }
            if (raised || !found.equals(now)) {
                write(file, value, now);
            }
            return value;
        } catch (IOException e) {
            throw new JournalException(file + " cannot be used (" + e + "): it must be readable and writable", e);
        }
    }

    private static Properties read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            properties.load(reader);
        }
        return properties;
    }

    private static long value(Path file, Properties properties) {
        String text = properties.getProperty(KEY, "");
        if (!text.matches("\\d{1,10}") || Long.parseLong(text) < 1 || Long.parseLong(text) > MAX) {
            throw new JournalException(file + ": " + KEY + "=" + text + " is no number of 1 to " + MAX
                    + ": put the file back, or delete it, whereupon peers take their sessions for lost");
        }
        return Long.parseLong(text);
    }

    private static void write(Path file, long value, List<Integer> epochs) throws IOException {
        Path unfinished = file.resolveSibling(FILE + ".tmp");
        Files.writeString(
                unfinished, KEY + "=" + value + "\n" + EPOCHS_KEY + "=" + epochs + "\n", StandardCharsets.ISO_8859_1);
        try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        FolderStorage.forceFolder(file.toAbsolutePath().getParent());
    }
}
