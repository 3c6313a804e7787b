package io.ocs.core.state;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.agrona.BufferUtil;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The image while a batch is decided. Changes are made in the image itself, so that each decision of a batch sees the ones before it, and this log
 * keeps what was there before: {@link #rollback} makes one command traceless, {@link #undo} the whole batch, which is due when it could not be made
 * durable; {@link #keep} makes the changes final. All memory is reused; nothing is allocated after construction. One thread.
 */
public final class UndoLog implements State {

    /** Octets that one command may log at most: {@link #hasRoom} keeps as much free. */
    private static final int COMMAND_MAX = 512 * 1024;

    private static final int STEPS_PER_COMMAND = 1024;
    private static final int STEPS_MAX = 64 * 1024;

    private enum Kind {
        CHANGED,
        CREATED,
        DELETED
    }

    private final AccountStore image;
    private final ByteBuffer memory;
    private final long base;
    private final int capacity;
    private int used;

    private final Kind[] kinds = new Kind[STEPS_MAX];
    private final Table[] tables = new Table[STEPS_MAX];
    private final long[] addresses = new long[STEPS_MAX];
    private int steps;

    private int savepoint;
    private int usedAtSavepoint;
    /** By table, the entry that was logged last since the savepoint: logging it again would tell nothing new. */
    private final long[] loggedLast = new long[Table.COUNT];

    private final UnsafeBuffer from = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer to = new UnsafeBuffer(0, 0);

    /** A log of up to {@code capacity} octets of old entries, at least 1 MiB. */
    public UndoLog(AccountStore image, int capacity) {
        if (capacity < 2 * COMMAND_MAX) {
            throw new IllegalArgumentException("a log of " + capacity + " octets is too small");
        }
        this.image = image;
        this.capacity = capacity;
        memory = ByteBuffer.allocateDirect(capacity);
        base = BufferUtil.address(memory);
    }

    /** Whether a further command of any size may be decided in this batch. */
    public boolean hasRoom() {
        return capacity - used >= COMMAND_MAX && STEPS_MAX - steps >= STEPS_PER_COMMAND;
    }

    @Override
    public long find(Table table, long keyHigh, long keyLow) {
        return image.find(table, keyHigh, keyLow);
    }

    @Override
    public long change(Table table, long keyHigh, long keyLow) {
        long address = image.change(table, keyHigh, keyLow);
        if (loggedLast[table.ordinal()] != address) {
            log(Kind.CHANGED, table, address);
            save(table, address);
            loggedLast[table.ordinal()] = address;
        }
        return address;
    }

    @Override
    public long create(Table table, long keyHigh, long keyLow) {
        long address = image.create(table, keyHigh, keyLow);
        log(Kind.CREATED, table, address);
        loggedLast[table.ordinal()] = address;
        return address;
    }

    @Override
    public void delete(Table table, long keyHigh, long keyLow) {
        log(Kind.DELETED, table, image.detach(table, keyHigh, keyLow));
    }

    @Override
    public long room(Table table) {
        return image.room(table);
    }

    /** From here on {@link #rollback} leads back to here. */
    public void savepoint() {
        savepoint = steps;
        usedAtSavepoint = used;
        Arrays.fill(loggedLast, NONE);
    }

    /** Undoes everything since the savepoint. */
    public void rollback() {
        undoTo(savepoint);
        used = usedAtSavepoint;
        Arrays.fill(loggedLast, NONE);
    }

    /** Undoes the whole batch. */
    public void undo() {
        undoTo(0);
        clear();
    }

    /** Makes the batch final. */
    public void keep() {
        for (int step = 0; step < steps; step++) {
            if (kinds[step] == Kind.DELETED) {
                image.free(tables[step], addresses[step]);
            }
        }
        clear();
    }

    private void clear() {
        steps = 0;
        used = 0;
        savepoint();
    }

    private void log(Kind kind, Table table, long address) {
        if (steps == STEPS_MAX) {
            throw new IllegalStateException("one command touches more entries than can be undone");
        }
        kinds[steps] = kind;
        tables[steps] = table;
        addresses[steps] = address;
        steps++;
    }

    private void save(Table table, long address) {
        int length = table.entryLength();
        if (capacity - used < length) {
            steps--;
            throw new IllegalStateException("one command changes more octets than can be undone");
        }
        copy(address, base + used, length);
        used += length;
    }

    private void undoTo(int mark) {
        while (steps > mark) {
            steps--;
            Table table = tables[steps];
            long address = addresses[steps];
            switch (kinds[steps]) {
                case CHANGED -> {
                    used -= table.entryLength();
                    copy(base + used, address, table.entryLength());
                }
                case CREATED -> {
                    image.free(table, image.detach(table, keyHigh(address), keyLow(address)));
                }
                case DELETED -> image.attach(table, address);
            }
        }
    }

    private static long keyHigh(long address) {
        return UnsafeApi.getLong(address);
    }

    private static long keyLow(long address) {
        return UnsafeApi.getLong(address + Long.BYTES);
    }

    private void copy(long source, long target, int length) {
        from.wrap(source, length);
        to.wrap(target, length);
        to.putBytes(0, from, 0, length);
    }
}
