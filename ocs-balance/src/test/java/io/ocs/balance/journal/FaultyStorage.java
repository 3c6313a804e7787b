package io.ocs.balance.journal;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/**
 * A disk in memory that fails as it is told, by seed. It keeps what a process sees (the cache) and what a power failure leaves (the disk)
 * apart, by sectors of {@value #SECTOR} octets: {@link #crash} keeps each unforced sector or not, as the seed says. Safe on any thread.
 */
public final class FaultyStorage implements SegmentStorage {

    private static final int SECTOR = 512;

    /** Decides, before an operation, whether it fails. */
    @FunctionalInterface
    public interface Fault {
        /** Returns normally, or throws what the operation shall throw. */
        void before(Operation operation, String file) throws IOException;
    }

    /** What a fault can strike. */
    public enum Operation {
        WRITE,
        FORCE,
        CREATE,
        RENAME,
        READ
    }

    private static final class Content {
        private byte[] cache;
        private byte[] disk;
        private boolean[] dirty;

        Content(int length) {
            cache = new byte[length];
            disk = new byte[length];
            dirty = new boolean[sectors(length)];
        }

        private static int sectors(int length) {
            return (length + SECTOR - 1) / SECTOR;
        }

        /** Grows with zeroes to at least {@code length} octets. */
        void reach(int length) {
            if (length > cache.length) {
                cache = Arrays.copyOf(cache, length);
                disk = Arrays.copyOf(disk, length);
                dirty = Arrays.copyOf(dirty, sectors(length));
            }
        }
    }

    private final TreeMap<String, Content> files = new TreeMap<>();
    private final SplittableRandom random;
    private Fault fault = (operation, file) -> {};
    private double tornWrites;
    private boolean tornForces;
    private long delayNanos;
    private long spaceLeft = Long.MAX_VALUE;
    private String flippedFile;
    private long flippedOctet;
    private int flippedBit;
    private int generation;
    private long writes;

    public FaultyStorage(long seed) {
        random = new SplittableRandom(seed);
    }

    /** Sets what shall fail from now on. */
    public synchronized void fail(Fault newFault) {
        fault = newFault;
    }

    /** From now on a write fails with this probability after some of its octets were written. */
    public synchronized void tearWrites(double probability) {
        tornWrites = probability;
    }

    /** Whether a force that fails has written some of the sectors nevertheless, as real ones do. */
    public synchronized void tearForces(boolean torn) {
        tornForces = torn;
    }

    /** Each force takes this long. */
    public synchronized void delayForces(long nanos) {
        delayNanos = nanos;
    }

    /** Octets that new files may still take. */
    public synchronized void spaceLeft(long octets) {
        spaceLeft = octets;
    }

    /** Number of writes so far. */
    public synchronized long writes() {
        return writes;
    }

    /** Power failure: each sector that was not forced is kept or lost at random; what was open is dead. */
    public synchronized void crash() {
        crash(0.5);
    }

    /** As {@link #crash()}, keeping an unforced sector with this probability. */
    public synchronized void crash(double keep) {
        generation++;
        for (Content content : files.values()) {
            for (int sector = 0; sector < content.dirty.length; sector++) {
                if (content.dirty[sector] && random.nextDouble() < keep) {
                    toDisk(content, sector);
                }
                content.dirty[sector] = false;
            }
            System.arraycopy(content.disk, 0, content.cache, 0, content.disk.length);
        }
        fault = (operation, file) -> {};
        tornWrites = 0;
    }

    /** The process ends, the machine goes on: nothing is lost; what was open is dead. */
    public synchronized void kill() {
        generation++;
    }

    /** From now on every read of this octet gives one bit that is not as it was written; null for reads without flips again. */
    public synchronized void flipReads(String name, long octet, int bit) {
        flippedFile = name;
        flippedOctet = octet;
        flippedBit = bit;
    }

    /** Flips one bit, in the cache and on the disk. */
    public synchronized void flip(String name, long octet, int bit) {
        Content content = files.get(name);
        content.cache[(int) octet] ^= (byte) (1 << bit);
        content.disk[(int) octet] = content.cache[(int) octet];
    }

    /** Makes a file of any content. */
    public synchronized void put(String name, byte[] octets) {
        Content content = new Content(octets.length);
        System.arraycopy(octets, 0, content.cache, 0, octets.length);
        System.arraycopy(octets, 0, content.disk, 0, octets.length);
        files.put(name, content);
    }

    /** What a process would read. */
    public synchronized byte[] octets(String name) {
        return files.get(name).cache.clone();
    }

    /** Hash of all names and contents. */
    public synchronized int contentHash() {
        int hash = 0;
        for (var file : files.entrySet()) {
            hash = hash * 31 + file.getKey().hashCode();
            hash = hash * 31 + Arrays.hashCode(file.getValue().cache);
        }
        return hash;
    }

    private static void toDisk(Content content, int sector) {
        int from = sector * SECTOR;
        System.arraycopy(content.cache, from, content.disk, from, Math.min(SECTOR, content.cache.length - from));
    }

    @Override
    public String location() {
        return "memory";
    }

    @Override
    public synchronized List<String> list() {
        return List.copyOf(files.keySet());
    }

    @Override
    public synchronized File open(String name) throws IOException {
        return new Handle(name, existing(name), generation);
    }

    private Content existing(String name) throws IOException {
        Content content = files.get(name);
        if (content == null) {
            throw new FileNotFoundException(name);
        }
        return content;
    }

    @Override
    public synchronized void create(String name, long length) throws IOException {
        fault.before(Operation.CREATE, name);
        if (files.containsKey(name)) {
            throw new FileAlreadyExistsException(name);
        }
        if (length > spaceLeft) {
            throw new IOException("No space left on device");
        }
        spaceLeft -= length;
        files.put(name, new Content((int) length));
    }

    @Override
    public synchronized File grow(String name) throws IOException {
        fault.before(Operation.CREATE, name);
        files.put(name, new Content(0));
        return new Handle(name, files.get(name), generation);
    }

    @Override
    public synchronized void rename(String from, String to) throws IOException {
        fault.before(Operation.RENAME, from);
        if (files.containsKey(to)) {
            throw new FileAlreadyExistsException(to);
        }
        files.put(to, existing(from));
        files.remove(from);
    }

    @Override
    public synchronized void delete(String name) throws IOException {
        long freed = existing(name).cache.length;
        spaceLeft = spaceLeft > Long.MAX_VALUE - freed ? Long.MAX_VALUE : spaceLeft + freed;
        files.remove(name);
    }

    private final class Handle implements File {

        private final String name;
        private final Content content;
        private final int born;
        private boolean closed;

        Handle(String name, Content content, int born) {
            this.name = name;
            this.content = content;
            this.born = born;
        }

        private void check() throws IOException {
            if (closed || born != generation) {
                throw new IOException(name + " is closed");
            }
        }

        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            synchronized (FaultyStorage.this) {
                check();
                fault.before(Operation.WRITE, name);
                writes++;
                int count = source.remaining();
                boolean torn = tornWrites > 0 && random.nextDouble() < tornWrites;
                int done = torn ? random.nextInt(count) : count;
                grow(done, (int) position);
                source.get(content.cache, (int) position, done);
                for (int at = (int) position; at < position + done; at += SECTOR - at % SECTOR) {
                    content.dirty[at / SECTOR] = true;
                }
                if (torn) {
                    throw new IOException("Input/output error after " + done + " of " + count + " octets");
                }
            }
        }

        private void grow(int count, int position) throws IOException {
            int more = Math.max(0, position + count - content.cache.length);
            if (more > spaceLeft) {
                throw new IOException("No space left on device");
            }
            spaceLeft -= more;
            content.reach(position + count);
        }

        @Override
        public void force() throws IOException {
            synchronized (FaultyStorage.this) {
                check();
                LockSupport.parkNanos(delayNanos);
                try {
                    fault.before(Operation.FORCE, name);
                } catch (IOException e) {
                    forgetDirty();
                    throw e;
                }
                for (int sector = 0; sector < content.dirty.length; sector++) {
                    if (content.dirty[sector]) {
                        toDisk(content, sector);
                        content.dirty[sector] = false;
                    }
                }
            }
        }

        /** As Linux does: after a failed force the pages are clean, whatever has become of them. */
        private void forgetDirty() {
            for (int sector = 0; sector < content.dirty.length; sector++) {
                if (content.dirty[sector] && tornForces && random.nextBoolean()) {
                    toDisk(content, sector);
                }
                content.dirty[sector] = false;
            }
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            synchronized (FaultyStorage.this) {
                check();
                fault.before(Operation.READ, name);
                int count = (int) Math.max(0, Math.min(target.remaining(), content.cache.length - position));
                int start = target.position();
                target.put(content.cache, (int) Math.min(position, content.cache.length), count);
                if (name.equals(flippedFile) && flippedOctet >= position && flippedOctet < position + count) {
                    int at = start + (int) (flippedOctet - position);
                    target.put(at, (byte) (target.get(at) ^ (1 << flippedBit)));
                }
                return count;
            }
        }

        @Override
        public long length() {
            return content.cache.length;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
