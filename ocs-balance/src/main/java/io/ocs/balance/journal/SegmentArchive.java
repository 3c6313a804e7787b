package io.ocs.balance.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Keeps a copy of every released segment, forced, before its file is recycled. Charging does not wait for it: while the archive cannot be written,
 * released segments stay where they are and are tried again. One thread at a time.
 */
public final class SegmentArchive {

    private static final int CHUNK_LENGTH = 1024 * 1024;
    private static final String UNFINISHED = ".tmp";
    private static final int NAMESAKES_MAX = 100;

    private final SegmentStorage archive;

    /** An archive in a folder of its own: no two shards, and no two nodes, share one. */
    public SegmentArchive(SegmentStorage archive) {
        this.archive = archive;
    }

    /**
     * Copies a segment, unless the very same is there already. If another one has its name, as after a restore of an earlier backup, when numbers come twice,
     * it is kept beside that under its name with {@code .2}, {@code .3} and so on.
     *
     * @throws IOException if it cannot be copied, or has too many namesakes
     */
    void keep(SegmentStorage storage, String name) throws IOException {
        List<String> there = archive.list();
        try (SegmentStorage.File segment = storage.open(name)) {
            String copyName = name;
            for (int life = 2; there.contains(copyName); life++) {
                if (isSame(segment, copyName)) {
                    return;
                }
                if (life > NAMESAKES_MAX) {
                    throw new IOException(
                            "archive folder " + archive.location() + " has " + NAMESAKES_MAX + " other segments named "
                                    + name + ": move them away, or configure another journal.archive");
                }
                copyName = name + "." + life;
            }
            try (SegmentStorage.File copy = archive.grow(copyName + UNFINISHED)) {
                copy(segment, copy);
                copy.force();
            }
            archive.rename(copyName + UNFINISHED, copyName);
        }
    }

    private static void copy(SegmentStorage.File segment, SegmentStorage.File copy) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_LENGTH);
        for (long at = 0; segment.read(chunk.clear(), at) > 0; at += chunk.limit()) {
            copy.write(chunk.flip(), at);
        }
    }

    private boolean isSame(SegmentStorage.File segment, String name) throws IOException {
        try (SegmentStorage.File there = archive.open(name)) {
            ByteBuffer one = ByteBuffer.allocateDirect(CHUNK_LENGTH);
            ByteBuffer other = ByteBuffer.allocateDirect(CHUNK_LENGTH);
            boolean same = segment.length() == there.length();
            for (long at = 0; same && segment.read(one.clear(), at) > 0; at += one.limit()) {
                there.read(other.clear(), at);
                same = one.flip().equals(other.flip());
            }
            return same;
        }
    }
}
