package io.ocs.balance.journal;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Keeps a copy of every released segment, forced, before its file is recycled. Charging does not wait for it: while the archive cannot be written,
 * released segments stay where they are and are tried again. One thread at a time.
 */
public final class SegmentArchive {

    private static final int CHUNK_LENGTH = 1024 * 1024;
    private static final String UNFINISHED = ".tmp";

    private final SegmentStorage archive;

    /** An archive in a folder of its own: no two shards, and no two nodes, share one. */
    public SegmentArchive(SegmentStorage archive) {
        this.archive = archive;
    }

    /**
     * Copies a segment, unless the very same is there already.
     *
     * @throws IOException if it cannot be copied, or another segment has that name
     */
    void keep(SegmentStorage storage, String name) throws IOException {
        try (SegmentStorage.File segment = storage.open(name)) {
            if (archive.list().contains(name)) {
                checkSame(segment, name);
                return;
            }
            try (SegmentStorage.File copy = archive.grow(name + UNFINISHED)) {
                copy(segment, copy);
                copy.force();
            }
            archive.rename(name + UNFINISHED, name);
        }
    }

    private static void copy(SegmentStorage.File segment, SegmentStorage.File copy) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_LENGTH);
        for (long at = 0; segment.read(chunk.clear(), at) > 0; at += chunk.limit()) {
            copy.write(chunk.flip(), at);
        }
    }

    private void checkSame(SegmentStorage.File segment, String name) throws IOException {
        try (SegmentStorage.File there = archive.open(name)) {
            ByteBuffer one = ByteBuffer.allocateDirect(CHUNK_LENGTH);
            ByteBuffer other = ByteBuffer.allocateDirect(CHUNK_LENGTH);
            boolean same = segment.length() == there.length();
            for (long at = 0; same && segment.read(one.clear(), at) > 0; at += one.limit()) {
                there.read(other.clear(), at);
                same = one.flip().equals(other.flip());
            }
            if (!same) {
                throw new IOException("archive file " + archive.location() + "/" + name
                        + " exists and is another segment: move it away, or configure another journal.archive");
            }
        }
    }
}
