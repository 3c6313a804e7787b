package io.ocs.server.flow;

import io.ocs.core.snapshot.SnapshotHead;
import io.ocs.core.snapshot.SnapshotSink;
import io.ocs.core.snapshot.SnapshotSource;
import io.ocs.core.state.Table;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/** Keeps the newest snapshot of a shard in memory. */
final class MemorySnapshots implements SnapshotSink {

    private record Copy(Table table, ByteBuffer octets) {}

    private SnapshotHead head;
    private List<Copy> copies = List.of();
    private SnapshotHead newHead;
    private List<Copy> newCopies;
    int taken;

    @Override
    public boolean isIdle() {
        return newHead == null;
    }

    @Override
    public long durablePosition() {
        return head == null ? -1 : head.position();
    }

    @Override
    public void begin(SnapshotHead begun) {
        newHead = begun;
        newCopies = new ArrayList<>();
    }

    @Override
    public boolean hasRoom() {
        return true;
    }

    @Override
    public boolean append(Table table, long address) {
        ByteBuffer octets = ByteBuffer.allocateDirect(table.entryLength());
        new UnsafeBuffer(address, table.entryLength()).getBytes(0, octets, table.entryLength());
        newCopies.add(new Copy(table, octets));
        return true;
    }

    @Override
    public void end() {
        head = newHead;
        copies = newCopies;
        newHead = null;
        taken++;
    }

    /** The shard that was writing is gone. */
    void forgetUnfinished() {
        newHead = null;
    }

    /** The newest one, or null. */
    SnapshotSource newest() {
        return head == null ? null : new Source(head, copies);
    }

    private record Source(SnapshotHead head, List<Copy> copies) implements SnapshotSource {

        @Override
        public String location() {
            return "memory";
        }

        @Override
        public void forEach(Visitor visitor) {
            copies.forEach(copy -> visitor.onEntry(copy.table(), BufferUtil.address(copy.octets())));
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
