package io.ocs.balance.journal;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder of the file system. Its files must not be used by interruptible threads: an interrupt closes a channel for good. The folder itself is kept open
 * until this is closed, so that a new name can be made durable though the process may open no more files.
 */
public final class FolderStorage implements SegmentStorage, Closeable {

    private static final int ZEROES_LENGTH = 1024 * 1024;
    private static final String UNFINISHED = ".tmp";

    private final Path folder;
    private final FileChannel names;

    /** The folder is made if it does not exist; files that were never finished are deleted. */
    public FolderStorage(Path folder) throws IOException {
        this.folder = folder;
        make(folder);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(UNFINISHED)).toList()) {
                Files.delete(file);
            }
        }
        names = FileChannel.open(folder, READ);
    }

    /** Makes a folder, and those above it, if they are not there, and their names durable. */
    public static void make(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.toAbsolutePath().getParent();
        make(parent);
        Files.createDirectory(folder);
        forceFolder(parent);
    }

    @Override
    public String location() {
        return folder.toString();
    }

    @Override
    public List<String> list() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith(UNFINISHED))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public File open(String name) throws IOException {
        return new ChannelFile(FileChannel.open(folder.resolve(name), READ, WRITE));
    }

    @Override
    public void create(String name, long length) throws IOException {
        Path unfinished = folder.resolve(name + UNFINISHED);
        Files.deleteIfExists(unfinished);
        checkRoom(length);
        try {
            fill(unfinished, length);
            rename(name + UNFINISHED, name);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    @Override
    public File grow(String name) throws IOException {
        return new ChannelFile(FileChannel.open(folder.resolve(name), CREATE, TRUNCATE_EXISTING, READ, WRITE));
    }

    /** Before it is tried: what is left of a disk that is nearly full is for others. */
    private void checkRoom(long length) throws IOException {
        long usable = folder.toFile().getUsableSpace();
        if (usable < length) {
            throw new IOException("No space left on the disk: " + length + " octets are needed, it has " + usable);
        }
    }

    private static void fill(Path file, long length) throws IOException {
        ByteBuffer zeroes = ByteBuffer.allocateDirect((int) Math.min(length, ZEROES_LENGTH));
        try (FileChannel channel = FileChannel.open(file, CREATE_NEW, WRITE)) {
            for (long at = 0; at < length; ) {
                zeroes.clear().limit((int) Math.min(zeroes.capacity(), length - at));
                at += channel.write(zeroes, at);
            }
            channel.force(true);
        }
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Path target = folder.resolve(to);
        if (Files.exists(target)) {
            throw new FileAlreadyExistsException(target.toString());
        }
        Files.move(folder.resolve(from), target);
        names.force(true);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.delete(folder.resolve(name));
        names.force(true);
    }

    /** Lets go of the folder; files that are open stay so. */
    @Override
    public void close() throws IOException {
        names.close();
    }

    /** Makes new, renamed and deleted names of a folder durable. */
    static void forceFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, READ)) {
            channel.force(true);
        }
    }

    private record ChannelFile(FileChannel channel) implements File {

        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            long at = position;
            while (source.hasRemaining()) {
                at += channel.write(source, at);
            }
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            int total = 0;
            while (target.hasRemaining()) {
                int count = channel.read(target, position + total);
                if (count < 0) {
                    break;
                }
                total += count;
            }
            return total;
        }

        @Override
        public long length() throws IOException {
            return channel.size();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
